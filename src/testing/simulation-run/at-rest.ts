import {
  controllerOf,
  isPodReady,
  matchesLabels,
  selectorFrom,
  selectorFromMap,
  type Cluster,
  type DaemonSet,
  type Deployment,
  type EndpointSlice,
  type Job,
  type KubeObject,
  type Node,
  type Pod,
  type PodDisruptionBudget,
  type ReplicaSet,
  type ReplicationController,
  type ResourceQuota,
  type Service,
  type StatefulSet,
} from '../../engine/index.ts';
import { isEnd, nameOf } from './always.ts';

/** The cluster as it is stored. */
class Stored {
  readonly #dump: ReturnType<Cluster['dump']>;
  readonly nowMs: number;

  constructor(cluster: Cluster) {
    this.#dump = cluster.dump();
    this.nowMs = cluster.sim.nowMs;
  }

  all<T extends KubeObject>(resource: string): readonly T[] {
    return (this.#dump[resource] ?? []) as unknown as readonly T[];
  }

  get resources(): readonly string[] {
    return Object.keys(this.#dump);
  }

  /** Those that `owner` controls. */
  owned<T extends KubeObject>(resource: string, owner: KubeObject): T[] {
    return this.all<T>(resource).filter((object) => controllerOf(object)?.uid === owner.metadata.uid);
  }

  activePods(owner: KubeObject): Pod[] {
    return this.owned<Pod>('pods', owner).filter(isActive);
  }
}

type Check = (stored: Stored) => Iterable<string>;

/** What is not yet as it must be once nobody does anything any more; empty when all is. */
export function unrest(cluster: Cluster): string[] {
  const stored = new Stored(cluster);
  return checks.flatMap((check) => [...check(stored)]);
}

const checks: readonly Check[] = [
  podsHaveTheirNode,
  nothingKeepsGoing,
  noOwnerIsMissed,
  replicaSetsHaveTheirPods,
  deploymentsHaveRolledOut,
  daemonSetsCoverTheirNodes,
  statefulSetsHaveTheirMembers,
  jobsHaveCounted,
  servicesKnowTheirPods,
  budgetsHaveCounted,
  quotasHaveCounted,
  podsAreLookedAfter,
];

function isActive({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && !isEnd(status?.phase);
}

function* podsHaveTheirNode(stored: Stored): Iterable<string> {
  const nodes = new Set(stored.all<Node>('nodes').map(({ metadata }) => metadata.name));
  for (const pod of stored.all<Pod>('pods')) {
    const { nodeName } = pod.spec;
    if (nodeName && !nodes.has(nodeName)) yield `${nameOf(pod)} is on ${nodeName}, which is gone`;
  }
}

function* nothingKeepsGoing(stored: Stored): Iterable<string> {
  for (const resource of stored.resources) {
    for (const object of stored.all(resource)) {
      if (object.metadata.deletionTimestamp && !isHeldByUse(object)) yield `${nameOf(object)} is still going`;
    }
  }
}

/** Claims that pods use, and volumes that are bound, wait for that to end. */
function isHeldByUse({ kind }: KubeObject): boolean {
  return kind === 'PersistentVolumeClaim' || kind === 'PersistentVolume';
}

function* noOwnerIsMissed(stored: Stored): Iterable<string> {
  const uids = new Set(
    stored.resources.flatMap((resource) => stored.all(resource).map(({ metadata }) => metadata.uid)),
  );
  for (const resource of stored.resources) {
    for (const object of stored.all(resource)) {
      const owners = object.metadata.ownerReferences ?? [];
      if (owners.length > 0 && owners.every(({ uid }) => !uids.has(uid)))
        yield `${nameOf(object)} has lost its owner`;
    }
  }
}

function* replicaSetsHaveTheirPods(stored: Stored): Iterable<string> {
  for (const set of [
    ...stored.all<ReplicaSet>('replicasets.apps'),
    ...stored.all<ReplicationController>('replicationcontrollers'),
  ]) {
    const active = stored.activePods(set);
    const failing = set.status?.conditions?.some(({ type }) => type === 'ReplicaFailure') === true;
    const wanted = set.spec.replicas ?? 1;
    if (failing ? active.length > wanted : active.length !== wanted) {
      yield `${nameOf(set)} has ${active.length} of ${wanted} pods`;
    }
    yield* differences(set, {
      replicas: [set.status?.replicas ?? 0, active.length],
      readyReplicas: [set.status?.readyReplicas ?? 0, active.filter(isPodReady).length],
      observedGeneration: [set.status?.observedGeneration ?? 0, set.metadata.generation ?? 0],
    });
  }
}

function* deploymentsHaveRolledOut(stored: Stored): Iterable<string> {
  for (const deployment of stored.all<Deployment>('deployments.apps')) {
    const sets = stored.owned<ReplicaSet>('replicasets.apps', deployment);
    const pods = sets.flatMap((set) => stored.activePods(set));
    const { status, spec, metadata } = deployment;
    yield* differences(deployment, {
      replicas: [status?.replicas ?? 0, pods.length],
      readyReplicas: [status?.readyReplicas ?? 0, pods.filter(isPodReady).length],
      observedGeneration: [status?.observedGeneration ?? 0, metadata.generation ?? 0],
    });
    const isWell = pods.every(isPodReady) && sets.every((set) => (set.status?.conditions ?? []).length === 0);
    if (!isWell || spec.paused) continue;
    const wanted = spec.replicas ?? 1;
    yield* differences(deployment, { updatedReplicas: [status?.updatedReplicas ?? 0, wanted] });
    const filled = sets.filter((set) => (set.spec.replicas ?? 0) > 0);
    if (filled.length > 1) yield `${nameOf(deployment)} still has pods of ${filled.length} templates`;
  }
}

function* daemonSetsCoverTheirNodes(stored: Stored): Iterable<string> {
  for (const set of stored.all<DaemonSet>('daemonsets.apps')) {
    const active = stored.activePods(set);
    const byNode = new Map<string, number>();
    for (const { spec } of active) {
      if (spec.nodeName) byNode.set(spec.nodeName, (byNode.get(spec.nodeName) ?? 0) + 1);
    }
    for (const [node, count] of byNode) {
      if (count > 1) yield `${nameOf(set)} has ${count} pods on ${node}`;
    }
    const { status, metadata } = set;
    yield* differences(set, {
      // Those that may stay where they would not be put count for nothing.
      ...(status?.numberMisscheduled === 0 && {
        numberReady: [status.numberReady, active.filter(isPodReady).length] as const,
      }),
      observedGeneration: [status?.observedGeneration ?? 0, metadata.generation ?? 0],
    });
  }
}

function* statefulSetsHaveTheirMembers(stored: Stored): Iterable<string> {
  for (const set of stored.all<StatefulSet>('statefulsets.apps')) {
    const pods = stored.activePods(set);
    const wanted = set.spec.replicas ?? 1;
    // One after the other, each waits for those that are not ready: of several of them for ever.
    const mayWait = set.spec.podManagementPolicy !== 'Parallel' && !pods.every(isPodReady);
    if (pods.length > wanted && !mayWait) yield `${nameOf(set)} has ${pods.length} of ${wanted} members`;
    if (pods.length < wanted && pods.every(isPodReady) && mayGrow(stored, set)) {
      yield `${nameOf(set)} has ${pods.length} of ${wanted} members, all of them ready`;
    }
    yield* differences(set, {
      readyReplicas: [set.status?.readyReplicas ?? 0, pods.filter(isPodReady).length],
    });
  }
}

function* jobsHaveCounted(stored: Stored): Iterable<string> {
  for (const job of stored.all<Job>('jobs.batch')) {
    const active = stored.activePods(job);
    const isOver = job.status?.conditions?.some(
      ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
    );
    if (isOver && active.length > 0) yield `${nameOf(job)} is over, and ${active.length} pods are not`;
    yield* differences(job, { active: [job.status?.active ?? 0, active.length] });
    const held = stored
      .owned<Pod>('pods', job)
      .filter(({ metadata, status }) => isEnd(status?.phase) && (metadata.finalizers ?? []).length > 0);
    if (held.length > 0) yield `${nameOf(job)} has not counted ${held.length} pods that have ended`;
  }
}

function* servicesKnowTheirPods(stored: Stored): Iterable<string> {
  for (const service of stored.all<Service>('services')) {
    if (!service.spec?.selector) continue;
    const { namespace, name } = service.metadata;
    const selector = selectorFromMap(service.spec.selector);
    const ready = stored
      .all<Pod>('pods')
      .filter(({ metadata }) => metadata.namespace === namespace && matchesLabels(selector, metadata.labels))
      .filter((pod) => isActive(pod) && pod.status?.podIP && isPodReady(pod))
      .map(({ metadata }) => metadata.name)
      .toSorted();
    const known = stored
      .all<EndpointSlice>('endpointslices.discovery.k8s.io')
      .filter(({ metadata }) => metadata.namespace === namespace)
      .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name)
      .flatMap(({ endpoints }) => endpoints ?? [])
      .filter(({ conditions }) => conditions?.ready === true)
      .map(({ targetRef }) => targetRef?.name ?? '')
      .toSorted();
    if (ready.join() !== known.join()) {
      yield `${nameOf(service)} knows ${known.join(' ') || 'nobody'}, but ready are ${ready.join(' ') || 'none'}`;
    }
  }
}

function* budgetsHaveCounted(stored: Stored): Iterable<string> {
  for (const budget of stored.all<PodDisruptionBudget>('poddisruptionbudgets.policy')) {
    const selector = selectorFrom(budget.spec?.selector);
    const healthy = stored
      .all<Pod>('pods')
      .filter(({ metadata }) => metadata.namespace === budget.metadata.namespace)
      .filter((pod) => matchesLabels(selector, pod.metadata.labels) && isActive(pod) && isPodReady(pod));
    yield* differences(budget, { currentHealthy: [budget.status?.currentHealthy ?? 0, healthy.length] });
  }
}

function* quotasHaveCounted(stored: Stored): Iterable<string> {
  for (const quota of stored.all<ResourceQuota>('resourcequotas')) {
    if (quota.spec?.hard?.['pods'] === undefined) continue;
    yield* differences(quota, {
      'used pods': [Number(quota.status?.used?.['pods'] ?? -1), countedPods(stored, quota)],
    });
  }
}

function countedPods(stored: Stored, { metadata }: ResourceQuota): number {
  return stored
    .all<Pod>('pods')
    .filter((pod) => pod.metadata.namespace === metadata.namespace && !isEnd(pod.status?.phase)).length;
}

/** Whether another pod of the set would be let in. */
function mayGrow(stored: Stored, { metadata, spec }: StatefulSet): boolean {
  const isFull = stored
    .all<ResourceQuota>('resourcequotas')
    .filter((quota) => quota.metadata.namespace === metadata.namespace)
    .some((quota) => countedPods(stored, quota) >= Number(quota.spec?.hard?.['pods'] ?? Infinity));
  const { priorityClassName = '' } = spec.template.spec ?? {};
  const classes = stored.all('priorityclasses.scheduling.k8s.io').map(({ metadata: { name } }) => name);
  // A member that was taken out by its labels keeps its name from the next.
  const isTaken = stored
    .all<Pod>('pods')
    .some((pod) => isNamedLikeMember(pod, metadata) && controllerOf(pod)?.uid !== metadata.uid);
  return !isFull && !isTaken && (priorityClassName === '' || classes.includes(priorityClassName));
}

function isNamedLikeMember(pod: Pod, { namespace, name }: StatefulSet['metadata']): boolean {
  const own = pod.metadata.name;
  return pod.metadata.namespace === namespace && own.startsWith(`${name}-`) && /-\d+$/.test(own);
}

/** Waiting that a pod may do for ever. */
const waitsForGood = new Set([
  'ImagePullBackOff',
  'ErrImagePull',
  'CrashLoopBackOff',
  'CreateContainerConfigError',
]);

/** Every pod was considered by a scheduler or taken in by a kubelet, and is not forgotten there. */
function* podsAreLookedAfter(stored: Stored): Iterable<string> {
  for (const pod of stored.all<Pod>('pods').filter(isActive)) {
    const { status, spec } = pod;
    if (!spec.nodeName) {
      if (!status?.conditions?.some(({ type }) => type === 'PodScheduled'))
        yield `${nameOf(pod)} was never considered`;
      continue;
    }
    const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
    const isStuck =
      status?.phase === 'Pending' &&
      !statuses.some(
        ({ state }) => state?.running !== undefined || waitsForGood.has(state?.waiting?.reason ?? ''),
      );
    if (isStuck) yield `${nameOf(pod)} is on ${spec.nodeName} and does not start`;
  }
}

function* differences(
  object: KubeObject,
  members: Readonly<Record<string, readonly [is: number, shouldBe: number]>>,
): Iterable<string> {
  for (const [name, [is, shouldBe]] of Object.entries(members)) {
    if (is !== shouldBe) yield `${nameOf(object)}: ${name} is ${is} and should be ${shouldBe}`;
  }
}
