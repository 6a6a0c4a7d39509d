import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeError, decodeKind } from '../../api/decode.ts';
import type { KubeObject } from '../../api/types.ts';
import { deepCopy, deepEqual, deepFreeze } from '../../sim/plain.ts';
import { strategies } from './strategies.ts';
import type { AnyStrategy, StrategyContext } from './strategy.ts';

const context: StrategyContext = { nowMs: 0, user: { name: 'jane', groups: ['system:authenticated'] } };

const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'c', image: 'nginx' }] },
};
const selector = { matchLabels: { app: 'web' } };

/** A good object of each kind, as a client would send it. */
const samples: readonly [resource: string, apiVersion: string, kind: string, members: object][] = [
  [
    'pods',
    'v1',
    'Pod',
    {
      spec: {
        ...template.spec,
        initContainers: [{ name: 'i', image: 'busybox', restartPolicy: 'Always' }],
        volumes: [
          { name: 'v', configMap: { name: 'x' } },
          { name: 'w', projected: { sources: [{ secret: { name: 's' } }] } },
        ],
        tolerations: [{ key: 'a', operator: 'Exists' }],
        topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }],
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] }],
            },
          },
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 1, podAffinityTerm: { topologyKey: 'zone', labelSelector: selector } },
            ],
          },
        },
      },
    },
  ],
  ['deployments.apps', 'apps/v1', 'Deployment', { spec: { selector, template } }],
  ['replicasets.apps', 'apps/v1', 'ReplicaSet', { spec: { selector, template } }],
  ['daemonsets.apps', 'apps/v1', 'DaemonSet', { spec: { selector, template } }],
  ['statefulsets.apps', 'apps/v1', 'StatefulSet', { spec: { selector, template, serviceName: 'web' } }],
  ['services', 'v1', 'Service', { spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } }],
  ['configmaps', 'v1', 'ConfigMap', { data: { a: '1' } }],
  ['secrets', 'v1', 'Secret', { stringData: { a: 'b' } }],
  ['nodes', 'v1', 'Node', { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } }],
  ['limitranges', 'v1', 'LimitRange', { spec: { limits: [{ type: 'Container', max: { cpu: '1' } }] } }],
  ['resourcequotas', 'v1', 'ResourceQuota', { spec: { hard: { pods: '5' } } }],
  [
    'persistentvolumeclaims',
    'v1',
    'PersistentVolumeClaim',
    { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
  ],
  [
    'persistentvolumes',
    'v1',
    'PersistentVolume',
    { spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/x' } } },
  ],
  ['priorityclasses.scheduling.k8s.io', 'scheduling.k8s.io/v1', 'PriorityClass', { value: 1 }],
  [
    'poddisruptionbudgets.policy',
    'policy/v1',
    'PodDisruptionBudget',
    { spec: { minAvailable: 1, selector } },
  ],
  [
    'ingresses.networking.k8s.io',
    'networking.k8s.io/v1',
    'Ingress',
    { spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } } },
  ],
  [
    'networkpolicies.networking.k8s.io',
    'networking.k8s.io/v1',
    'NetworkPolicy',
    { spec: { podSelector: selector, ingress: [{}] } },
  ],
  [
    'cronjobs.batch',
    'batch/v1',
    'CronJob',
    {
      spec: {
        schedule: '* * * * *',
        jobTemplate: { spec: { template: { spec: { ...template.spec, restartPolicy: 'Never' } } } },
      },
    },
  ],
  [
    'horizontalpodautoscalers.autoscaling',
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    { spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 3 } },
  ],
  [
    'rolebindings.rbac.authorization.k8s.io',
    'rbac.authorization.k8s.io/v1',
    'RoleBinding',
    {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' },
      subjects: [{ kind: 'User', name: 'u' }],
    },
  ],
];

function decoded(apiVersion: string, kind: string, body: object): KubeObject {
  return decodeKind(apiVersion, kind, body).object as unknown as KubeObject;
}

function create(strategy: AnyStrategy, draft: KubeObject): readonly unknown[] {
  strategy.defaults?.(draft);
  strategy.prepareForCreate?.(draft, context);
  const errors = strategy.validateCreate?.(draft, context) ?? [];
  strategy.warningsOnCreate?.(draft, context);
  return errors;
}

/** A copy in which one member, chosen by `at`, is gone or something else. */
function mutate(body: object, at: number, replacement: unknown): object {
  const copy = deepCopy(body);
  const places: [holder: Record<string, unknown>, key: string][] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      places.push([value as Record<string, unknown>, key]);
      visit((value as Record<string, unknown>)[key]);
    }
  };
  visit(copy);
  const [holder, key] = places[at % places.length] as [Record<string, unknown>, string];
  if (replacement === undefined) delete holder[key];
  else holder[key] = replacement;
  return copy;
}

describe.each(samples)('%s', (resource, apiVersion, kind, members) => {
  const strategy = strategies[resource] as AnyStrategy;
  const body = {
    apiVersion,
    kind,
    metadata: {
      name: 'x',
      ...(resource === 'nodes' || resource === 'persistentvolumes' || kind === 'PriorityClass'
        ? {}
        : { namespace: 'demo' }),
    },
    ...members,
  };

  it('takes a good object and defaults it once', () => {
    const draft = decoded(apiVersion, kind, body);
    expect(create(strategy, draft)).toEqual([]);
    const again = deepCopy(draft);
    strategy.defaults?.(again);
    expect(deepEqual(again, draft)).toBe(true);
  });

  it('has a cell for each column', () => {
    const draft = decoded(apiVersion, kind, body);
    create(strategy, draft);
    expect(strategy.table?.cells(draft, 0).length).toBe(strategy.table?.columns.length);
  });

  it('answers whatever is sent, and never writes to what is stored', () => {
    const odd = fc.constantFrom<unknown>(
      undefined,
      null,
      '',
      'x y',
      0,
      -1,
      1.5,
      true,
      [],
      {},
      [null],
      { a: null },
      '1Gi',
    );
    const stored = decoded(apiVersion, kind, body);
    create(strategy, stored);
    deepFreeze(stored);
    fc.assert(
      fc.property(fc.nat(), odd, fc.nat(), odd, (first, one, second, two) => {
        let draft: KubeObject;
        let change: KubeObject;
        try {
          const mutated = mutate(mutate(body, first, one), second, two);
          draft = decoded(apiVersion, kind, mutated);
          change = decoded(apiVersion, kind, mutated);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
          return;
        }
        create(strategy, draft);
        strategy.defaults?.(change);
        strategy.prepareForUpdate?.(change, stored, context);
        strategy.validateUpdate?.(change, stored, context);
      }),
    );
  });
});
