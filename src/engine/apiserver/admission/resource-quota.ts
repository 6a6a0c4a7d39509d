import { forbiddenError } from '../../api/status-error.ts';
import { addQuantities, compareQuantities, formatQuantity, parseQuantity } from '../../api/quantity.ts';
import { podLimits, podRequests, type ResourceList } from '../../api/pod-resources.ts';
import type { Container, KubeObject, Pod, Service } from '../../api/types.ts';
import { compareText } from '../storage/object-table.ts';
import type { AdmissionPlugin, AdmissionRequest } from './admission.ts';

interface ScopeRequirement {
  readonly scopeName: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

interface Quota extends KubeObject {
  readonly spec?: {
    readonly hard?: ResourceList;
    readonly scopes?: readonly string[];
    readonly scopeSelector?: { readonly matchExpressions?: readonly ScopeRequirement[] };
  };
  readonly status?: { readonly hard?: ResourceList; readonly used?: ResourceList };
}

/** What an object uses, as texts by the quota's own names. */
type Usage = Readonly<Record<string, string>>;

/**
 * Counts what is created against the quotas of its namespace, and refuses what exceeds one.
 * Simplified: updates are not counted. Models apiserver/pkg/admission/plugin/resourcequota (v1.36).
 */
export const resourceQuota: AdmissionPlugin = {
  name: 'ResourceQuota',
  operations: ['CREATE'],
  validate(request) {
    const { server, namespace, subresource, object, dryRun } = request;
    if (subresource !== '' || namespace === '' || object === undefined) return;
    if (server.storage.count('resourcequotas') === 0) return;
    const quotas = (server.storage.list('resourcequotas', namespace) as Quota[]).filter((quota) =>
      covers(quota, request),
    );
    if (quotas.length === 0) return;
    const usage = usageOf(request);
    const charges = quotas.flatMap((quota) => chargeTo(request, quota, usage));
    if (dryRun) return;
    for (const { quota, used } of charges)
      server.storage.replace('resourcequotas', quota, {
        ...quota,
        status: { ...quota.status, used },
      } as Quota);
  },
};

interface Charge {
  readonly quota: Quota;
  readonly used: ResourceList;
}

/** What the quota would count then; nothing where it does not limit what the object uses. */
function chargeTo(request: AdmissionRequest, quota: Quota, usage: Usage): Charge[] {
  const hard = quota.status?.hard ?? {};
  const used = quota.status?.used ?? {};
  const { name } = quota.metadata;
  const refuse = (problem: string): Error => forbiddenError(request.resource, request.name, problem);
  if (request.resource.storedAs === 'pods') {
    const missing = missingResources(request.object as Pod, Object.keys(hard));
    if (missing !== '') throw refuse(`failed quota: ${name}: must specify ${missing}`);
  }
  const limited = Object.keys(hard)
    .filter((key) => Object.hasOwn(usage, key))
    .toSorted(compareText);
  if (limited.length === 0) return [];
  const unknown = limited.filter((key) => !Object.hasOwn(used, key));
  if (unknown.length > 0) throw refuse(`status unknown for quota: ${name}, resources: ${unknown.join(',')}`);
  const next = new Map<string, string>();
  for (const key of limited)
    next.set(
      key,
      formatQuantity(addQuantities(parseQuantity(used[key] as string), parseQuantity(usage[key] as string))),
    );
  const exceeded = limited.filter(
    (key) =>
      usage[key] !== '0' &&
      compareQuantities(parseQuantity(next.get(key) as string), parseQuantity(hard[key] as string)) > 0,
  );
  if (exceeded.length > 0) {
    const list = (amounts: Readonly<Record<string, unknown>>): string =>
      exceeded.map((key) => `${key}=${String(amounts[key])}`).join(',');
    throw refuse(
      `exceeded quota: ${name}, requested: ${list(usage)}, used: ${list(used)}, limited: ${list(hard)}`,
    );
  }
  return [{ quota, used: { ...used, ...Object.fromEntries(next) } }];
}

const computeResources = /^(?:(?:requests|limits)\.)?(?:cpu|memory)$|^requests\.|^limits\./;

/** `requests.cpu for: c; requests.memory for: c`: what limited containers leave out. */
function missingResources({ spec }: Pod, hard: readonly string[]): string {
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  return hard
    .filter((key) => computeResources.test(key) && !key.startsWith('requests.storage'))
    .toSorted(compareText)
    .map((key) => ({
      key,
      names: containers.filter((container) => !asksFor(container, key)).map(({ name }) => name),
    }))
    .filter(({ key, names }) => names.length > 0 && isRequired(key))
    .map(({ key, names }) => `${key} for: ${names.join(',')}`)
    .join('; ');
}

/** Ephemeral storage and extended resources need not be asked for. */
function isRequired(key: string): boolean {
  return /^(?:(?:requests|limits)\.)?(?:cpu|memory)$/.test(key);
}

function asksFor({ resources }: Container, key: string): boolean {
  const [kind, name] = key.startsWith('limits.')
    ? (['limits', key.slice(7)] as const)
    : (['requests', key.replace(/^requests\./, '')] as const);
  const amount = resources?.[kind]?.[name];
  return amount !== undefined && String(amount) !== '0';
}

/** Whether the quota is about objects like this one. */
function covers({ spec }: Quota, request: AdmissionRequest): boolean {
  const requirements: ScopeRequirement[] = [
    ...(spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' })),
    ...(spec?.scopeSelector?.matchExpressions ?? []),
  ];
  if (requirements.length === 0) return true;
  if (request.resource.storedAs !== 'pods') return false;
  return requirements.every((requirement) => isInScope(request.object as Pod, requirement));
}

function isInScope({ spec, status }: Pod, { scopeName, operator, values = [] }: ScopeRequirement): boolean {
  switch (scopeName) {
    case 'Terminating':
      return spec.activeDeadlineSeconds !== undefined;
    case 'NotTerminating':
      return spec.activeDeadlineSeconds === undefined;
    case 'BestEffort':
      return status?.qosClass === 'BestEffort';
    case 'NotBestEffort':
      return status?.qosClass !== 'BestEffort';
    case 'PriorityClass': {
      const name = spec.priorityClassName ?? '';
      if (operator === 'Exists') return name !== '';
      if (operator === 'DoesNotExist') return name === '';
      return values.includes(name) === (operator === 'In');
    }
    case 'CrossNamespacePodAffinity':
      return JSON.stringify(spec.affinity ?? {}).includes('"namespace');
    default:
      return false;
  }
}

/** What the new object uses. Models pkg/quota/v1/evaluator/core (v1.36). */
function usageOf({ resource, object }: AdmissionRequest): Usage {
  const counts: Record<string, string> = {
    [`count/${resource.groupResource}`]: '1',
    ...(resource.group === '' && { [resource.resource]: '1' }),
  };
  switch (resource.groupResource) {
    case 'pods':
      return { ...counts, ...podUsage(object as Pod) };
    case 'services':
      return { ...counts, ...serviceUsage(object as Service) };
    case 'persistentvolumeclaims':
      return { ...counts, ...claimUsage(object as KubeObject) };
    default:
      return counts;
  }
}

function podUsage(pod: Pod): Usage {
  const usage: Record<string, string> = {};
  const text = (name: string, amount: number): string =>
    formatQuantity(
      name === 'cpu' ? parseQuantity(`${amount}m`) : { ...parseQuantity(amount), format: 'BinarySI' },
    );
  for (const [name, amount] of podRequests(pod)) {
    usage[`requests.${name}`] = text(name, amount);
    if (name === 'cpu' || name === 'memory') usage[name] = text(name, amount);
  }
  for (const [name, amount] of podLimits(pod)) usage[`limits.${name}`] = text(name, amount);
  return usage;
}

function serviceUsage({ spec }: Service): Usage {
  const type = spec?.type;
  const ports = spec?.ports?.length ?? 0;
  const balanced = type === 'LoadBalancer';
  const hasPorts = type === 'NodePort' || (balanced && spec?.allocateLoadBalancerNodePorts !== false);
  return {
    'services.nodeports': hasPorts ? String(ports) : '0',
    'services.loadbalancers': balanced ? '1' : '0',
  };
}

function claimUsage(object: KubeObject): Usage {
  const { spec } = object as KubeObject & {
    spec?: { storageClassName?: string; resources?: { requests?: ResourceList } };
  };
  const storage = String(spec?.resources?.requests?.['storage'] ?? '0');
  const name = spec?.storageClassName;
  return {
    'requests.storage': storage,
    ...(name && {
      [`${name}.storageclass.storage.k8s.io/requests.storage`]: storage,
      [`${name}.storageclass.storage.k8s.io/persistentvolumeclaims`]: '1',
    }),
  };
}
