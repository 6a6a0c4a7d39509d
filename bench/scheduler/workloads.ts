/**
 * The workloads of Kubernetes' scheduler_perf: the same nodes and pods in the same numbers.
 * Models test/integration/scheduler_perf (v1.36).
 */
export interface Workload {
  /** As `conformance/throughput.json` names it. */
  readonly name: string;
  readonly nodes: number;
  readonly nodeLabels?: (index: number) => Record<string, string>;
  /** Pods that are there before measuring begins. */
  readonly init: readonly PodSet[];
  readonly measured: PodSet;
  /** What happens beside the measured pods, every `everyMs` of virtual time. */
  readonly churn?: Churn;
}

interface Churn {
  readonly everyMs: number;
  /** What is created, for the `index`th time. */
  readonly objects: (index: number) => readonly ChurnObject[];
  /** Whether what was created the time before is deleted. */
  readonly recreate?: boolean;
}

interface ChurnObject {
  /** The path of the collection. */
  readonly path: string;
  readonly body: { readonly metadata: { readonly name: string }; readonly [field: string]: unknown };
}

export interface PodSet {
  readonly count: number;
  readonly namespace: string;
  readonly spec?: object;
  readonly labels?: Record<string, string>;
}

const zone = 'topology.kubernetes.io/zone';
const hostname = 'kubernetes.io/hostname';
const inZone1 = (): Record<string, string> => ({ [zone]: 'zone1' });
const inThreeZones = (index: number): Record<string, string> => ({ [zone]: `moon-${(index % 3) + 1}` });
const blue = { color: 'blue' };
const both = ['sched-1', 'sched-0'];

export function container(requests: Record<string, string> = { cpu: '100m', memory: '500Mi' }): object {
  return {
    image: 'registry.k8s.io/pause:3.10',
    name: 'pause',
    ports: [{ containerPort: 80 }],
    resources: { limits: requests, requests },
  };
}

function spread(whenUnsatisfiable: string): object {
  const labelSelector = { matchLabels: blue };
  return { topologySpreadConstraints: [{ maxSkew: 5, topologyKey: zone, whenUnsatisfiable, labelSelector }] };
}

const term = (topologyKey: string, labels: Record<string, string>): object => ({
  labelSelector: { matchLabels: labels },
  topologyKey,
  namespaces: both,
});

const nodeAffinity = {
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: zone, operator: 'In', values: ['zone1', 'zone2'] }] },
        ],
      },
    },
  },
};
const podAffinity = {
  affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term(zone, blue)] } },
};
const preferredPodAffinity = {
  affinity: {
    podAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 1, podAffinityTerm: term(hostname, { color: 'red' }) },
      ],
    },
  },
};
const podAntiAffinity = {
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [term(hostname, { color: 'green' })],
    },
  },
};

const plain = (count: number, namespace = 'sched-0'): PodSet => ({ count, namespace });

