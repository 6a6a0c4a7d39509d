import { forbiddenError } from '../../api/status-error.ts';
import { compareQuantities, formatQuantity, parseQuantity, type Quantity } from '../../api/quantity.ts';
import { addResourceLists, type ResourceList } from '../../api/pod-resources.ts';
import type { Container, KubeObject, Pod } from '../../api/types.ts';
import type { AdmissionPlugin, AdmissionRequest } from './admission.ts';

interface LimitRangeItem {
  readonly type: string;
  readonly min?: ResourceList;
  readonly max?: ResourceList;
  readonly default?: ResourceList;
  readonly defaultRequest?: ResourceList;
  readonly maxLimitRequestRatio?: ResourceList;
}

interface LimitRange extends KubeObject {
  readonly spec?: { readonly limits?: readonly LimitRangeItem[] | null };
}

const annotation = 'kubernetes.io/limit-ranger';

/**
 * Gives containers the namespace's default requests and limits, and refuses what is outside its
 * bounds. Models plugin/pkg/admission/limitranger (v1.36).
 */
export const limitRanger: AdmissionPlugin = {
  name: 'LimitRanger',
  resources: ['pods', 'persistentvolumeclaims'],
  operations: ['CREATE', 'UPDATE'],
  admit(request) {
    if (request.resource.storedAs !== 'pods' || request.operation !== 'CREATE') return;
    for (const { type, default: limits = {}, defaultRequest: requests = {} } of limitsOf(request))
      if (type === 'Container') setDefaults(request.object as Pod, { requests, limits });
  },
  validate(request) {
    if (request.resource.storedAs === 'pods' && request.operation !== 'CREATE') return;
    const problems = limitsOf(request).flatMap((limit) => problemsOf(request, limit));
    if (problems.length === 0) return;
    const text = problems.length === 1 ? (problems[0] as string) : `[${problems.join(', ')}]`;
    throw forbiddenError(request.resource, request.name, text);
  },
};

function limitsOf({ server, namespace }: AdmissionRequest): LimitRangeItem[] {
  if (server.storage.count('limitranges') === 0) return [];
  const ranges = server.storage.list('limitranges', namespace) as LimitRange[];
  return ranges.flatMap(({ spec }) => spec?.limits ?? []);
}

interface Defaults {
  readonly requests: ResourceList;
  readonly limits: ResourceList;
}

function setDefaults(pod: Pod, defaults: Defaults): void {
  const notes = [
    ...(pod.spec.containers ?? []).flatMap((container) => fill(container, 'container', defaults)),
    ...(pod.spec.initContainers ?? []).flatMap((container) => fill(container, 'init container', defaults)),
  ];
  if (notes.length > 0)
    pod.metadata.annotations = {
      ...pod.metadata.annotations,
      [annotation]: `LimitRanger plugin set: ${notes.join('; ')}`,
    };
}

/** Fills in what the container leaves out; answers what was, in words. */
function fill(container: Container, what: string, defaults: Defaults): string[] {
  const resources = { ...container.resources };
  const notes: string[] = [];
  for (const [kind, word] of [
    ['requests', 'request'],
    ['limits', 'limit'],
  ] as const) {
    const own = (resources[kind] ?? {}) as ResourceList;
    const added = Object.keys(defaults[kind])
      .filter((name) => !Object.hasOwn(own, name))
      .toSorted();
    if (added.length === 0) continue;
    resources[kind] = {
      ...Object.fromEntries(added.map((name) => [name, defaults[kind][name]])),
      ...own,
    } as Record<string, string>;
    notes.push(`${added.join(', ')} ${word} for ${what} ${container.name}`);
  }
  container.resources = resources;
  return notes;
}

interface Asked {
  readonly requests?: ResourceList;
  readonly limits?: ResourceList;
}

