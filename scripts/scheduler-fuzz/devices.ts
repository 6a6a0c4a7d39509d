import type { Chance } from './chance.ts';
import { hostnameKey, nodeName, zoneKey } from './nodes.ts';

type Fields = Record<string, unknown>;

const apiVersion = 'resource.k8s.io/v1';
const driver = 'gpu.example.com';
const attributes = `device.attributes["${driver}"]`;

/** Device classes, slices of devices and claims; the claims' names are for the pod to use. */
export function randomDevices(chance: Chance, nodes: number): { objects: Fields[]; claims: string[] } {
  const claims = chance.list(1, 2, (index) => `devices${index}`);
  const slices = Array.from({ length: nodes }, (_, index) => nodeName(index))
    .filter(() => chance.one(0.7))
    .map((node) => slice(chance, node, { nodeName: node }));
  const shared = chance.one(0.2) ? [slice(chance, 'shared', sharedPlace(chance))] : [];
  return {
    objects: [
      ...classes(chance),
      ...slices,
      ...shared,
      ...claims.map((name) => claim(chance, name, nodes, [])),
      ...chance.list(0, 2, (index) =>
        claim(chance, `taken${index}`, nodes, [{ resource: 'pods', name: 'other', uid: 'other' }]),
      ),
    ],
    claims,
  };
}

function classes(chance: Chance): Fields[] {
  const byName: Record<string, string[]> = {
    gpu: [`device.driver == "${driver}"`],
    large: [`device.driver == "${driver}"`, `${attributes}.model == "large"`],
  };
  return chance.some(Object.entries(byName), 0.95).map(([name, expressions]) => ({
    apiVersion,
    kind: 'DeviceClass',
    metadata: { name },
    spec: { selectors: expressions.map((expression) => ({ cel: { expression } })) },
  }));
}

function sharedPlace(chance: Chance): Fields {
  const requirement = chance.pick([
    { key: zoneKey, operator: 'In', values: ['a', 'b'] },
    { key: hostnameKey, operator: 'In', values: ['node01', 'node02'] },
  ]);
  const nodeSelector = { nodeSelectorTerms: [{ matchExpressions: [requirement] }] };
  return chance.pick([{ allNodes: true }, { nodeSelector }]);
}

function slice(chance: Chance, pool: string, place: Fields): Fields {
  return {
    apiVersion,
    kind: 'ResourceSlice',
    metadata: { name: `${pool}-gpu` },
    spec: {
      driver,
      ...place,
      pool: { name: pool, generation: 1, resourceSliceCount: chance.one(0.05) ? 2 : 1 },
      devices: chance.list(1, 3, (index) => ({
        name: `gpu-${index}`,
        attributes: {
          ...chance.maybe(0.9, () => ({ model: { string: chance.pick(['small', 'large']) } })),
          numa: { int: chance.between(0, 1) },
        },
        capacity: { memory: { value: chance.pick(['1Gi', '4Gi', '16Gi']) } },
        ...chance.maybe(0.1, () => ({ taints: [{ key: 'broken', effect: 'NoSchedule' }] })),
      })),
    },
  };
}

function deviceRequest(chance: Chance): Fields {
  const selectors = chance.some(
    [
      `${attributes}.model == "large"`,
      `${attributes}.numa == 0`,
      `${attributes}.model == "large" || ${attributes}.numa == 1`,
      `"model" in ${attributes} && ${attributes}.model != "large"`,
      `device.capacity["${driver}"].memory.compareTo(quantity("4Gi")) >= 0`,
    ],
    0.2,
  );
  return {
    deviceClassName: chance.pick(['gpu', 'gpu', 'large', 'nonesuch']),
    ...chance.pick([
      { allocationMode: 'ExactCount', count: 1 },
      { allocationMode: 'ExactCount', count: 2 },
      { allocationMode: 'All' },
    ]),
    ...(selectors.length > 0 && { selectors: selectors.map((expression) => ({ cel: { expression } })) }),
    ...chance.maybe(0.1, () => ({ tolerations: [{ key: 'broken', operator: 'Exists' }] })),
  };
}

function claim(chance: Chance, name: string, nodes: number, reservedFor: Fields[]): Fields {
  const taken = reservedFor.length > 0;
  const requests = chance.list(1, 2, (index) =>
    chance.one(0.2)
      ? {
          name: `r${index}`,
          firstAvailable: chance.list(1, 2, (sub) => ({ name: `s${sub}`, ...deviceRequest(chance) })),
        }
      : { name: `r${index}`, exactly: deviceRequest(chance) },
  );
  const constraints = chance.some([{ matchAttribute: `${driver}/numa` }], requests.length > 1 ? 0.5 : 0.1);
  const node = nodeName(chance.between(0, nodes - 1));
  const allocation = {
    devices: { results: [{ request: 'r0', driver, pool: node, device: 'gpu-0' }] },
    nodeSelector: {
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }],
    },
  };
  return {
    apiVersion,
    kind: 'ResourceClaim',
    metadata: { name },
    spec: { devices: { requests, ...(constraints.length > 0 && { constraints }) } },
    ...((taken || chance.one(0.2)) && { status: { allocation, reservedFor } }),
  };
}

/** The pod with these claims, which its first container uses. */
export function withDevices<T extends { readonly spec: Fields }>(pod: T, claims: readonly string[]): T {
  const [first, ...others] = pod.spec.containers as Fields[];
  const resources = { ...(first?.resources as Fields), claims: claims.map((name) => ({ name })) };
  return {
    ...pod,
    spec: {
      ...pod.spec,
      containers: [{ ...first, resources }, ...others],
      resourceClaims: claims.map((name) => ({ name, resourceClaimName: name })),
    },
  };
}
