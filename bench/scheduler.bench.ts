/**
 * How many pods a second the scheduler binds through the whole engine, as a multiple of what the real
 * one did (`conformance/throughput.json`), each scaled by how fast its machine is, and what a pod costs
 * beside what it costs in a cluster of a tenth. Ours is measured in processor time.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
// @ts-expect-error It is plain JavaScript.
import { yardstick as measure } from '../conformance/yardstick.mjs';
import { timed } from './cpu-time.ts';
import { runWorkload } from './scheduler/run-workload.ts';
import { workloads, type Workload } from './scheduler/workloads.ts';

/** Rounds of the yardstick in a second of processor time: the machine may be shared. */
function yardstick(): number {
  const { answer, cpu, wall } = timed<number>(measure);
  return (answer * wall) / Math.min(cpu, wall);
}

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
/** How often the small cluster is filled: the first times the code is still being compiled. */
const smallRuns = 4;
const small = new Map(workloads(nodes / 10).map((workload) => [workload.name, workload]));

/** Pods a second in the small cluster, at its best. */
function inSmallCluster(name: string): number {
  const runs = Array.from({ length: smallRuns }, () => runWorkload(small.get(name) as Workload));
  return Math.max(...runs.map(({ podsPerSecond }) => podsPerSecond));
}

const inMicroseconds = (podsPerSecond: number): string => `${(1e6 / podsPerSecond).toFixed(0)} µs`;

let before = yardstick();
for (const workload of workloads(nodes)) {
  if (!workload.name.includes(only)) continue;
  const fewer = inSmallCluster(workload.name);
  const { podsPerSecond, bound } = runWorkload(workload);
  // Before and after, for other work may share the machine.
  const after = yardstick();
  const scale = theirYardstick / ((before + after) / 2);
  before = after;
  const theirs = recorded.scheduler.workloads.find((entry) => entry.workload === workload.name)?.best;
  const ratio =
    theirs === undefined ? '' : `, ${((podsPerSecond * scale) / theirs).toFixed(1)} times the real one`;
  const complete =
    bound >= workload.measured.count ? '' : ` (only ${bound} of ${workload.measured.count} bound)`;
  const growth = `${inMicroseconds(podsPerSecond)} a pod, ${(fewer / podsPerSecond).toFixed(2)} times that of ${nodes / 10} nodes`;
  console.log(`${workload.name}: ${podsPerSecond.toFixed(0)} pods/s${ratio}; ${growth}${complete}`);
}
