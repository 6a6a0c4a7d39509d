import { statefulSets } from '../../api/resources.ts';
import { isPodAvailable, isPodReady } from '../../api/pod-status.ts';
import type {
  ControllerRevision,
  PersistentVolumeClaim,
  Pod,
  PodTemplateSpec,
  StatefulSet,
  Volume,
} from '../../api/types.ts';
import { revisionHashLabel } from '../history.ts';
import { podFromTemplate } from '../pod-control.ts';

const podNameLabel = 'statefulset.kubernetes.io/pod-name';
const podIndexLabel = 'apps.kubernetes.io/pod-index';

export function startOrdinal({ spec }: StatefulSet): number {
  return spec.ordinals?.start ?? 0;
}

/** The number at the end of a member's name; undefined for a pod that is no member. Models getParentNameAndOrdinal (v1.36). */
export function ordinalOf(set: StatefulSet, pod: Pod): number | undefined {
  const prefix = `${set.metadata.name}-`;
  const { name } = pod.metadata;
  if (!name.startsWith(prefix) || !/^\d+$/.test(name.slice(prefix.length))) return undefined;
  return Number(name.slice(prefix.length));
}

/** Whether the set is to have this member. */
export function isInRange(set: StatefulSet, pod: Pod): boolean {
  const place = (ordinalOf(set, pod) ?? -1) - startOrdinal(set);
  return place >= 0 && place < (set.spec.replicas ?? 1);
}

/** The set as it was at a revision. Models ApplyRevision of pkg/controller/statefulset (v1.36). */
export function atRevision(set: StatefulSet, revision: ControllerRevision): StatefulSet {
  const { template } = (revision.data as { spec: { template: PodTemplateSpec & { $patch?: string } } }).spec;
  const { $patch: _, ...restored } = template;
  return { ...set, spec: { ...set.spec, template: restored } };
}

/** A member as it is to be created. Models newStatefulSetPod (v1.36). */
export function memberPod(set: StatefulSet, revisionName: string, ordinal: number): Pod {
  const name = `${set.metadata.name}-${ordinal}`;
  const pod = podFromTemplate(set, statefulSets, set.spec.template, {
    name,
    generateName: `${set.metadata.name}-`,
  });
  const volumes = memberVolumes(set, name, pod.spec.volumes);
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      labels: {
        ...pod.metadata.labels,
        [podNameLabel]: name,
        [podIndexLabel]: String(ordinal),
        [revisionHashLabel]: revisionName,
      },
    },
    spec: {
      ...pod.spec,
      hostname: name,
      ...(set.spec.serviceName && { subdomain: set.spec.serviceName }),
      ...(volumes.length > 0 && { volumes }),
    },
  };
}

function memberVolumes(set: StatefulSet, podName: string, own: readonly Volume[] | undefined): Volume[] {
  const claims = (set.spec.volumeClaimTemplates ?? []).map(({ metadata }): Volume => {
    const template = metadata?.name ?? '';
    return {
      name: template,
      persistentVolumeClaim: { claimName: claimName(template, podName), readOnly: false },
    };
  });
  const names = new Set(claims.map(({ name }) => name));
  return [...claims, ...(own ?? []).filter(({ name }) => !names.has(name))];
}

function claimName(template: string, podName: string): string {
  return `${template}-${podName}`;
}

/** The claims that a member needs. Models getPersistentVolumeClaims (v1.36). */
export function memberClaims(set: StatefulSet, podName: string): PersistentVolumeClaim[] {
  return (set.spec.volumeClaimTemplates ?? []).map(({ metadata, spec }) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      ...metadata,
      name: claimName(metadata?.name ?? '', podName),
      namespace: set.metadata.namespace,
      labels: { ...metadata?.labels, ...set.spec.selector.matchLabels },
    },
    spec: spec as PersistentVolumeClaim['spec'],
  }));
}

export function isCreated(pod: Pod): boolean {
  return pod.status?.phase !== undefined;
}

export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

export function isRunningAndReady(pod: Pod): boolean {
  return pod.status?.phase === 'Running' && isPodReady(pod);
}

export function isRunningAndAvailable(pod: Pod, minReadySeconds: number, nowMs: number): boolean {
  return pod.status?.phase === 'Running' && isPodAvailable(pod, minReadySeconds, nowMs);
}

export function revisionOf(pod: Pod): string | undefined {
  return pod.metadata.labels?.[revisionHashLabel];
}