function problemsOf(request: AdmissionRequest, limit: LimitRangeItem): string[] {
  if (request.resource.storedAs === 'persistentvolumeclaims') {
    if (limit.type !== 'PersistentVolumeClaim') return [];
    const { spec } = request.object as KubeObject & { spec?: { resources?: Asked } };
    return requestProblems(limit, spec?.resources ?? {});
  }
  const { spec } = request.object as Pod;
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  if (limit.type === 'Container')
    return containers.flatMap(({ resources }) => boundProblems(limit, (resources ?? {}) as Asked));
  return limit.type === 'Pod' ? boundProblems(limit, sumOf(spec.containers ?? [])) : [];
}

/** Simplified: init containers do not raise the pod's sum. */
function sumOf(containers: readonly Container[]): Asked {
  const sum = (kind: 'requests' | 'limits'): ResourceList =>
    containers.reduce<ResourceList>(
      (total, { resources }) => addResourceLists(total, resources?.[kind] ?? {}),
      {},
    );
  return { requests: sum('requests'), limits: sum('limits') };
}

function entries(list: ResourceList | undefined): [string, Quantity][] {
  return Object.entries(list ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => [name, parseQuantity(text)]);
}

function amount(list: ResourceList | undefined, name: string): Quantity | undefined {
  return list !== undefined && Object.hasOwn(list, name) ? parseQuantity(list[name] as string) : undefined;
}

function boundProblems(limit: LimitRangeItem, { requests, limits }: Asked): string[] {
  const problems: string[] = [];
  const { type } = limit;
  for (const [name, bound] of entries(limit.min)) {
    const start = `minimum ${name} usage per ${type} is ${formatQuantity(bound)}`;
    const requested = amount(requests, name);
    const limited = amount(limits, name);
    if (requested === undefined) problems.push(`${start}.  No request is specified`);
    else if (compareQuantities(requested, bound) < 0)
      problems.push(`${start}, but request is ${formatQuantity(requested)}`);
    else if (limited !== undefined && compareQuantities(limited, bound) < 0)
      problems.push(`${start}, but limit is ${formatQuantity(limited)}`);
  }
  for (const [name, bound] of entries(limit.max)) {
    const start = `maximum ${name} usage per ${type} is ${formatQuantity(bound)}`;
    const requested = amount(requests, name);
    const limited = amount(limits, name);
    if (limited === undefined) problems.push(`${start}.  No limit is specified`);
    else if (compareQuantities(limited, bound) > 0)
      problems.push(`${start}, but limit is ${formatQuantity(limited)}`);
    else if (requested !== undefined && compareQuantities(requested, bound) > 0)
      problems.push(`${start}, but request is ${formatQuantity(requested)}`);
  }
  for (const [name, bound] of entries(limit.maxLimitRequestRatio)) {
    const problem = ratioProblem(bound, amount(requests, name), amount(limits, name));
    if (problem !== undefined)
      problems.push(
        `${name} max limit to request ratio per ${type} is ${formatQuantity(bound)}, but ${problem}`,
      );
  }
  return problems;
}

function ratioProblem(
  bound: Quantity,
  requested: Quantity | undefined,
  limited: Quantity | undefined,
): string | undefined {
  if (requested === undefined || requested.nanos === 0n) return 'no request is specified or request is 0';
  if (limited === undefined || limited.nanos === 0n) return 'no limit is specified or limit is 0';
  const ratio = Number(limited.nanos) / Number(requested.nanos);
  return ratio > Number(bound.nanos) / 1e9 ? `provided ratio is ${ratio.toFixed(6)}` : undefined;
}

/** Claims have no limits: their requests alone are bounded. */
function requestProblems(limit: LimitRangeItem, { requests }: Asked): string[] {
  const problems: string[] = [];
  const check = (list: ResourceList | undefined, word: string, sign: number): void => {
    for (const [name, bound] of entries(list)) {
      const start = `${word} ${name} usage per ${limit.type} is ${formatQuantity(bound)}`;
      const requested = amount(requests, name);
      if (requested === undefined) problems.push(`${start}.  No request is specified`);
      else if (compareQuantities(requested, bound) * sign > 0)
        problems.push(`${start}, but request is ${formatQuantity(requested)}`);
    }
  };
  check(limit.min, 'minimum', -1);
  check(limit.max, 'maximum', 1);
  return problems;
}
