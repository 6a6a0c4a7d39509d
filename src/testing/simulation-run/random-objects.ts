import type { Chance } from './chance.ts';

type Body = Readonly<Record<string, unknown>>;

/** What a random request creates, and where. */
export interface RandomObject {
  readonly path: string;
  readonly body: Body;
}

const names = ['ant', 'bee', 'cat', 'dog'];
export const namespaces = ['default', 'zoo'];

interface Place {
  readonly chance: Chance;
  readonly namespace: string;
  readonly name: string;
}

/** Makes an object of a random kind, often one of a name that is taken. */
export function randomObject(chance: Chance): RandomObject {
  const place = { chance, namespace: chance.pick(namespaces), name: chance.pick(names) };
  const [apiVersion, kind, plural, make] = chance.weighted(kinds);
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const { namespace, name } = place;
  const isNamespaced = !clusterScoped.has(kind);
  const { labels, ...rest } = make(place) as { labels?: object };
  return {
    path: isNamespaced ? `${root}/namespaces/${namespace}/${plural}` : `${root}/${plural}`,
    body: {
      apiVersion,
      kind,
      metadata: { name, ...(isNamespaced && { namespace }), ...(labels && { labels }) },
      ...rest,
    },
  };
}

type Kind = readonly [apiVersion: string, kind: string, plural: string, make: (place: Place) => object];

const clusterScoped = new Set(['Namespace', 'PriorityClass', 'PersistentVolume']);

const kinds: readonly (readonly [number, Kind])[] = [
  [6, ['apps/v1', 'Deployment', 'deployments', deployment]],
  [2, ['apps/v1', 'ReplicaSet', 'replicasets', replicaSet]],
  [1, ['v1', 'ReplicationController', 'replicationcontrollers', replicationController]],
  [3, ['apps/v1', 'StatefulSet', 'statefulsets', statefulSet]],
  [2, ['apps/v1', 'DaemonSet', 'daemonsets', daemonSet]],
  [3, ['batch/v1', 'Job', 'jobs', job]],
  [1, ['batch/v1', 'CronJob', 'cronjobs', cronJob]],
  [4, ['v1', 'Pod', 'pods', (place) => ({ labels: labelsOf(place), spec: podSpec(place, 'Always') })]],
  [2, ['v1', 'Service', 'services', service]],
  [1, ['policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', budget]],
  [1, ['v1', 'ResourceQuota', 'resourcequotas', quota]],
  [1, ['v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', claim]],
  [1, ['v1', 'PersistentVolume', 'persistentvolumes', volume]],
  [1, ['scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', priorityClass]],
  [1, ['v1', 'Namespace', 'namespaces', () => ({})]],
];

function labelsOf({ name }: Place): Record<string, string> {
  return { app: name };
}

function selected(place: Place): { selector: object } {
  return { selector: { matchLabels: labelsOf(place) } };
}

function template(place: Place, restartPolicy = 'Always'): object {
  return { metadata: { labels: labelsOf(place) }, spec: podSpec(place, restartPolicy) };
}

/** Images and commands that behave in all the ways that there are. */
export function randomContainer(chance: Chance): object {
  return chance.weighted<object>([
    [8, { image: 'nginx:1.27' }],
    [2, { image: 'nginx:1.28' }],
    [3, { image: 'busybox', command: ['sh', '-c', `sleep ${chance.between(1, 90)}`] }],
    [1, { image: 'busybox', command: ['sh', '-c', `sleep ${chance.between(1, 20)}; exit 1`] }],
    [1, { image: 'busybox', command: ['sh', '-c', 'trap "exit 0" TERM; while true; do sleep 1; done'] }],
    [1, { image: 'doesnotexist:1' }],
  ]);
}

