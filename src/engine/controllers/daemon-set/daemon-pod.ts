import { matchesRequiredNodeAffinity } from '../../api/node-affinity.ts';
import { findUntoleratedTaint } from '../../api/taints.ts';
import type { Affinity, DaemonSet, Node, Pod, PodTemplateSpec, Toleration } from '../../api/types.ts';
import { revisionHashLabel } from '../history.ts';

const templateGenerationLabel = 'pod-template-generation';
const templateGenerationAnnotation = 'deprecated.daemonset.template.generation';

/** What daemon pods tolerate whatever their template says, in this order. */
const daemonTolerations: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];

const networkUnavailable: Toleration = {
  key: 'node.kubernetes.io/network-unavailable',
  operator: 'Exists',
  effect: 'NoSchedule',
};

/** Whether a node should get a daemon pod, and whether one that runs there may stay. */
export interface NodeVerdict {
  readonly shouldRun: boolean;
  readonly mayStay: boolean;
}

/** Models NodeShouldRunDaemonPod of pkg/controller/daemon (v1.36). */
export function judgeNode(set: DaemonSet, node: Node): NodeVerdict {
  const spec = set.spec.template.spec;
  if (spec?.nodeName && spec.nodeName !== node.metadata.name) return { shouldRun: false, mayStay: false };
  if (!matchesRequiredNodeAffinity({ spec: spec as Pod['spec'] }, node)) {
    return { shouldRun: false, mayStay: false };
  }
  const tolerations = withDaemonTolerations(spec?.tolerations, spec?.hostNetwork === true);
  const keepsOff = (...effects: string[]): boolean =>
    findUntoleratedTaint(node.spec?.taints, tolerations, ({ effect }) => effects.includes(effect)) !==
    undefined;
  const shouldRun = !keepsOff('NoExecute', 'NoSchedule');
  return { shouldRun, mayStay: shouldRun || !keepsOff('NoExecute') };
}

/** Models AddOrUpdateDaemonPodTolerations of pkg/controller/daemon/util (v1.36). */
function withDaemonTolerations(given: readonly Toleration[] | undefined, hostNetwork: boolean): Toleration[] {
  const tolerations = [...(given ?? [])];
  for (const added of hostNetwork ? [...daemonTolerations, networkUnavailable] : daemonTolerations) {
    const index = tolerations.findIndex(
      ({ key, operator, effect, value, tolerationSeconds }) =>
        key === added.key &&
        operator === added.operator &&
        effect === added.effect &&
        !value &&
        tolerationSeconds === undefined,
    );
    if (index >= 0) tolerations[index] = added;
    else tolerations.push(added);
  }
  return tolerations;
}

/** The template of a DaemonSet's pod for one node. Models util.CreatePodTemplate and ReplaceDaemonSetPodNodeNameNodeAffinity (v1.36). */
export function daemonPodTemplate(set: DaemonSet, hash: string, nodeName: string): PodTemplateSpec {
  const { metadata, spec } = daemonTemplate(set, hash);
  return { metadata, spec: { ...(spec as Pod['spec']), affinity: pinnedTo(nodeName, spec?.affinity) } };
}

/** The same for a pod that needs no scheduler. Models createPods of pkg/controller/daemon (v1.11). */
export function namedDaemonPodTemplate(set: DaemonSet, hash: string, nodeName: string): PodTemplateSpec {
  const { metadata, spec } = daemonTemplate(set, hash);
  return { metadata, spec: { ...(spec as Pod['spec']), nodeName } };
}

function daemonTemplate(set: DaemonSet, hash: string): PodTemplateSpec {
  const { metadata, spec } = set.spec.template;
  const generation = templateGeneration(set);
  return {
    metadata: {
      ...metadata,
      labels: {
        ...metadata?.labels,
        ...(generation !== undefined && { [templateGenerationLabel]: generation }),
        ...(hash !== '' && { [revisionHashLabel]: hash }),
      },
    },
    spec: {
      ...(spec as Pod['spec']),
      tolerations: withDaemonTolerations(spec?.tolerations, spec?.hostNetwork === true),
    },
  };
}

/** The affinity with which the scheduler can choose only that node. */
function pinnedTo(nodeName: string, affinity: Affinity | undefined): Affinity {
  const matchFields = [{ key: 'metadata.name', operator: 'In' as const, values: [nodeName] }];
  const terms =
    affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms:
          terms.length === 0 ? [{ matchFields }] : terms.map((term) => ({ ...term, matchFields })),
      },
    },
  };
}

/** The node that a daemon pod is on or meant for. Models util.GetTargetNodeName (v1.36). */
export function targetNode(pod: Pod): string | undefined {
  if (pod.spec.nodeName) return pod.spec.nodeName;
  const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  for (const { matchFields } of required?.nodeSelectorTerms ?? []) {
    const field = matchFields?.find(({ key, operator }) => key === 'metadata.name' && operator === 'In');
    if (field?.values?.length === 1) return field.values[0];
  }
  return undefined;
}

function templateGeneration(set: DaemonSet): string | undefined {
  return set.metadata.annotations?.[templateGenerationAnnotation];
}

/** Whether a pod is of the current template. Models util.IsPodUpdated (v1.36). */
export function isUpdated(set: DaemonSet, pod: Pod, hash: string): boolean {
  const { labels } = pod.metadata;
  const generation = templateGeneration(set);
  if (generation !== undefined && labels?.[templateGenerationLabel] === generation) return true;
  return hash !== '' && labels?.[revisionHashLabel] === hash;
}

/** Scheduled ones first, then by age, then by name. Models podByCreationTimestampAndPhase (v1.36). */
export function scheduledAndOldestFirst(a: Pod, b: Pod): number {
  const scheduled = (pod: Pod): number => (pod.spec.nodeName ? 0 : 1);
  if (scheduled(a) !== scheduled(b)) return scheduled(a) - scheduled(b);
  const created = (pod: Pod): string => pod.metadata.creationTimestamp ?? '';
  if (created(a) !== created(b)) return created(a) < created(b) ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}
