import type { Chance } from './chance.ts';
import { hostnameKey, nodeName, zoneKey } from './nodes.ts';
import { nodeTerm } from './pods.ts';

type Fields = Record<string, unknown>;

const driver = 'csi.example.com';
const classes = ['local', 'dynamic', 'zoned', 'capacity', 'immediate'];
const gibibytes = ['1Gi', '2Gi', '5Gi'];

/** Storage classes, drivers, claims and volumes; the claims' names are for pods to use. */
export function randomStorage(chance: Chance, nodes: number): { objects: Fields[]; claims: string[] } {
  const claims: string[] = [];
  const objects: Fields[] = [...storageClasses(chance), ...drivers(chance, nodes)];
  for (let index = 0, count = chance.between(1, 4); index < count; index++) {
    const name = `claim${index}`;
    claims.push(name);
    objects.push(...claimAndVolume(chance, name, nodes));
  }
  objects.push(...chance.list(0, 4, (index) => freeVolume(chance, `free${index}`, claims, nodes)));
  return { objects, claims: chance.one(0.05) ? [...claims, 'missing'] : claims };
}

function storageClasses(chance: Chance): Fields[] {
  const wait = { volumeBindingMode: 'WaitForFirstConsumer' };
  const topology = (values: string[]): Fields => ({
    allowedTopologies: [{ matchLabelExpressions: [{ key: zoneKey, values }] }],
  });
  const byName: Record<string, Fields> = {
    local: { provisioner: 'kubernetes.io/no-provisioner', ...wait },
    dynamic: { provisioner: driver, ...wait },
    zoned: { provisioner: driver, ...wait, ...topology(chance.pick([['a'], ['a', 'b'], ['z']])) },
    capacity: { provisioner: 'capacity.example.com', ...wait },
    immediate: { provisioner: driver, volumeBindingMode: 'Immediate' },
  };
  return chance.some(Object.entries(byName), 0.95).map(([name, fields]) => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    ...fields,
  }));
}

function drivers(chance: Chance, nodes: number): Fields[] {
  const apiVersion = 'storage.k8s.io/v1';
  return [
    {
      apiVersion,
      kind: 'CSIDriver',
      metadata: { name: 'capacity.example.com' },
      spec: { storageCapacity: chance.one(0.8) },
    },
    ...chance.list(0, 3, (index) => ({
      apiVersion,
      kind: 'CSIStorageCapacity',
      metadata: { name: `capacity${index}` },
      storageClassName: 'capacity',
      ...chance.maybe(0.8, () => ({ capacity: chance.pick(gibibytes) })),
      ...chance.maybe(0.3, () => ({ maximumVolumeSize: chance.pick(gibibytes) })),
      ...chance.maybe(0.9, () => ({
        nodeTopology: { matchLabels: chance.pick([{ [zoneKey]: 'a' }, { [hostnameKey]: 'node01' }, {}]) },
      })),
    })),
    ...Array.from({ length: nodes }, (_, index) => nodeName(index))
      .filter(() => chance.one(0.5))
      .map((name) => ({
        apiVersion,
        kind: 'CSINode',
        metadata: { name },
        spec: {
          drivers: chance.some([driver, 'capacity.example.com'], 0.8).map((csi) => ({
            name: csi,
            nodeID: name,
            topologyKeys: [],
            ...chance.maybe(0.7, () => ({ allocatable: { count: chance.between(0, 3) } })),
          })),
        },
      })),
  ];
}

