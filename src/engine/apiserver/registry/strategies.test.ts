// Long because: it begins with a sample of every kind.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeError, decodeKind } from '../../api/decode.ts';
import type { KubeObject } from '../../api/types.ts';
import { deepCopy, deepEqual, deepFreeze } from '../../sim/plain.ts';
import { builtInResources } from './catalog.ts';
import { strategies } from './strategies.ts';
import type { AnyStrategy, StrategyContext } from './strategy.ts';

const context: StrategyContext = { nowMs: 0, user: { name: 'jane', groups: ['system:authenticated'] } };

const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'c', image: 'nginx' }] },
};
const selector = { matchLabels: { app: 'web' } };

const rule = {
  apiGroups: [''],
  apiVersions: ['v1'],
  operations: ['CREATE'],
  resources: ['configmaps'],
  scope: '*',
};

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
  [
    'resourcequotas',
    'v1',
    'ResourceQuota',
    {
      spec: {
        hard: { pods: '5' },
        scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['a'] }] },
      },
    },
  ],
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
  [
    'csidrivers.storage.k8s.io',
    'storage.k8s.io/v1',
    'CSIDriver',
    {
      spec: {
        tokenRequests: [{ audience: 'a', expirationSeconds: 3600 }],
        volumeLifecycleModes: ['Persistent'],
      },
    },
  ],
  [
    'csinodes.storage.k8s.io',
    'storage.k8s.io/v1',
    'CSINode',
    { spec: { drivers: [{ name: 'a.b', nodeID: 'n', topologyKeys: ['zone'], allocatable: { count: 3 } }] } },
  ],
  [
    'csistoragecapacities.storage.k8s.io',
    'storage.k8s.io/v1',
    'CSIStorageCapacity',
    { storageClassName: 'fast', capacity: '1Gi', nodeTopology: selector },
  ],
  [
    'volumeattributesclasses.storage.k8s.io',
    'storage.k8s.io/v1',
    'VolumeAttributesClass',
    { driverName: 'a.b', parameters: { a: 'b' } },
  ],
  [
    'servicecidrs.networking.k8s.io',
    'networking.k8s.io/v1',
    'ServiceCIDR',
    { spec: { cidrs: ['10.0.0.0/24', 'fd00::/64'] } },
  ],
  [
    'apiservices.apiregistration.k8s.io',
    'apiregistration.k8s.io/v1',
    'APIService',
    {
      metadata: { name: 'v1.example.com' },
      spec: {
        group: 'example.com',
        version: 'v1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        service: { namespace: 'demo', name: 'x' },
      },
    },
  ],
  [
    'flowschemas.flowcontrol.apiserver.k8s.io',
    'flowcontrol.apiserver.k8s.io/v1',
    'FlowSchema',
    {
      spec: {
        priorityLevelConfiguration: { name: 'low' },
        distinguisherMethod: { type: 'ByUser' },
        rules: [
          {
            subjects: [
              { kind: 'User', user: { name: 'u' } },
              { kind: 'ServiceAccount', serviceAccount: { name: 's', namespace: 'demo' } },
            ],
            resourceRules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'], namespaces: ['demo'] }],
            nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/healthz', '/x/*'] }],
          },
        ],
      },
    },
  ],
  [
    'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io',
    'flowcontrol.apiserver.k8s.io/v1',
    'PriorityLevelConfiguration',
    {
      spec: {
        type: 'Limited',
        limited: { limitResponse: { type: 'Queue', queuing: { queues: 4, handSize: 2 } } },
      },
    },
  ],
  [
    'deviceclasses.resource.k8s.io',
    'resource.k8s.io/v1',
    'DeviceClass',
    {
      spec: {
        selectors: [{ cel: { expression: 'device.driver == "a.b"' } }],
        config: [{ opaque: { driver: 'a.b', parameters: { a: 1 } } }],
        extendedResourceName: 'example.com/gpu',
      },
    },
  ],
  [
    'resourceclaims.resource.k8s.io',
    'resource.k8s.io/v1',
    'ResourceClaim',
    {
      spec: {
        devices: {
          requests: [
            {
              name: 'r',
              exactly: { deviceClassName: 'gpu', count: 2, tolerations: [{ key: 'k', operator: 'Exists' }] },
            },
            { name: 's', firstAvailable: [{ name: 't', deviceClassName: 'gpu', allocationMode: 'All' }] },
          ],
          constraints: [{ requests: ['r', 's/t'], matchAttribute: 'a.b/model' }],
          config: [{ requests: ['r'], opaque: { driver: 'a.b', parameters: {} } }],
        },
      },
    },
  ],
  [
    'resourceclaimtemplates.resource.k8s.io',
    'resource.k8s.io/v1',
    'ResourceClaimTemplate',
    {
      spec: {
        metadata: { labels: { a: 'b' } },
        spec: { devices: { requests: [{ name: 'r', exactly: { deviceClassName: 'gpu' } }] } },
      },
    },
  ],
  [
    'resourceslices.resource.k8s.io',
    'resource.k8s.io/v1',
    'ResourceSlice',
    {
      spec: {
        driver: 'a.b',
        pool: { name: 'p', generation: 1, resourceSliceCount: 1 },
        nodeName: 'n',
        devices: [
          {
            name: 'd',
            attributes: { model: { string: 'x' }, 'a.b/version': { version: '1.0.0' } },
            capacity: { memory: { value: '1Gi' } },
            taints: [{ key: 'k', effect: 'NoSchedule' }],
            bindingConditions: ['a'],
            bindingFailureConditions: ['b'],
          },
        ],
      },
    },
  ],
  [
    'validatingadmissionpolicies.admissionregistration.k8s.io',
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicy',
    {
      spec: {
        paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
        matchConstraints: { resourceRules: [rule], namespaceSelector: selector },
        matchConditions: [{ name: 'a', expression: 'request.operation == "CREATE"' }],
        variables: [{ name: 'n', expression: 'object.metadata.name' }],
        validations: [
          {
            expression: 'variables.n != params.data.x',
            messageExpression: '"no " + variables.n',
            reason: 'Invalid',
          },
        ],
        auditAnnotations: [{ key: 'k', valueExpression: '"v"' }],
      },
    },
  ],
  [
    'validatingadmissionpolicybindings.admissionregistration.k8s.io',
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicyBinding',
    {
      spec: {
        policyName: 'p',
        validationActions: ['Deny'],
        paramRef: { name: 'c', parameterNotFoundAction: 'Deny' },
        matchResources: { resourceRules: [rule] },
      },
    },
  ],
  [
    'mutatingadmissionpolicies.admissionregistration.k8s.io',
    'admissionregistration.k8s.io/v1',
    'MutatingAdmissionPolicy',
    {
      spec: {
        matchConstraints: { resourceRules: [rule] },
        reinvocationPolicy: 'Never',
        mutations: [
          { patchType: 'ApplyConfiguration', applyConfiguration: { expression: 'Object{}' } },
          {
            patchType: 'JSONPatch',
            jsonPatch: { expression: '[JSONPatch{op: "add", path: "/a", value: "b"}]' },
          },
        ],
      },
    },
  ],
  [
    'validatingwebhookconfigurations.admissionregistration.k8s.io',
    'admissionregistration.k8s.io/v1',
    'ValidatingWebhookConfiguration',
    {
      webhooks: [
        {
          name: 'a.b.c',
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
          clientConfig: { service: { namespace: 'demo', name: 's', path: '/x' } },
          rules: [rule],
          matchConditions: [{ name: 'a', expression: 'true' }],
        },
      ],
    },
  ],
  [
    'customresourcedefinitions.apiextensions.k8s.io',
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    {
      metadata: { name: 'widgets.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { plural: 'widgets', kind: 'Widget' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            subresources: {
              status: {},
              scale: { specReplicasPath: '.spec.n', statusReplicasPath: '.status.n' },
            },
            additionalPrinterColumns: [{ name: 'N', type: 'integer', jsonPath: '.spec.n' }],
            selectableFields: [{ jsonPath: '.spec.s' }],
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: {
                    type: 'object',
                    properties: {
                      n: { type: 'integer', default: 1, maximum: 9 },
                      s: { type: 'string', enum: ['a', 'b'], pattern: '^[ab]$' },
                      l: {
                        type: 'array',
                        'x-kubernetes-list-type': 'map',
                        'x-kubernetes-list-map-keys': ['k'],
                        items: { type: 'object', required: ['k'], properties: { k: { type: 'string' } } },
                      },
                    },
                    anyOf: [{ required: ['n'] }, { required: ['s'] }],
                    'x-kubernetes-validations': [{ rule: 'self.n < 5', message: 'less', fieldPath: '.n' }],
                  },
                },
              },
            },
          },
        ],
      },
    },
  ],
];

/** By group resource. */
function isNamespaced(name: string): boolean {
  const served = builtInResources.find(
    ({ group, resource }) => name === (group === '' ? resource : `${resource}.${group}`),
  );
  return served?.namespaced === true;
}

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
    metadata: { name: 'x', ...(isNamespaced(resource) ? { namespace: 'demo' } : {}) },
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
