import type { ApiObject, Fields } from './case.ts';

type Part = Readonly<Record<string, unknown>>;
type Condition = { type: string; status: string; reason?: string; message?: string };

/** What is told of an object: that of all kinds, then that of its own. Members that are undefined are left out. */
export function tellingFields(object: ApiObject): Fields {
  const { ownerReferences, finalizers, deletionTimestamp, deletionGracePeriodSeconds } = object.metadata;
  const fields: Fields = {
    ownerReferences: ownerReferences?.map(
      ({ kind, name, controller, blockOwnerDeletion }) =>
        `${kind}/${name}${controller ? ' controller' : ''}${blockOwnerDeletion ? ' block' : ''}`,
    ),
    finalizers: finalizers?.length ? finalizers : undefined,
    deleting: deletionTimestamp === undefined ? undefined : (deletionGracePeriodSeconds ?? true),
    ...ofKind[object.kind ?? '']?.(object),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const ofKind: Readonly<Record<string, (object: ApiObject) => Fields>> = {
  Pod: ({ metadata, spec, status }) => ({
    labels: metadata.labels ?? {},
    phase: status?.['phase'] ?? null,
    reason: status?.['reason'],
    message: status?.['message'],
    nodeName: spec?.['nodeName'] ?? null,
    nominatedNodeName: status?.['nominatedNodeName'],
    podIP: status?.['podIP'] ?? null,
    conditions: conditions(status),
    initContainers: containers(status, 'initContainerStatuses'),
    containers: containers(status, 'containerStatuses') ?? [],
  }),
  Deployment: workload,
  ReplicaSet: workload,
  DaemonSet: workload,
  StatefulSet: workload,
  ReplicationController: workload,
  Job: ({ spec, status }) => ({
    suspend: spec?.['suspend'] ?? null,
    parallelism: spec?.['parallelism'] ?? null,
    completions: spec?.['completions'] ?? null,
    status: without(status, 'conditions', 'uncountedTerminatedPods'),
    conditions: someConditions(status),
  }),
  CronJob: ({ spec, status }) => ({
    suspend: spec?.['suspend'] ?? null,
    status: {
      ...status,
      ...(status?.['active'] !== undefined && {
        active: (status['active'] as { name: string }[]).map(({ name }) => name),
      }),
    },
  }),
  PodDisruptionBudget: ({ status }) => ({
    status: without(status, 'conditions', 'disruptedPods'),
    conditions: conditions(status),
  }),
  Service: ({ spec }) => ({ type: spec?.['type'] ?? null, selector: spec?.['selector'] }),
  Endpoints: ({ subsets }) => ({ subsets: ((subsets ?? []) as Part[]).map(subset) }),
  EndpointSlice: ({ metadata, ports, endpoints }) => ({
    labels: metadata.labels ?? {},
    ports: ports ?? [],
    endpoints: ((endpoints ?? []) as Part[]).map(endpoint),
  }),
  ConfigMap: ({ data }) => ({ keys: Object.keys(data ?? {}).toSorted() }),
  Namespace: ({ spec, status }) => ({
    phase: status?.['phase'] ?? null,
    conditions: conditions(status),
    specFinalizers: spec?.['finalizers'],
  }),
  Node: ({ metadata, spec, status }) => ({
    unschedulable: spec?.['unschedulable'] === true,
    taints: ((spec?.['taints'] ?? []) as { key: string; value?: string; effect: string }[]).map(
      ({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`,
    ),
    labels: metadata.labels ?? {},
    conditions: conditions(status),
    podCIDR: spec?.['podCIDR'] ?? null,
  }),
  ResourceQuota: ({ status }) => ({ status: status ?? {} }),
  ControllerRevision: ({ revision }) => ({ revision }),
  PersistentVolumeClaim: ({ metadata, spec, status }) => ({
    phase: status?.['phase'] ?? null,
    volumeName: spec?.['volumeName'] ?? null,
    annotations: kubernetesAnnotations(metadata.annotations),
    capacity: status?.['capacity'] ?? null,
  }),
  PersistentVolume: ({ metadata, spec, status }) => ({
    phase: status?.['phase'] ?? null,
    claimRef: (spec?.['claimRef'] as Part | undefined)?.['name'] ?? null,
    annotations: kubernetesAnnotations(metadata.annotations),
  }),
  Lease: ({ spec }) => ({
    holderIdentity: spec?.['holderIdentity'] ?? null,
    leaseDurationSeconds: spec?.['leaseDurationSeconds'] ?? null,
  }),
};

function workload({ metadata, spec, status }: ApiObject): Fields {
  return {
    generation: metadata.generation ?? null,
    replicas: spec?.['replicas'] ?? null,
    paused: spec?.['paused'],
    annotations: kubernetesAnnotations(metadata.annotations),
    status: without(status, 'conditions'),
    conditions: someConditions(status),
  };
}

/** Those of `*.kubernetes.io`, but for what only a DaemonSet's template generation says. */
function kubernetesAnnotations(annotations: Readonly<Record<string, string>> | undefined): Fields {
  return Object.fromEntries(
    Object.entries(annotations ?? {}).filter(([key]) => key.split('/')[0]?.endsWith('.kubernetes.io')),
  );
}

function without(part: Part | undefined, ...names: string[]): Fields {
  return Object.fromEntries(Object.entries(part ?? {}).filter(([key]) => !names.includes(key)));
}

function conditions(status: Part | undefined): string[] {
  return ((status?.['conditions'] ?? []) as Condition[]).map(
    ({ type, status: value, reason, message }) =>
      `${type}=${value}${reason ? ` ${reason}` : ''}${message ? `: ${message}` : ''}`,
  );
}

function someConditions(status: Part | undefined): string[] | undefined {
  const texts = conditions(status);
  return texts.length > 0 ? texts : undefined;
}

function containers(status: Part | undefined, member: string): Fields[] | undefined {
  return (status?.[member] as Part[] | undefined)?.map((container) => {
    const { state: last } = { state: stateOf(container['lastState'] as Part | undefined) };
    return {
      name: container['name'],
      ...stateOf(container['state'] as Part | undefined),
      ready: container['ready'],
      ...(container['started'] !== undefined && { started: container['started'] }),
      restartCount: container['restartCount'],
      ...(Object.keys(last).length > 0 && { last }),
    };
  });
}

function stateOf(state: Part | undefined): Fields {
  const [name, detail] = Object.entries(state ?? {})[0] ?? [];
  if (name === undefined) return {};
  const { reason, exitCode, message } = detail as { reason?: string; exitCode?: number; message?: string };
  return {
    state: name,
    ...(reason !== undefined && { reason }),
    ...(exitCode !== undefined && { exitCode }),
    ...(message !== undefined && { message }),
  };
}

function subset(part: Part): Fields {
  const addresses = (member: string): string[] =>
    ((part[member] ?? []) as { ip: string }[]).map(({ ip }) => ip);
  return {
    addresses: addresses('addresses'),
    notReadyAddresses: addresses('notReadyAddresses'),
    ports: part['ports'] ?? [],
  };
}

function endpoint(part: Part): Fields {
  const {
    addresses,
    conditions: state,
    nodeName,
    targetRef,
  } = part as {
    addresses: string[];
    conditions?: Part;
    nodeName?: string;
    targetRef?: { name?: string };
  };
  return { address: addresses[0], ...state, nodeName, target: targetRef?.name };
}

/**
 * A pod whose sandbox is ready while all its containers still wait: whether this state is written is
 * chance, so it is left out on both sides.
 */
export function isWrittenByChance(object: ApiObject): boolean {
  if (object.kind !== 'Pod') return false;
  const ready = conditions(object.status).includes('PodReadyToStartContainers=True');
  const states = ['initContainerStatuses', 'containerStatuses'].flatMap(
    (list) => containers(object.status, list) ?? [],
  );
  const waits = ({ state, reason }: Fields): boolean =>
    state === 'waiting' && (reason === 'ContainerCreating' || reason === 'PodInitializing');
  return ready && states.length > 0 && states.every(waits);
}
