import { formatQuantity, milliQuantity, wholeQuantity } from '../api/quantity.ts';
import { formatTime } from '../api/time.ts';
import type { Node, NodeCondition, Taint } from '../api/types.ts';
import type { Machine, MachineSize } from '../machine/machine.ts';
import type { NodeImage } from './images.ts';
import { textHash } from './pod-hash.ts';

export const kubeletVersion = 'v1.36.3';
const defaultMaxImages = 50;

/** How this kubelet was started. */
export interface NodeFlags {
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly maxPods?: number;
  /** How many images the Node lists; the kubelet's `nodeStatusMaxImages`. */
  readonly maxImages?: number;
  /** What device plugins would offer: `{'example.com/gpu': '2'}`. */
  readonly extendedResources?: Readonly<Record<string, string>>;
  /** What is kept back from pods: the eviction threshold of memory, and a share of the disk. */
  readonly reserved?: { readonly memoryBytes: number; readonly ephemeralStorageShare: number };
}

/** Another one each time that the machine comes up. */
export function bootIdOf({ name }: Machine, reboots: number): string {
  return uuidOf(textHash(`boot/${name}${reboots === 0 ? '' : `/${reboots}`}`));
}

type NodeStatus = NonNullable<Node['status']>;

/** The Node as a kubelet registers it. Models initialNode (v1.36). */
export function initialNode(machine: Machine, flags: NodeFlags): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: machine.name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': machine.name,
        'kubernetes.io/os': 'linux',
        ...flags.labels,
      },
      annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    },
    spec: flags.taints && flags.taints.length > 0 ? { taints: [...flags.taints] } : {},
  };
}

export interface NodeStatusInput {
  readonly machine: Machine;
  readonly flags: NodeFlags;
  readonly runtimeVersion: string;
  readonly bootID: string;
  readonly images: readonly NodeImage[];
  /** Why the node is not ready; undefined when it is. */
  readonly notReady: string | undefined;
  readonly hasMemoryPressure: boolean;
  readonly old: NodeStatus | undefined;
  readonly nowMs: number;
}

/** The whole status of a node. Models pkg/kubelet/nodestatus (v1.36). */
export function nodeStatus(input: NodeStatusInput): NodeStatus {
  const { machine, flags, runtimeVersion, images, old } = input;
  const size: MachineSize = { ...machine.size, maxPods: flags.maxPods ?? machine.size.maxPods };
  const { memoryBytes = 0, ephemeralStorageShare = 0 } = flags.reserved ?? {};
  const id = textHash(machine.name);
  const listed = images.slice(0, flags.maxImages ?? defaultMaxImages);
  const capacity = resourceList(size, flags.extendedResources);
  const advertised = foreignResources(old?.capacity, capacity);
  return {
    ...(old?.volumesAttached && { volumesAttached: old.volumesAttached }),
    capacity: { ...capacity, ...advertised },
    allocatable: {
      ...resourceList(
        {
          ...size,
          memoryBytes: size.memoryBytes - memoryBytes,
          ephemeralStorageBytes: Math.floor(size.ephemeralStorageBytes * (1 - ephemeralStorageShare)),
        },
        flags.extendedResources,
      ),
      ...advertised,
    },
    conditions: nodeConditions(input),
    addresses: [
      { type: 'InternalIP', address: machine.ip },
      { type: 'Hostname', address: machine.name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      machineID: id,
      systemUUID: uuidOf(id),
      bootID: input.bootID,
      kernelVersion: '6.8.0-79-generic',
      osImage: 'Ubuntu 24.04.3 LTS',
      containerRuntimeVersion: runtimeVersion,
      kubeletVersion,
      kubeProxyVersion: '',
      operatingSystem: 'linux',
      architecture: 'amd64',
    },
    ...(listed.length > 0 && {
      images: listed.map(({ name, ref, sizeBytes }) => ({
        names: [ref, name],
        sizeBytes,
      })),
    }),
    declaredFeatures: [
      'ExtendWebSocketsToKubelet',
      'InPlacePodLevelResourcesVerticalScaling',
      'InPlacePodVerticalScalingInitContainers',
      'RestartAllContainersOnContainerExits',
    ],
  };
}

function nodeConditions({ old, notReady, hasMemoryPressure, nowMs }: NodeStatusInput): NodeCondition[] {
  const now = formatTime(nowMs);
  const wanted = [
    hasMemoryPressure
      ? [
          'MemoryPressure',
          'True',
          'KubeletHasInsufficientMemory',
          'kubelet has insufficient memory available',
        ]
      : ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
    ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
    ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
    notReady === undefined
      ? ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status']
      : ['Ready', 'False', 'KubeletNotReady', notReady],
  ] as const;
  const before = new Map((old?.conditions ?? []).map((condition) => [condition.type, condition]));
  const own = wanted.map(([type, status, reason, message]) => {
    const last = before.get(type);
    before.delete(type);
    const lastTransitionTime = last?.status === status ? last.lastTransitionTime : now;
    return { type, status, lastHeartbeatTime: now, lastTransitionTime, reason, message };
  });
  return [...before.values(), ...own];
}

/** What somebody else has advertised in the node's capacity; all of it is allocatable. */
function foreignResources(
  known: NodeStatus['capacity'],
  own: Readonly<Record<string, string>>,
): NonNullable<NodeStatus['capacity']> {
  return Object.fromEntries(Object.entries(known ?? {}).filter(([name]) => !Object.hasOwn(own, name)));
}

function resourceList(size: MachineSize, extended: NodeFlags['extendedResources']): Record<string, string> {
  return {
    cpu: formatQuantity(milliQuantity(size.cpuMillis, 'DecimalSI')),
    'ephemeral-storage': formatQuantity(wholeQuantity(size.ephemeralStorageBytes, 'BinarySI')),
    memory: formatQuantity(wholeQuantity(size.memoryBytes, 'BinarySI')),
    pods: String(size.maxPods),
    ...extended,
  };
}

function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