/** With `nodes` other than upstream's 5,000, everything shrinks in proportion. */
export function workloads(nodes: number): readonly Workload[] {
  const of = (count: number): number => Math.round((count * nodes) / 5000);
  return [
    {
      name: 'SchedulingBasic/5000Nodes_10000Pods',
      nodes,
      init: [plain(of(1000))],
      measured: plain(of(10_000), 'sched-1'),
    },
    {
      name: 'SchedulingNodeAffinity/5000Nodes_10000Pods',
      nodes,
      nodeLabels: inZone1,
      init: [plain(of(5000))],
      measured: { count: of(10_000), namespace: 'sched-1', spec: nodeAffinity },
    },
    {
      name: 'TopologySpreading/5000Nodes_5000Pods',
      nodes,
      nodeLabels: inThreeZones,
      init: [plain(of(5000))],
      measured: { count: of(5000), namespace: 'sched-1', labels: blue, spec: spread('DoNotSchedule') },
    },
    {
      name: 'PreferredTopologySpreading/5000Nodes_5000Pods',
      nodes,
      nodeLabels: inThreeZones,
      init: [plain(of(5000))],
      measured: { count: of(5000), namespace: 'sched-1', labels: blue, spec: spread('ScheduleAnyway') },
    },
    {
      name: 'SchedulingPodAffinity/5000Nodes_5000Pods',
      nodes,
      nodeLabels: inZone1,
      init: [{ count: of(5000), namespace: 'sched-0', labels: blue, spec: podAffinity }],
      measured: { count: of(5000), namespace: 'sched-1', labels: blue, spec: podAffinity },
    },
    {
      name: 'SchedulingPreferredPodAffinity/5000Nodes_5000Pods',
      nodes,
      init: [{ count: of(5000), namespace: 'sched-0', labels: { color: 'red' }, spec: preferredPodAffinity }],
      measured: {
        count: of(5000),
        namespace: 'sched-1',
        labels: { color: 'red' },
        spec: preferredPodAffinity,
      },
    },
    {
      name: 'SchedulingPodAntiAffinity/5000Nodes_2000Pods',
      nodes,
      init: [{ count: of(1000), namespace: 'sched-0', labels: { color: 'green' }, spec: podAntiAffinity }],
      measured: {
        count: of(2000),
        namespace: 'sched-1',
        labels: { color: 'green' },
        spec: podAntiAffinity,
      },
    },
    {
      name: 'MixedSchedulingBasePod/5000Nodes_5000Pods',
      nodes,
      nodeLabels: inZone1,
      init: [
        plain(of(2000)),
        { count: of(2000), namespace: 'sched-0', labels: blue, spec: podAffinity },
        { count: of(2000), namespace: 'sched-0', labels: { color: 'green' }, spec: podAntiAffinity },
        { count: of(2000), namespace: 'sched-0', labels: { color: 'red' }, spec: preferredPodAffinity },
        {
          count: of(2000),
          namespace: 'sched-0',
          labels: { color: 'yellow' },
          spec: preferredPodAntiAffinity(),
        },
      ],
      measured: plain(of(5000), 'sched-1'),
    },
    {
      name: 'PreemptionAsync/5000Nodes',
      nodes,
      init: [
        {
          count: of(20_000),
          namespace: 'sched-0',
          spec: { containers: [container({ cpu: '900m', memory: '500Mi' })] },
        },
      ],
      measured: plain(of(5000), 'sched-1'),
      churn: {
        everyMs: 200,
        objects: (index) => [
          churnPod(index, { ...high, containers: [container({ cpu: '3', memory: '500Mi' })] }),
        ],
      },
    },
    {
      name: 'Unschedulable/5kNodes_100Init_10kPods',
      nodes,
      init: [plain(of(100))],
      measured: plain(of(10_000), 'sched-1'),
      churn: {
        everyMs: 200,
        objects: (index) => [churnPod(index, { containers: [container({ cpu: '9', memory: '500Mi' })] })],
      },
    },
    {
      name: 'SchedulingWithMixedChurn/5000Nodes_10000Pods',
      nodes,
      init: [],
      measured: plain(of(10_000), 'sched-1'),
      churn: {
        everyMs: 1000,
        recreate: true,
        objects: (index) => [
          churnNode(index),
          churnPod(index, { ...high, containers: [container({ cpu: '9', memory: '500Mi' })] }),
          churnService(index),
        ],
      },
    },
  ];
}

const high = { priority: 10, priorityClassName: 'high' };

function churnPod(index: number, spec: object): ChurnObject {
  const metadata = { name: `churn-${index}` };
  return {
    path: '/api/v1/namespaces/sched-1/pods',
    body: { apiVersion: 'v1', kind: 'Pod', metadata, spec },
  };
}

function churnNode(index: number): ChurnObject {
  const status = {
    capacity: { pods: '0' },
    conditions: [{ status: 'True', type: 'Ready' }],
    phase: 'Running',
  };
  const metadata = { name: `node-churn-${index}` };
  return { path: '/api/v1/nodes', body: { apiVersion: 'v1', kind: 'Node', metadata, status } };
}

function churnService(index: number): ChurnObject {
  const spec = { selector: { app: 'foo' }, ports: [{ protocol: 'TCP', port: 8080, targetPort: 8080 }] };
  const metadata = { name: `service-churn-${index}` };
  return {
    path: '/api/v1/namespaces/sched-1/services',
    body: { apiVersion: 'v1', kind: 'Service', metadata, spec },
  };
}

function preferredPodAntiAffinity(): object {
  return {
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, podAffinityTerm: term(hostname, { color: 'yellow' }) },
        ],
      },
    },
  };
}
