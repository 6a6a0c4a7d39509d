import { parseTime } from '../../../api/time.ts';
import type { Pod } from '../../../api/types.ts';
import type { PodInfo } from '../../framework/pod-info.ts';

/** When the pod started; one that has not counts as started now. Models schedutil.GetPodStartTime (v1.36). */
export function startTimeMs(pod: Pod, nowMs: number): number {
  return parseTime(pod.status?.startTime) ?? nowMs;
}

/** Most important first: higher priority, then earlier start. Models schedutil.MoreImportantPod (v1.36). */
export function byImportance(nowMs: number): (a: PodInfo, b: PodInfo) => number {
  return (a, b) =>
    a.priority === b.priority
      ? startTimeMs(a.pod, nowMs) - startTimeMs(b.pod, nowMs)
      : b.priority - a.priority;
}
