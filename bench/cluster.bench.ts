/**
 * How much processor time it takes from nothing to all pods of one Deployment Running, kubelets and
 * controllers included, beside the same in webernetes.
 */
import { podyard } from './podyard.ts';
import { webernetes } from './webernetes.ts';

const limitSeconds = 100;
const sizes = [
  { nodes: 3, pods: 30, peer: true },
  { nodes: 100, pods: 1000, peer: true },
  { nodes: 1000, pods: 10_000, peer: false },
];

for (const { nodes, pods, peer } of sizes) {
  const ours = await podyard({ nodes, pods, limitSeconds });
  const complete = ours.running < pods ? ` (only ${ours.running} Running)` : '';
  const heap = `${(ours.heapBytes / 2 ** 20).toFixed(0)} MB`;
  console.log(`${nodes} nodes, ${pods} pods: ${ours.seconds.toFixed(2)} s, heap ${heap}${complete}`);
  if (!peer) continue;
  const theirs = await webernetes({ nodes, pods, limitSeconds });
  const theirsComplete = theirs.running < pods ? ` (only ${theirs.running} Running)` : '';
  const ratio = (theirs.seconds / ours.seconds).toFixed(1);
  console.log(`  webernetes: ${theirs.seconds.toFixed(2)} s${theirsComplete}, ${ratio} times as long`);
}
process.exit(0);
