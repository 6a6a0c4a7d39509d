import type { PodView } from '../../session/protocol.ts';

/** Pods that stand as one on the board. */
export interface Stack {
  readonly key: string;
  readonly first: PodView;
  readonly count: number;
}

/** Pods of one owner as one; where their shapes are drawn, those in one shape. */
export function stacksOf(pods: readonly PodView[], shapeless = false): Stack[] {
  const stacks = new Map<string, { key: string; first: PodView; count: number }>();
  for (const pod of pods) {
    const key = shapeless ? pod.owner : `${pod.shape} ${pod.owner}`;
    const stack = stacks.get(key);
    if (stack) stack.count += 1;
    else stacks.set(key, { key, first: pod, count: 1 });
  }
  return [...stacks.values()];
}