function claimAndVolume(chance: Chance, name: string, nodes: number): Fields[] {
  const storageClassName = chance.pick([...classes, 'nonesuch', '']);
  const bound = chance.one(0.45);
  const storage = chance.pick(gibibytes);
  const accessModes = [chance.pick(['ReadWriteOnce', 'ReadWriteOnce', 'ReadWriteMany', 'ReadWriteOncePod'])];
  const chosen = !bound && chance.one(0.15) ? nodeName(chance.between(0, nodes)) : undefined;
  const annotations = {
    ...(bound && chance.one(0.9) && { 'pv.kubernetes.io/bind-completed': 'yes' }),
    ...(chosen !== undefined && { 'volume.kubernetes.io/selected-node': chosen }),
  };
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name,
      annotations,
      ...chance.maybe(0.03, () => ({
        deletionTimestamp: '2026-01-02T00:00:00Z',
        finalizers: ['kubernetes.io/pvc-protection'],
      })),
    },
    spec: {
      accessModes,
      resources: { requests: { storage } },
      ...chance.maybe(0.97, () => ({ storageClassName })),
      volumeMode: 'Filesystem',
      ...(bound && { volumeName: `bound-${name}` }),
      ...(!bound && chance.maybe(0.15, () => ({ selector: { matchLabels: { kind: 'fast' } } }))),
    },
    status: { phase: bound ? 'Bound' : chance.pick(['Pending', 'Pending', 'Pending', 'Lost']) },
  };
  if (!bound || chance.one(0.05)) return [claim];
  const volume = {
    ...persistentVolume(chance, `bound-${name}`, nodes, { storageClassName, storage, accessModes }),
    status: { phase: 'Bound' },
  };
  return [claim, { ...volume, spec: { ...volume.spec, claimRef: { name, namespace: 'default' } } }];
}

function freeVolume(chance: Chance, name: string, claims: readonly string[], nodes: number): Fields {
  const volume = persistentVolume(chance, name, nodes, {
    storageClassName: chance.pick(['local', 'local', 'local', 'dynamic', '']),
    storage: chance.pick(gibibytes),
    accessModes: chance.pick([['ReadWriteOnce'], ['ReadWriteOnce', 'ReadWriteMany'], ['ReadWriteOncePod']]),
  });
  return {
    ...volume,
    spec: {
      ...volume.spec,
      ...chance.maybe(0.15, () => ({
        claimRef: { name: chance.pick([...claims, 'stranger']), namespace: 'default' },
      })),
    },
    status: { phase: chance.pick(['Available', 'Available', 'Available', 'Released']) },
  };
}

function persistentVolume(
  chance: Chance,
  name: string,
  nodes: number,
  {
    storageClassName,
    storage,
    accessModes,
  }: { storageClassName: string; storage: string; accessModes: string[] },
) {
  const onNode = {
    nodeSelectorTerms: [
      {
        matchExpressions: [
          { key: hostnameKey, operator: 'In', values: [nodeName(chance.between(0, nodes - 1))] },
        ],
      },
    ],
  };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name,
      labels: {
        ...chance.maybe(0.3, () => ({ [zoneKey]: chance.pick(['a', 'b', 'a__b', 'z']) })),
        ...chance.maybe(0.5, () => ({ kind: 'fast' })),
      },
    },
    spec: {
      capacity: { storage },
      accessModes,
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName,
      volumeMode: 'Filesystem',
      ...(storageClassName === 'local'
        ? { local: { path: '/mnt/disk' }, nodeAffinity: { required: onNode } }
        : {
            csi: { driver, volumeHandle: chance.pick([name, 'shared']) },
            ...chance.maybe(0.3, () => ({
              nodeAffinity: { required: { nodeSelectorTerms: [nodeTerm(chance, nodes)] } },
            })),
          }),
    },
  };
}

/** What a pod mounts: claims, and disks that refuse to be shared. */
export function podVolumes(chance: Chance, claims: readonly string[]): Fields[] {
  const used = chance.some(claims, 0.5).map((claimName) => ({ persistentVolumeClaim: { claimName } }));
  const readOnly = chance.one(0.5);
  const disks: Fields[] = [
    { gcePersistentDisk: { pdName: 'disk', readOnly } },
    { awsElasticBlockStore: { volumeID: 'vol-1', readOnly } },
    { iscsi: { targetPortal: '1.2.3.4', iqn: 'iqn.2026-01.x:y', lun: 0, readOnly } },
    { rbd: { monitors: ['m1', 'm2'], pool: 'p', image: chance.pick(['i', 'j']), readOnly } },
    { emptyDir: {} },
    {
      ephemeral: {
        volumeClaimTemplate: {
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      },
    },
  ];
  return [...used, ...(chance.one(0.25) ? [chance.pick(disks)] : [])].map((volume, index) => ({
    name: `v${index}`,
    ...volume,
  }));
}
