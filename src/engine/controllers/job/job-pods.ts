import type { Job, Pod, PodTemplateSpec } from '../../api/types.ts';
import { completionIndexKey } from './indexes.ts';

export const trackingFinalizer = 'batch.kubernetes.io/job-tracking';

export function isIndexed({ spec }: Job): boolean {
  return spec.completionMode === 'Indexed';
}

/** Whether the pod is held until its Job has counted it. */
export function isTracked({ metadata }: Pod): boolean {
  return metadata.finalizers?.includes(trackingFinalizer) === true;
}

/** Whether some other controller looks after the Job. */
export function isManagedElsewhere({ spec }: Job): boolean {
  return spec.managedBy !== undefined && spec.managedBy !== 'kubernetes.io/job-controller';
}

export function onlyReplacesFailed({ spec }: Job): boolean {
  return spec.podReplacementPolicy === 'Failed';
}

/** Pods that are being deleted count as failed, as they may never come to say so. Models isPodFailed (v1.36). */
export function isPodFailed(pod: Pod, job: Job): boolean {
  if (pod.status?.phase === 'Failed') return true;
  if (onlyReplacesFailed(job)) return false;
  return pod.metadata.deletionTimestamp !== undefined && pod.status?.phase !== 'Succeeded';
}

export function backoffLimit({ spec }: Job): number {
  return spec.backoffLimit ?? 6;
}

/** Where containers restart in place, their restarts count. Models pastBackoffLimitOnFailure (v1.36). */
export function pastBackoffLimitOnFailure(job: Job, all: readonly Pod[]): boolean {
  if (job.spec.template.spec?.restartPolicy !== 'OnFailure') return false;
  let restarts = 0;
  for (const { status } of all) {
    if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue;
    for (const { restartCount } of [
      ...(status.initContainerStatuses ?? []),
      ...(status.containerStatuses ?? []),
    ]) {
      restarts += restartCount;
    }
  }
  return backoffLimit(job) === 0 ? restarts > 0 : restarts >= backoffLimit(job);
}

/** What a Job's pods are made from; those of an Indexed Job carry their index, and `annotations`. */
export function jobTemplate(
  job: Job,
  index: number | undefined,
  annotations: Readonly<Record<string, string>> = {},
): PodTemplateSpec {
  const { metadata, spec } = job.spec.template;
  const finalizers = [
    ...(metadata?.finalizers ?? []).filter((name) => name !== trackingFinalizer),
    trackingFinalizer,
  ];
  if (index === undefined) return { metadata: { ...metadata, finalizers }, spec };
  const mark = { [completionIndexKey]: String(index) };
  const env = {
    name: 'JOB_COMPLETION_INDEX',
    valueFrom: { fieldRef: { fieldPath: `metadata.labels['${completionIndexKey}']` } },
  };
  type Containers = NonNullable<typeof spec>['containers'];
  const withIndex = (containers: Containers): Containers =>
    containers.map((container) =>
      container.env?.some(({ name }) => name === env.name)
        ? container
        : { ...container, env: [...(container.env ?? []), env] },
    );
  return {
    metadata: {
      ...metadata,
      finalizers,
      labels: { ...metadata?.labels, ...mark },
      annotations: { ...metadata?.annotations, ...mark, ...annotations },
    },
    spec: spec && {
      ...spec,
      hostname: `${job.metadata.name}-${index}`,
      containers: withIndex(spec.containers),
      ...(spec.initContainers && { initContainers: withIndex(spec.initContainers) }),
    },
  };
}
