import type { Chance } from './chance.ts';
import { images, nodeName, rackKey, taintEffects, topologyKeys, zoneKey, hostnameKey } from './nodes.ts';

type Fields = Record<string, unknown>;

const namespaces = ['default', 'default', 'default', 'other', 'unlisted'];

/** How likely a pod carries each thing that plugins look at. */
export interface PodHabits {
  readonly affinity: number;
  readonly spread: number;
  readonly ports: number;
  readonly requests: number;
}

/** Labels, and what most plugins look at; no priority, place or volumes. */
export function randomPod(chance: Chance, name: string, nodes: number, habits: PodHabits): PodFields {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      ...chance.maybe(0.2, () => ({ namespace: chance.pick(namespaces) })),
      labels: podLabels(chance),
    },
    spec: {
      containers: chance.list(1, 2, (index) => container(chance, `c${index}`, habits)),
      ...chance.maybe(0.2, () => ({ initContainers: initContainers(chance, habits) })),
      ...chance.maybe(0.06, () => ({ overhead: { cpu: '100m', memory: '64Mi' } })),
      ...chance.maybe(0.06, () => ({
        resources: {
          requests: chance
            .some([['cpu', '700m'] as const, ['memory', '1Gi'] as const], 0.7)
            .reduce((requests, [resource, amount]) => ({ ...requests, [resource]: amount }), {}),
        },
      })),
      ...chance.maybe(0.4, () => ({ tolerations: chance.list(1, 3, () => toleration(chance)) })),
      ...chance.maybe(0.2, () => ({
        nodeSelector: chance.pick([{ disk: 'ssd' }, { [zoneKey]: 'a' }, { disk: 'hdd', gen: '3' }]),
      })),
      ...chance.maybe(habits.affinity, () => ({ affinity: affinity(chance, nodes) })),
      ...chance.maybe(habits.spread, () => ({
        topologySpreadConstraints: spreadConstraints(chance),
      })),
      ...chance.maybe(0.03, () => ({ hostNetwork: true })),
    },
  };
}

export interface PodFields extends Fields {
  readonly metadata: Fields & { readonly labels: Fields };
  readonly spec: Fields;
}

function podLabels(chance: Chance): Fields {
  return {
    ...chance.maybe(0.9, () => ({ app: chance.pick(['web', 'db', 'cache']) })),
    ...chance.maybe(0.6, () => ({ tier: chance.pick(['front', 'back']) })),
    ...chance.maybe(0.3, () => ({ version: chance.pick(['1', '2']) })),
  };
}

function container(chance: Chance, name: string, habits: PodHabits): Fields {
  return {
    name,
    image: chance.pick(images),
    ...chance.maybe(habits.requests, () => ({ resources: resources(chance) })),
    ...chance.maybe(habits.ports, () => ({
      ports: chance.list(1, 2, () => ({
        containerPort: 80,
        ...chance.maybe(0.85, () => ({ hostPort: chance.pick([80, 8080]) })),
        protocol: chance.pick(['TCP', 'TCP', 'UDP']),
        ...chance.maybe(0.3, () => ({ hostIP: chance.pick(['10.0.0.1', '0.0.0.0', '127.0.0.1']) })),
      })),
    })),
  };
}

function initContainers(chance: Chance, habits: PodHabits): Fields[] {
  return chance.list(1, 3, (index) => ({
    ...container(chance, `i${index}`, habits),
    ...chance.maybe(0.5, () => ({ restartPolicy: 'Always' })),
  }));
}

function resources(chance: Chance): Fields {
  const extended = {
    ...chance.maybe(0.15, () => ({ 'example.com/gpu': chance.pick(['1', '2', '0']) })),
    ...chance.maybe(0.08, () => ({ 'example.com/fpga': '1' })),
    ...chance.maybe(0.05, () => ({ 'hugepages-2Mi': '4Mi' })),
  };
  return {
    requests: {
      ...chance.maybe(0.8, () => ({
        cpu: chance.pick(['100m', '250m', '0.5', '1', '1500m', '3', '0', '1u']),
      })),
      ...chance.maybe(0.7, () => ({ memory: chance.pick(['128Mi', '1Gi', '2Gi', '3e9', '0', '100.5Mi']) })),
      ...chance.maybe(0.1, () => ({ 'ephemeral-storage': '1Gi' })),
      ...extended,
    },
    ...(Object.keys(extended).length > 0 && { limits: extended }),
  };
}

function toleration(chance: Chance): Fields {
  return {
    ...chance.maybe(0.9, () => ({ key: chance.pick(['a', 'b', 'node.kubernetes.io/unschedulable']) })),
    ...chance.pick([{ operator: 'Exists' }, { operator: 'Equal', value: '1' }, { value: '2' }, {}]),
    ...chance.maybe(0.6, () => ({ effect: chance.pick(taintEffects) })),
  };
}

