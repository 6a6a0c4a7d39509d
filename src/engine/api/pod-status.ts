import type { Pod, PodCondition } from './types.ts';

type WithStatus = { readonly status?: Pod['status'] };

export function podCondition(pod: WithStatus, type: string): PodCondition | undefined {
  for (const condition of pod.status?.conditions ?? []) if (condition.type === type) return condition;
  return undefined;
}

/** Whether the pod's condition Ready is True. Models podutil.IsPodReady (v1.36). */
export function isPodReady(pod: WithStatus): boolean {
  return podCondition(pod, 'Ready')?.status === 'True';
}

/** Whether the pod has finished for good. Models podutil.IsPodTerminal (v1.36). */
export function isPodTerminal(pod: WithStatus): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Whether the pod neither finished nor is being deleted. Models controller.IsPodActive (v1.36). */
export function isPodActive(pod: Pick<Pod, 'metadata'> & WithStatus): boolean {
  return !isPodTerminal(pod) && !pod.metadata.deletionTimestamp;
}

/**
 * Whether the pod has been ready for `minReadySeconds`. Models podutil.IsPodAvailable (v1.36).
 */
export function isPodAvailable(pod: WithStatus, minReadySeconds: number, nowMs: number): boolean {
  const ready = podCondition(pod, 'Ready');
  if (ready?.status !== 'True') return false;
  if (minReadySeconds === 0) return true;
  const since = ready.lastTransitionTime ? Date.parse(ready.lastTransitionTime) : Number.NaN;
  return since + minReadySeconds * 1000 <= nowMs;
}

/** Sets a condition among others: in place where one of its type is, else at the end. Returns a new list. */
export function withCondition<T extends { readonly type: string }>(
  conditions: readonly T[] | null | undefined,
  condition: T,
): T[] {
  const list = [...(conditions ?? [])];
  const index = list.findIndex(({ type }) => type === condition.type);
  if (index >= 0) list[index] = condition;
  else list.push(condition);
  return list;
}
