/**
 * How many pods a second the scheduler binds through the whole engine, as a multiple of what the real
 * one did (`conformance/throughput.json`), each scaled by how fast its machine is.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
// @ts-expect-error It is plain JavaScript.
import { yardstick as measure } from '../conformance/yardstick.mjs';
import { runWorkload } from './scheduler/run-workload.ts';
import { workloads } from './scheduler/workloads.ts';

const yardstick: () => number = measure;

interface Throughput {
  readonly yardstick: { readonly roundsPerSecond: { readonly quiet: readonly number[] } };
  readonly scheduler: { readonly workloads: readonly { readonly workload: string; readonly best: number }[] };
}

const recorded = JSON.parse(
  readFileSync(resolve(process.cwd(), 'conformance/throughput.json'), 'utf8'),
) as Throughput;
const theirYardstick = Math.max(...recorded.yardstick.roundsPerSecond.quiet);
const only = process.argv[2] ?? process.env['WORKLOAD'] ?? '';
const nodes = Number(process.env['NODES'] ?? 5000);

for (const workload of workloads(nodes)) {
  if (!workload.name.includes(only)) continue;
  // Before and after, for other work may share the machine.
  const before = yardstick();
  const { podsPerSecond, bound } = runWorkload(workload);
  const scale = theirYardstick / ((before + yardstick()) / 2);
  const theirs = recorded.scheduler.workloads.find((entry) => entry.workload === workload.name)?.best;
  const ratio =
    theirs === undefined ? '' : `, ${((podsPerSecond * scale) / theirs).toFixed(1)} times the real one`;
  const complete =
    bound >= workload.measured.count ? '' : ` (only ${bound} of ${workload.measured.count} bound)`;
  console.log(`${workload.name}: ${podsPerSecond.toFixed(0)} pods/s${ratio}${complete}`);
}
