import type { Pod } from '../../engine/index.ts';
import type { LaneView } from '../protocol.ts';

const defaultScheduler = 'default-scheduler';

/**
 * A lane for each scheduler that a waiting pod names or that has been seen at work, the default one
 * first. `servedBy` says which pod each running scheduler runs in.
 */
export function laneViews(pods: Iterable<Pod>, servedBy: ReadonlyMap<string, string>): LaneView[] {
  const names = new Set([defaultScheduler, ...servedBy.keys()]);
  for (const { spec, metadata } of pods) {
    if (!spec.nodeName && !metadata.deletionTimestamp) names.add(spec.schedulerName ?? defaultScheduler);
  }
  return [...names]
    .toSorted((a, b) => Number(b === defaultScheduler) - Number(a === defaultScheduler) || (a < b ? -1 : 1))
    .map((schedulerName) => ({
      schedulerName,
      running: servedBy.has(schedulerName),
      servedBy: servedBy.get(schedulerName),
    }));
}
