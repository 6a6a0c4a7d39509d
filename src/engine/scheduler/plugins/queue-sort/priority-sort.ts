import type { QueueEntry, QueueSortPlugin } from '../../framework/interface.ts';

/** Higher priority first, then who waits longer. Models plugins/queuesort (v1.36). */
export class PrioritySort implements QueueSortPlugin {
  readonly name = 'PrioritySort';

  less(a: QueueEntry, b: QueueEntry): boolean {
    if (a.podInfo.priority !== b.podInfo.priority) return a.podInfo.priority > b.podInfo.priority;
    return a.timestampMs < b.timestampMs;
  }
}
