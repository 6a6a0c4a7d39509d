import {
  at,
  child,
  forbidden,
  invalid,
  notFound,
  required,
  type FieldError,
} from '../../../../api/field-error.ts';
import { isQualifiedName } from '../../../../api/names.ts';
import {
  QuantityError,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  quantityMilliValue,
  type Quantity,
} from '../../../../api/quantity.ts';
import type { ResourceList } from '../../../../api/pod-resources.ts';

const standardContainerResources = new Set(['cpu', 'memory', 'ephemeral-storage']);
const quotaResources = [
  'pods',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
  'resourcequotas',
];
const standardResources = new Set([
  ...standardContainerResources,
  ...quotaResources,
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'requests.storage',
  'storage',
]);
const integerResources = new Set(quotaResources);

/** Models IsStandardQuotaResourceName (v1.36). */
export function isStandardQuotaResource(name: string): boolean {
  return standardResources.has(name) && name !== 'storage';
}

/** `nvidia.com/gpu`: qualified, and neither Kubernetes' own nor a quota's. Models IsExtendedResourceName (v1.36). */
export function isExtendedResource(name: string): boolean {
  return (
    !isNativeResource(name) &&
    !name.startsWith('requests.') &&
    isQualifiedName(`requests.${name}`).length === 0
  );
}

function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

export function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** Whether requests may be below limits. Models IsOvercommitAllowed (v1.36). */
function isOvercommitAllowed(name: string): boolean {
  return isNativeResource(name) && !isHugePages(name);
}

/** Models validateResourceName (v1.36). */
export function resourceNameErrors(name: string, path: string): FieldError[] {
  const problems = isQualifiedName(name);
  if (problems.length > 0) return problems.map((problem) => invalid(path, name, problem));
  if (!name.includes('/') && !standardResources.has(name) && !isHugePages(name)) {
    return [invalid(path, name, 'must be a standard resource type or fully qualified')];
  }
  return [];
}

function containerResourceNameErrors(name: string, path: string): FieldError[] {
  const errors = resourceNameErrors(name, path);
  if (!name.includes('/')) {
    if (!standardContainerResources.has(name) && !isHugePages(name)) {
      errors.push(invalid(path, name, 'must be a standard resource for containers'));
    }
  } else if (!isNativeResource(name) && !isExtendedResource(name)) {
    errors.push(invalid(path, name, "doesn't follow extended resource name standard"));
  }
  return errors;
}

/** Models ValidateResourceQuantityValue (v1.36). */
export function resourceValueErrors(name: string, quantity: Quantity, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (quantity.nanos < 0n) {
    errors.push(invalid(path, formatQuantity(quantity), 'must be greater than or equal to 0'));
  }
  const whole = integerResources.has(name) || isExtendedResource(name);
  if (whole && quantityMilliValue(quantity) % 1000n !== 0n) {
    errors.push(invalid(path, formatQuantity(quantity), 'must be an integer'));
  }
  return errors;
}

interface Requirements {
  readonly limits?: ResourceList;
  readonly requests?: ResourceList;
  readonly claims?: readonly { readonly name: string; readonly request?: string }[];
}

/** Models validateContainerResourceRequirements (v1.36). */
export function resourceRequirementsErrors(
  requirements: Requirements | undefined,
  podClaimNames: ReadonlySet<string>,
  path: string,
): FieldError[] {
  if (requirements === undefined) return [];
  const errors: FieldError[] = [];
  const limits = requirements.limits ?? {};
  const requests = requirements.requests ?? {};
  const limitsPath = child(path, 'limits');
  const requestsPath = child(path, 'requests');
  for (const name of Object.keys(limits).toSorted()) {
    errors.push(...oneResourceErrors(name, parseQuantity(limits[name] ?? ''), at(limitsPath, name)));
  }
  for (const name of Object.keys(requests).toSorted()) {
    const requested = parseQuantity(requests[name] ?? '');
    errors.push(...oneResourceErrors(name, requested, at(requestsPath, name)));
    const limitText = limits[name];
    if (limitText === undefined) {
      if (!isOvercommitAllowed(name)) {
        errors.push(required(limitsPath, 'Limit must be set for non overcommitable resources'));
      }
      continue;
    }
    const limit = parseQuantity(limitText);
    const order = compareQuantities(requested, limit);
    const rule = isOvercommitAllowed(name) ? 'less than or equal to' : 'equal to';
    if (order > 0 || (order < 0 && rule === 'equal to')) {
      const detail = `must be ${rule} ${name} limit of ${formatQuantity(limit)}`;
      errors.push(invalid(requestsPath, formatQuantity(requested), detail));
    }
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) {
    errors.push(forbidden(path, 'HugePages require cpu or memory'));
  }
  return [...errors, ...claimErrors(requirements.claims ?? [], podClaimNames, child(path, 'claims'))];
}

function oneResourceErrors(name: string, quantity: Quantity, path: string): FieldError[] {
  const errors = [...containerResourceNameErrors(name, path), ...resourceValueErrors(name, quantity, path)];
  if (isHugePages(name)) errors.push(...hugePagesErrors(name, quantity, path));
  return errors;
}

function hugePagesErrors(name: string, quantity: Quantity, path: string): FieldError[] {
  const pageSize = pageSizeOf(name);
  if (pageSize > 0n && quantity.nanos % pageSize === 0n) return [];
  const shown = formatQuantity(quantity);
  return [invalid(path, shown, `${shown} is not positive integer multiple of ${name}`)];
}

/** The size in the name, in billionths of a byte; 0 where it is none. */
function pageSizeOf(name: string): bigint {
  try {
    return parseQuantity(name.slice('hugepages-'.length)).nanos;
  } catch (error) {
    if (error instanceof QuantityError) return 0n;
    throw error;
  }
}

function claimErrors(
  claims: NonNullable<Requirements['claims']>,
  podClaimNames: ReadonlySet<string>,
  path: string,
): FieldError[] {
  return claims.flatMap((claim, index): FieldError[] => {
    if (claim.name === '') return [required(child(at(path, index), 'name'))];
    if (podClaimNames.has(claim.name)) return [];
    const known =
      podClaimNames.size === 0
        ? 'must be one of the names in pod.spec.resourceClaims which is empty'
        : 'must be one of the names in pod.spec.resourceClaims';
    const missing = notFound(at(path, index), claim.name);
    return [{ ...missing, body: `${missing.body}: ${known}` }];
  });
}
