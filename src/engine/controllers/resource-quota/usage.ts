import { podLimits, podRequests } from '../../api/pod-resources.ts';
import { isPodTerminal } from '../../api/pod-status.ts';
import {
  addQuantities,
  formatQuantity,
  milliQuantity,
  parseQuantity,
  wholeQuantity,
  type Quantity,
} from '../../api/quantity.ts';
import type { PersistentVolumeClaim, Pod, ResourceQuota, Service } from '../../api/types.ts';

/** Resources that quotas count by a name of their own. */
const countedByName: ReadonlySet<string> = new Set([
  'configmaps',
  'persistentvolumeclaims',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
]);

/** What a namespace holds, as far as a quota asks. */
export interface NamespaceContents {
  readonly pods: readonly Pod[];
  readonly services: readonly Service[];
  readonly claims: readonly PersistentVolumeClaim[];
  /** How many objects there are of a resource: `deployments.apps`, `configmaps`. */
  count(resource: string): number;
}

/** The used amounts for each of a quota's hard limits. Models quota/v1/evaluator/core (v1.36). */
export function quotaUsage(quota: ResourceQuota, contents: NamespaceContents): Record<string, string> {
  const pods = contents.pods.filter((pod) => !isPodTerminal(pod) && isInScopes(quota, pod));
  return Object.fromEntries(
    Object.keys(quota.spec?.hard ?? {}).map((name) => [name, usedOf(name, pods, contents)]),
  );
}

function usedOf(name: string, pods: readonly Pod[], contents: NamespaceContents): string {
  if (name === 'pods' || name === 'count/pods') return String(pods.length);
  if (name.startsWith('count/')) return String(contents.count(name.slice('count/'.length)));
  if (countedByName.has(name)) return String(contents.count(name));
  const { services, claims } = contents;
  if (name === 'services.nodeports')
    return String(services.reduce((sum, service) => sum + nodePorts(service), 0));
  if (name === 'services.loadbalancers') {
    return String(services.filter(({ spec }) => spec?.type === 'LoadBalancer').length);
  }
  if (name === 'requests.storage') {
    return total(claims.map(({ spec }) => parseQuantity(spec.resources?.requests?.['storage'] ?? '0')));
  }
  return total(pods.map((pod) => amountOf(name, pod)));
}

function nodePorts({ spec }: Service): number {
  const allocates = spec?.type === 'NodePort' || spec?.type === 'LoadBalancer';
  return allocates ? (spec?.ports ?? []).length : 0;
}

/** `cpu` and `requests.cpu` are the same. */
function amountOf(name: string, pod: Pod): Quantity {
  const limited = name.startsWith('limits.');
  const resource = name.replace(/^(requests|limits)\./, '');
  const amount = (limited ? podLimits(pod) : podRequests(pod)).get(resource) ?? 0;
  if (resource === 'cpu') return milliQuantity(amount, 'DecimalSI');
  return wholeQuantity(amount, /memory|storage|hugepages/.test(resource) ? 'BinarySI' : 'DecimalSI');
}

function total(amounts: readonly Quantity[]): string {
  const [first = parseQuantity('0'), ...rest] = amounts;
  return formatQuantity(rest.reduce((sum, amount) => addQuantities(sum, amount), first));
}

/** Whether a quota with scopes is about this pod. */
function isInScopes({ spec }: ResourceQuota, pod: Pod): boolean {
  const requirements = [
    ...(spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists', values: [] as string[] })),
    ...(spec?.scopeSelector?.matchExpressions ?? []),
  ];
  return requirements.every(({ scopeName, operator, values }) => {
    const priorityClass = pod.spec.priorityClassName;
    switch (scopeName) {
      case 'Terminating':
        return pod.spec.activeDeadlineSeconds !== undefined;
      case 'NotTerminating':
        return pod.spec.activeDeadlineSeconds === undefined;
      case 'BestEffort':
        return isBestEffort(pod);
      case 'NotBestEffort':
        return !isBestEffort(pod);
      case 'PriorityClass':
        if (operator === 'DoesNotExist') return !priorityClass;
        if (operator === 'Exists') return Boolean(priorityClass);
        return (values ?? []).includes(priorityClass ?? '') === (operator === 'In');
      default:
        return true;
    }
  });
}

function isBestEffort(pod: Pod): boolean {
  return [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].every(
    ({ resources }) =>
      Object.keys(resources?.requests ?? {}).length === 0 &&
      Object.keys(resources?.limits ?? {}).length === 0,
  );
}
