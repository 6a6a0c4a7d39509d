import { isSameTaint } from '../../api/taints.ts';
import { formatTime } from '../../api/time.ts';
import type { Node, NodeCondition, Taint } from '../../api/types.ts';

/** The NoSchedule taint that a condition in a certain status brings. */
const taintKeys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: 'node.kubernetes.io/not-ready', Unknown: 'node.kubernetes.io/unreachable' },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
};
const unschedulableKey = 'node.kubernetes.io/unschedulable';
const ownKeys: ReadonlySet<string> = new Set([
  unschedulableKey,
  ...Object.values(taintKeys).flatMap((byStatus) => Object.values(byStatus)),
]);

/** The NoSchedule taints to add to a node and to take from it. Models doNoScheduleTaintingPass (v1.36). */
export function noScheduleChanges(node: Node): { add: Taint[]; remove: Taint[] } {
  const keys = (node.status?.conditions ?? []).flatMap(({ type, status }) => taintKeys[type]?.[status] ?? []);
  if (node.spec?.unschedulable) keys.push(unschedulableKey);
  const wanted = keys.map((key): Taint => ({ key, effect: 'NoSchedule' }));
  const present = (node.spec?.taints ?? []).filter(
    ({ key, effect }) => effect === 'NoSchedule' && ownKeys.has(key),
  );
  const lacks = (taints: readonly Taint[], taint: Taint): boolean =>
    !taints.some((other) => isSameTaint(other, taint));
  return {
    add: wanted.filter((taint) => lacks(present, taint)),
    remove: present.filter((taint) => lacks(wanted, taint)),
  };
}

/** Labels of old that say something else than the stable ones, as they should be. */
export function betaLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  const changes = ['os', 'arch'].flatMap((name): [string, string][] => {
    const [stable, beta] = [labels[`kubernetes.io/${name}`], labels[`beta.kubernetes.io/${name}`]];
    return stable === undefined || stable === beta ? [] : [[`beta.kubernetes.io/${name}`, stable]];
  });
  return Object.fromEntries(changes);
}

export function readyCondition(node: Node): NodeCondition | undefined {
  return node.status?.conditions?.find(({ type }) => type === 'Ready');
}

/** What a silent kubelet makes unknown. */
const heartbeatTypes = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** The conditions of a node whose kubelet has been silent for too long. */
export function silentConditions(node: Node, nowMs: number): NodeCondition[] {
  const lastTransitionTime = formatTime(nowMs);
  const conditions = (node.status?.conditions ?? []).map((condition): NodeCondition => {
    if (!heartbeatTypes.includes(condition.type) || condition.status === 'Unknown') return condition;
    return {
      ...condition,
      status: 'Unknown',
      lastTransitionTime,
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    };
  });
  for (const type of heartbeatTypes) {
    if (conditions.some((condition) => condition.type === type)) continue;
    conditions.push({
      type,
      status: 'Unknown',
      lastHeartbeatTime: node.metadata.creationTimestamp,
      lastTransitionTime,
      reason: 'NodeStatusNeverUpdated',
      message: 'Kubelet never posted node status.',
    });
  }
  return conditions;
}
