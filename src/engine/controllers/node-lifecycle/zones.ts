import type { Node } from '../../api/types.ts';
import { readyCondition } from './node-conditions.ts';

/** How bad it is in a zone: `full` = no node is ready, `partial` = most are not. */
export type ZoneState = 'normal' | 'partial' | 'full';

const unhealthyFraction = 0.55;
const largeClusterNodes = 50;

/** Models ComputeZoneState of pkg/controller/nodelifecycle (v1.36). */
export function zoneState(zoneNodes: readonly Node[]): ZoneState {
  const ready = zoneNodes.filter((node) => readyCondition(node)?.status === 'True').length;
  const notReady = zoneNodes.length - ready;
  if (ready === 0 && notReady > 0) return 'full';
  return notReady > 2 && notReady / zoneNodes.length >= unhealthyFraction ? 'partial' : 'normal';
}

/** How many nodes of a zone may be tainted for eviction in a second. */
export function evictionsPerSecond(state: ZoneState, zoneSize: number): number {
  if (state !== 'partial') return 0.1;
  return zoneSize > largeClusterNodes ? 0.01 : 0;
}

/** Region and zone of a node. Models component-helpers/node/topology.GetZoneKey (v1.36). */
export function zoneKey({ metadata: { labels } }: Node): string {
  const region = labels?.['topology.kubernetes.io/region'] ?? '';
  const zone = labels?.['topology.kubernetes.io/zone'] ?? '';
  return region === '' && zone === '' ? '' : `${region}:\u0000:${zone}`;
}
