import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
// @ts-expect-error It is plain JavaScript.
import { yardstick as measure } from '../conformance/yardstick.mjs';
import { timed } from './cpu-time.ts';

/** What real Kubernetes did, and how fast the machine was on which it did it. */
export interface Throughput {
  readonly yardstick: { readonly roundsPerSecond: { readonly quiet: readonly number[] } };
  readonly apiserver: {
    readonly createPodsPerSecond: number;
    readonly getPodsPerSecond: number;
    readonly list10000PodsMs: number;
    readonly listFirst500Ms: number;
    readonly bytesOfList10000: number;
    readonly rssMB: { readonly 'kube-apiserver': number; readonly etcd: number };
  };
}

export const recorded = JSON.parse(
  readFileSync(resolve(process.cwd(), 'conformance/throughput.json'), 'utf8'),
) as Throughput;

/** How many times faster than this machine theirs was, by processor time: this one may be shared. */
export function theirSpeed(): number {
  const { answer, cpu, wall } = timed<number>(measure);
  const here = (answer * wall) / Math.min(cpu, wall);
  return Math.max(...recorded.yardstick.roundsPerSecond.quiet) / here;
}
