import { webernetes } from './webernetes.ts';
for (const [nodes, pods] of [
  [3, 30],
  [100, 1000],
] as const) {
  console.log(nodes, pods, await webernetes({ nodes, pods, limitSeconds: 100 }));
}
process.exit(0);
