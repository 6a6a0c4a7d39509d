import { quotaEvaluator, type Amounts, type QuotaEvaluator } from '../../api/quota/evaluators.ts';
import { quotaMatches } from '../../api/quota/quota-usage.ts';
import { attributesClassesOf, isTerminating } from '../../api/quota/scopes.ts';
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  subtractQuantities,
  type Quantity,
} from '../../api/quantity.ts';
import { forbiddenError } from '../../api/status-error.ts';
import type { Container, KubeObject, PersistentVolumeClaim, Pod, ResourceQuota } from '../../api/types.ts';
import { deepEqual } from '../../sim/plain.ts';
import { compareText } from '../storage/object-table.ts';
import type { AdmissionPlugin, AdmissionRequest } from './admission.ts';

/**
 * Counts what is written against the quotas of its namespace, and refuses what exceeds one.
 * Models apiserver/pkg/admission/plugin/resourcequota (v1.36).
 */
export const resourceQuota: AdmissionPlugin = {
  name: 'ResourceQuota',
  operations: ['CREATE', 'UPDATE'],
  validate(request) {
    const { server, namespace, resource, object, dryRun } = request;
    if (namespace === '' || object === undefined || server.storage.count('resourcequotas') === 0) return;
    if (!isCounted(request, object)) return;
    const evaluator = quotaEvaluator(resource.groupResource);
    const quotas = (server.storage.list('resourcequotas', namespace) as ResourceQuota[]).filter((quota) =>
      quotaMatches(quota, object, evaluator),
    );
    if (quotas.length === 0) return;
    for (const quota of quotas) checkStatement(request, quota, evaluator);
    const charges = quotas.flatMap((quota) => chargeTo(request, quota, usageFor(request, quota, evaluator)));
    if (dryRun) return;
    for (const { quota, used } of charges)
      server.storage.replace('resourcequotas', quota, {
        ...quota,
        status: { ...quota.status, used },
      } as ResourceQuota);
  },
};

/** Whether the write may change what is used. */
function isCounted({ operation, resource, subresource, old }: AdmissionRequest, object: KubeObject): boolean {
  if (operation === 'CREATE') return subresource === '';
  if (old === undefined) return false;
  switch (resource.groupResource) {
    case 'pods':
      return (
        subresource === 'resize' ||
        (subresource === '' && isTerminating(old as Pod) !== isTerminating(object as Pod))
      );
    case 'persistentvolumeclaims':
      return subresource === '' || (subresource === 'status' && isRecounted(object, old));
    case 'services':
    case 'resourceclaims.resource.k8s.io':
      return subresource === '';
    default:
      return false;
  }
}

/** Whether a claim's status tells of other sizes or classes. */
function isRecounted(object: KubeObject, old: KubeObject): boolean {
  const told = (claim: PersistentVolumeClaim): unknown => [
    claim.status?.allocatedResources,
    attributesClassesOf(claim),
  ];
  return !deepEqual(told(object as PersistentVolumeClaim), told(old as PersistentVolumeClaim));
}

/** What the write uses more than before; of an object that the quota was not about before, all. */
function usageFor(request: AdmissionRequest, quota: ResourceQuota, evaluator: QuotaEvaluator): Amounts {
  const { operation, old, nowMs } = request;
  const usage = evaluator.usage(request.object as KubeObject, nowMs);
  const before =
    operation === 'UPDATE' && old !== undefined && quotaMatches(quota, old, evaluator)
      ? evaluator.usage(old, nowMs)
      : new Map<string, Quantity>();
  const more = new Map<string, Quantity>();
  for (const [name, quantity] of usage) {
    const known = before.get(name);
    const delta = known === undefined ? quantity : subtractQuantities(quantity, known);
    if (delta.nanos > 0n) more.set(name, delta);
  }
  return more;
}

function refusal(request: AdmissionRequest, problem: string): Error {
  return forbiddenError(request.resource, request.name, problem);
}

/** What must be said before anything can be counted. */
function checkStatement(request: AdmissionRequest, quota: ResourceQuota, evaluator: QuotaEvaluator): void {
  const { name } = quota.metadata;
  const limited = Object.keys(quota.status?.hard ?? {}).filter((key) => evaluator.counts(key));
  if (request.resource.groupResource === 'pods') {
    const missing = missingResources(request.object as Pod, limited);
    if (missing !== '') throw refusal(request, `failed quota: ${name}: must specify ${missing}`);
  }
  const used = quota.status?.used ?? {};
  if (limited.some((key) => !Object.hasOwn(used, key))) {
    const names = limited.toSorted(compareText).join(',');
    throw refusal(request, `status unknown for quota: ${name}, resources: ${names}`);
  }
}

interface Charge {
  readonly quota: ResourceQuota;
  readonly used: Readonly<Record<string, string | number>>;
}

/** What the quota would count then; nothing where that stays the same. */
function chargeTo(request: AdmissionRequest, quota: ResourceQuota, usage: Amounts): Charge[] {
  const hard = quota.status?.hard ?? {};
  const used = quota.status?.used ?? {};
  const requested = [...usage].filter(([key]) => Object.hasOwn(hard, key));
  if (requested.length === 0) return [];
  const next = new Map(
    requested.map(([key, amount]) => [key, addQuantities(parseQuantity(used[key] ?? '0'), amount)]),
  );
  const exceeded = [...next]
    .filter(([key, amount]) => compareQuantities(amount, parseQuantity(hard[key] ?? '0')) > 0)
    .map(([key]) => key)
    .toSorted(compareText);
  if (exceeded.length > 0 && request.subresource !== 'status') {
    const list = (textOf: (key: string) => unknown): string =>
      exceeded.map((key) => `${key}=${String(textOf(key))}`).join(',');
    const wanted = list((key) => formatQuantity(usage.get(key) as Quantity));
    throw refusal(
      request,
      `exceeded quota: ${quota.metadata.name}, requested: ${wanted}, used: ${list((key) => used[key])}, limited: ${list((key) => hard[key])}`,
    );
  }
  const amounts = Object.fromEntries([...next].map(([key, amount]) => [key, formatQuantity(amount)]));
  return [{ quota, used: { ...used, ...amounts } }];
}

/** Of these a limited container must say how much it wants; of no others. */
const statedResources = /^(?:(?:requests|limits)\.)?(?:cpu|memory)$/;

/** `requests.cpu for: c; requests.memory for: c`: what limited containers leave out. */
function missingResources({ spec }: Pod, limited: readonly string[]): string {
  if (Object.keys({ ...spec.resources?.requests, ...spec.resources?.limits }).length > 0) return '';
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  return limited
    .filter((key) => statedResources.test(key))
    .toSorted(compareText)
    .map((key) => ({
      key,
      names: containers.filter((container) => !asksFor(container, key)).map(({ name }) => name),
    }))
    .filter(({ names }) => names.length > 0)
    .map(({ key, names }) => `${key} for: ${[...new Set(names)].toSorted(compareText).join(',')}`)
    .join('; ');
}

function asksFor({ resources }: Container, key: string): boolean {
  const [kind, name] = key.startsWith('limits.')
    ? (['limits', key.slice('limits.'.length)] as const)
    : (['requests', key.replace(/^requests\./, '')] as const);
  return resources?.[kind]?.[name] !== undefined;
}