export function labelSelector(chance: Chance): Fields {
  return chance.pick<() => Fields>([
    () => ({ matchLabels: { app: chance.pick(['web', 'db', 'cache']) } }),
    () => ({ matchLabels: { app: chance.pick(['web', 'db']) } }),
    () => ({
      matchExpressions: [
        { key: 'app', operator: 'In', values: chance.pick([['web'], ['web', 'db'], ['cache', 'db']]) },
      ],
    }),
    () => ({ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }),
    () => ({ matchExpressions: [{ key: 'tier', operator: chance.pick(['Exists', 'DoesNotExist']) }] }),
    () => ({ matchLabels: { tier: 'front' }, matchExpressions: [{ key: 'version', operator: 'Exists' }] }),
    () => ({}),
  ])();
}

function affinity(chance: Chance, nodes: number): Fields {
  return {
    ...chance.maybe(0.4, () => ({ nodeAffinity: nodeAffinity(chance, nodes) })),
    ...chance.maybe(0.5, () => ({ podAffinity: podTerms(chance, 0.4) })),
    ...chance.maybe(0.5, () => ({ podAntiAffinity: podTerms(chance, 0.5) })),
  };
}

function podTerms(chance: Chance, required: number): Fields {
  return {
    ...chance.maybe(required, () => ({
      requiredDuringSchedulingIgnoredDuringExecution: chance.list(1, 2, () => podTerm(chance)),
    })),
    ...chance.maybe(0.6, () => ({
      preferredDuringSchedulingIgnoredDuringExecution: chance.list(1, 2, () => ({
        weight: chance.between(1, 100),
        podAffinityTerm: podTerm(chance),
      })),
    })),
  };
}

function podTerm(chance: Chance): Fields {
  return {
    ...chance.maybe(0.95, () => ({ labelSelector: labelSelector(chance) })),
    topologyKey: chance.pick(topologyKeys),
    ...chance.maybe(0.2, () => ({ namespaces: chance.some(['default', 'other', 'unlisted'], 0.5) })),
    ...chance.maybe(0.2, () => ({
      namespaceSelector: chance.pick([
        {},
        { matchLabels: { team: 'x' } },
        { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] },
      ]),
    })),
  };
}

function nodeAffinity(chance: Chance, nodes: number): Fields {
  return {
    ...chance.maybe(0.6, () => ({
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: chance.list(1, 2, () => nodeTerm(chance, nodes)),
      },
    })),
    ...chance.maybe(0.6, () => ({
      preferredDuringSchedulingIgnoredDuringExecution: chance.list(1, 3, () => ({
        weight: chance.between(1, 100),
        preference: nodeTerm(chance, nodes),
      })),
    })),
  };
}

export function nodeTerm(chance: Chance, nodes: number): Fields {
  return {
    ...chance.maybe(0.85, () => ({ matchExpressions: chance.list(1, 2, () => nodeRequirement(chance)) })),
    ...chance.maybe(0.15, () => ({
      matchFields: [
        {
          key: 'metadata.name',
          operator: chance.pick(['In', 'In', 'NotIn']),
          values: [nodeName(chance.between(0, nodes))],
        },
      ],
    })),
  };
}

function nodeRequirement(chance: Chance): Fields {
  return chance.pick<() => Fields>([
    () => ({
      key: 'disk',
      operator: chance.pick(['In', 'NotIn']),
      values: chance.pick([['ssd'], ['hdd', 'ssd']]),
    }),
    () => ({
      key: zoneKey,
      operator: chance.pick(['In', 'NotIn']),
      values: chance.pick([['a'], ['b', 'c']]),
    }),
    () => ({ key: 'gen', operator: chance.pick(['Gt', 'Lt']), values: [chance.pick(['2', '3', '-5'])] }),
    () => ({ key: chance.pick(['gen', rackKey, 'disk']), operator: chance.pick(['Exists', 'DoesNotExist']) }),
    () => ({ key: hostnameKey, operator: 'In', values: ['node01', 'node02', 'node03'] }),
  ])();
}

function spreadConstraints(chance: Chance): Fields[] {
  const keys = [hostnameKey, zoneKey, rackKey].filter(() => chance.one(0.5));
  return (keys.length > 0 ? keys : [zoneKey]).map((topologyKey) => {
    const hard = chance.one(0.5);
    return {
      topologyKey,
      maxSkew: chance.between(1, 3),
      whenUnsatisfiable: hard ? 'DoNotSchedule' : 'ScheduleAnyway',
      ...chance.maybe(0.95, () => ({ labelSelector: labelSelector(chance) })),
      ...(hard && chance.maybe(0.3, () => ({ minDomains: chance.between(1, 4) }))),
      ...chance.maybe(0.25, () => ({ nodeAffinityPolicy: chance.pick(['Honor', 'Ignore']) })),
      ...chance.maybe(0.25, () => ({ nodeTaintsPolicy: chance.pick(['Honor', 'Ignore']) })),
      ...chance.maybe(0.2, () => ({ matchLabelKeys: chance.some(['version', 'tier', 'absent'], 0.6) })),
    };
  });
}