function podSpec(place: Place, restartPolicy: string): object {
  const { chance } = place;
  const requests = chance.maybe(0.6, () => ({
    resources: {
      requests: {
        cpu: `${chance.pick([50, 100, 400, 900])}m`,
        memory: `${chance.pick([16, 64, 500])}Mi`,
      },
    },
  }));
  const probe = chance.maybe(0.2, () => ({
    readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: chance.between(1, 5) },
  }));
  return {
    restartPolicy,
    ...chance.maybe(0.5, () => ({ terminationGracePeriodSeconds: chance.between(0, 5) })),
    containers: [{ name: 'main', ...randomContainer(chance), ...requests, ...probe }],
    ...chance.maybe(0.1, () => ({
      initContainers: [{ name: 'init', image: 'busybox', command: ['sh', '-c', 'sleep 1'] }],
    })),
    ...chance.maybe(0.1, () => ({ nodeSelector: { disk: 'ssd' } })),
    ...chance.maybe(0.1, () => ({ priorityClassName: chance.pick(names) })),
    ...chance.maybe(0.2, () => ({ tolerations: [{ key: 'spice', operator: 'Exists' }] })),
    ...chance.maybe(0.15, () => ({
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector: { matchLabels: labelsOf(place) }, topologyKey: 'kubernetes.io/hostname' },
          ],
        },
      },
    })),
    ...chance.maybe(0.15, () => ({
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'kubernetes.io/hostname',
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchLabels: labelsOf(place) },
        },
      ],
    })),
    ...chance.maybe(0.1, () => ({
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: chance.pick(names) } }],
    })),
  };
}

function deployment(place: Place): object {
  const { chance } = place;
  const strategy = chance.maybe(0.3, () => ({
    strategy: chance.one(0.5)
      ? { type: 'Recreate' }
      : { rollingUpdate: { maxSurge: chance.between(0, 2), maxUnavailable: chance.between(1, 2) } },
  }));
  const spec = {
    replicas: chance.between(0, 4),
    ...selected(place),
    ...strategy,
    ...chance.maybe(0.2, () => ({ minReadySeconds: chance.between(1, 5) })),
    template: template(place),
  };
  return { labels: labelsOf(place), spec };
}

function replicaSet(place: Place): object {
  const replicas = place.chance.between(0, 4);
  return { spec: { replicas, ...selected(place), template: template(place) } };
}

function replicationController(place: Place): object {
  return { spec: { replicas: place.chance.between(0, 3), template: template(place) } };
}

function statefulSet(place: Place): object {
  const { chance } = place;
  const spec = {
    serviceName: place.name,
    replicas: chance.between(0, 3),
    ...selected(place),
    ...chance.maybe(0.3, () => ({ podManagementPolicy: 'Parallel' })),
    template: template(place),
  };
  return { spec };
}

function daemonSet(place: Place): object {
  return { spec: { ...selected(place), template: template(place) } };
}

function jobSpec(place: Place): object {
  const { chance } = place;
  return {
    ...chance.maybe(0.7, () => ({ completions: chance.between(1, 4) })),
    parallelism: chance.between(1, 3),
    backoffLimit: chance.between(0, 2),
    ...chance.maybe(0.2, () => ({ activeDeadlineSeconds: chance.between(5, 40) })),
    ...chance.maybe(0.2, () => ({ ttlSecondsAfterFinished: chance.between(0, 20) })),
    ...chance.maybe(0.2, () => ({ suspend: true })),
    template: template(place, chance.pick(['Never', 'OnFailure'])),
  };
}

function job(place: Place): object {
  return { spec: jobSpec(place) };
}

function cronJob(place: Place): object {
  const concurrencyPolicy = place.chance.pick(['Allow', 'Forbid', 'Replace']);
  return { spec: { schedule: '* * * * *', concurrencyPolicy, jobTemplate: { spec: jobSpec(place) } } };
}

function service(place: Place): object {
  const headless = place.chance.maybe(0.3, () => ({ clusterIP: 'None' }));
  return { spec: { selector: labelsOf(place), ports: [{ port: 80 }], ...headless } };
}

function budget(place: Place): object {
  const { chance } = place;
  const bound = chance.one(0.5) ? { minAvailable: chance.between(0, 3) } : { maxUnavailable: 1 };
  return { spec: { ...selected(place), ...bound } };
}

function quota({ chance }: Place): object {
  return { spec: { hard: { pods: String(chance.between(2, 8)), 'count/jobs.batch': '4' } } };
}

function claim(): object {
  return {
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: '',
      resources: { requests: { storage: '1Gi' } },
    },
  };
}

function volume({ chance }: Place): object {
  return {
    spec: {
      capacity: { storage: `${chance.between(1, 3)}Gi` },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      hostPath: { path: '/data' },
    },
  };
}

function priorityClass({ chance }: Place): object {
  return { value: chance.between(1, 1000) };
}
