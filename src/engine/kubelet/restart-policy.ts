import { isRestartableInitContainer } from '../api/pod-resources.ts';
import type { Container, Pod } from '../api/types.ts';
import { findContainer, type PodRuntime, type RuntimeContainer } from './pod-runtime.ts';

/** Whether a pod's containers are started again after a failure. */
export function restartsOnFailure(pod: Pod): boolean {
  return pod.spec.restartPolicy !== 'Never';
}

/**
 * Whether a container that ended with `exitCode` is started again: by its own rules and policy, else by
 * the pod's. Models podutil.ContainerShouldRestart (v1.36).
 */
export function restartsAfter(container: Container, pod: Pod, exitCode: number): boolean {
  if (container.restartPolicy !== undefined) {
    if (matchesRestartRule(container, exitCode)) return true;
    return byPolicy(container.restartPolicy, exitCode);
  }
  return byPolicy(pod.spec.restartPolicy ?? 'Always', exitCode);
}

/**
 * Whether the next sync starts the container. Models kubecontainer.ShouldContainerBeRestarted (v1.36).
 */
export function isToBeStarted(container: Container, pod: Pod, runtime: PodRuntime): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  const status = findContainer(runtime, container.name);
  if (status === undefined || status.state === 'created') return true;
  return status.state === 'exited' && restartsAfter(container, pod, status.exitCode);
}

export function hasSucceeded(status: RuntimeContainer | undefined): boolean {
  return status?.state === 'exited' && status.exitCode === 0;
}

/** Whether any container that is not an init container was ever made. */
export function hasCreatedRegularContainer(pod: Pod, runtime: PodRuntime): boolean {
  return pod.spec.containers.some(({ name }) => findContainer(runtime, name) !== undefined);
}

export { isRestartableInitContainer };

function byPolicy(policy: string, exitCode: number): boolean {
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

function matchesRestartRule(container: Container, exitCode: number): boolean {
  return (container.restartPolicyRules ?? []).some(({ action, exitCodes }) => {
    if (action !== 'Restart' || exitCodes === undefined) return false;
    const listed = (exitCodes.values ?? []).includes(exitCode);
    return exitCodes.operator === 'In' ? listed : !listed;
  });
}
