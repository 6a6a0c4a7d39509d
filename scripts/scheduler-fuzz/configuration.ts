import type { Chance } from './chance.ts';
import { nodeTerm } from './pods.ts';
import { zoneKey, hostnameKey } from './nodes.ts';

type Fields = Record<string, unknown>;

const scorers = [
  'TaintToleration',
  'NodeAffinity',
  'NodeResourcesFit',
  'PodTopologySpread',
  'InterPodAffinity',
  'NodeResourcesBalancedAllocation',
  'ImageLocality',
];
const filters = ['NodeUnschedulable', 'TaintToleration', 'NodeAffinity', 'NodePorts', 'NodeResourcesFit'];
const resourceNames = ['cpu', 'memory', 'example.com/gpu', 'ephemeral-storage'];

/** A KubeSchedulerConfiguration that is accepted, with plugins on, off, weighted and given arguments. */
export function randomConfiguration(chance: Chance, nodes: number): Fields {
  return {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    profiles: [
      {
        schedulerName: 'default-scheduler',
        ...chance.maybe(0.6, () => ({ plugins: plugins(chance) })),
        ...chance.maybe(0.8, () => ({
          pluginConfig: chance
            .some(pluginArguments, 0.4)
            .map(([name, make]) => ({ name, args: make(chance, nodes) })),
        })),
      },
    ],
  };
}

function plugins(chance: Chance): Fields {
  const named = (names: readonly string[]): Fields[] => names.map((name) => ({ name }));
  const weighted = chance.some(scorers, 0.3).map((name) => ({ name, weight: chance.between(1, 10) }));
  return chance.pick<() => Fields>([
    () => ({ multiPoint: { enabled: weighted } }),
    () => ({ score: { disabled: named(weighted.map(({ name }) => name)), enabled: weighted } }),
    () => ({ score: { disabled: [{ name: '*' }], enabled: weighted } }),
    () => ({ multiPoint: { disabled: named(chance.some([...filters, ...scorers], 0.2)) } }),
    () => ({ filter: { disabled: named(chance.some(filters, 0.3)) } }),
    () => ({ preScore: { disabled: named(chance.some(['ImageLocality'], 0.5)) } }),
    () => ({ postFilter: { disabled: [{ name: '*' }] } }),
  ])();
}

const pluginArguments: readonly (readonly [string, (chance: Chance, nodes: number) => Fields])[] = [
  ['NodeResourcesFit', fitArguments],
  ['NodeResourcesBalancedAllocation', (chance) => ({ resources: weightedResources(chance, () => 1) })],
  [
    'NodeAffinity',
    (chance, nodes) => ({
      addedAffinity: {
        ...chance.maybe(0.4, () => ({
          requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [nodeTerm(chance, nodes)] },
        })),
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: chance.between(1, 100), preference: nodeTerm(chance, nodes) },
        ],
      },
    }),
  ],
  [
    'InterPodAffinity',
    (chance) => ({
      hardPodAffinityWeight: chance.between(0, 100),
      ignorePreferredTermsOfExistingPods: chance.one(0.5),
    }),
  ],
  [
    'PodTopologySpread',
    (chance) =>
      chance.one(0.3)
        ? { defaultingType: 'System' }
        : {
            defaultingType: 'List',
            defaultConstraints: chance.some([zoneKey, hostnameKey], 0.7).map((topologyKey) => ({
              topologyKey,
              maxSkew: chance.between(1, 3),
              whenUnsatisfiable: chance.pick(['DoNotSchedule', 'ScheduleAnyway']),
            })),
          },
  ],
  [
    'DefaultPreemption',
    (chance) => ({
      minCandidateNodesPercentage: chance.pick([10, 100]),
      minCandidateNodesAbsolute: chance.pick([1, 100]),
    }),
  ],
];

function fitArguments(chance: Chance): Fields {
  const type = chance.pick(['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio']);
  const shape = [
    { utilization: 0, score: chance.between(0, 10) },
    { utilization: chance.between(1, 99), score: chance.between(0, 10) },
    { utilization: 100, score: chance.between(0, 10) },
  ];
  return {
    ...chance.maybe(0.2, () => ({ ignoredResources: ['example.com/fpga'] })),
    ...chance.maybe(0.2, () => ({ ignoredResourceGroups: ['example.com'] })),
    scoringStrategy: {
      type,
      resources: weightedResources(chance, () => chance.between(1, 5)),
      ...(type === 'RequestedToCapacityRatio' && { requestedToCapacityRatio: { shape } }),
    },
  };
}

function weightedResources(chance: Chance, weight: () => number): Fields[] {
  const names = chance.some(resourceNames, 0.6);
  return (names.length > 0 ? names : ['cpu']).map((name) => ({ name, weight: weight() }));
}
