import type { Pod } from '../api/types.ts';

export const configSource = 'kubernetes.io/config.source';
export const configHash = 'kubernetes.io/config.hash';
export const configMirror = 'kubernetes.io/config.mirror';
export const configSeen = 'kubernetes.io/config.seen';

/** A pod from a file on the node. Its twin in the API is a mirror pod. */
export function isStaticPod(pod: Pod): boolean {
  const source = pod.metadata.annotations?.[configSource];
  return source !== undefined && source !== 'api' && !isMirrorPod(pod);
}

/** What the API shows of a static pod. */
export function isMirrorPod(pod: Pod): boolean {
  return pod.metadata.annotations?.[configMirror] !== undefined;
}

export function isMirrorPodOf(mirror: Pod, pod: Pod): boolean {
  return mirror.metadata.annotations?.[configMirror] === pod.metadata.annotations?.[configHash];
}

/** `web_default`: a pod's name on its node. */
export function podFullName(pod: Pod): string {
  return `${pod.metadata.name}_${pod.metadata.namespace}`;
}

/** `web_default(1f5d…)`: how the kubelet's messages name a pod. */
export function formatPod(pod: Pod): string {
  return `${podFullName(pod)}(${pod.metadata.uid})`;
}

const criticalPriority = 2_000_000_000;

/** Whether a pod may push others off its node. Models kubelettypes.IsCriticalPod (v1.36). */
export function isCriticalPod(pod: Pod): boolean {
  return isStaticPod(pod) || isMirrorPod(pod) || (pod.spec.priority ?? 0) >= criticalPriority;
}
