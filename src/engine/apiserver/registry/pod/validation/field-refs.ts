import { child, invalid, notSupported, required, type FieldError } from '../../../../api/field-error.ts';
import { isQualifiedName } from '../../../../api/names.ts';
import { canonicalQuantity } from '../../../../api/quantity.ts';

interface FieldRef {
  readonly apiVersion?: string;
  readonly fieldPath?: string;
}

interface ResourceFieldRef {
  readonly containerName?: string;
  readonly resource?: string;
  readonly divisor?: string | number;
}

/** Fields of a pod that exist for references at all. Models ConvertDownwardAPIFieldLabel (v1.36). */
const knownFieldPaths = new Set([
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.serviceAccountName',
  'spec.schedulerName',
  'status.phase',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]);

/** Fields that variables may take. */
export const envFieldPaths = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

/** Fields that files may take. */
export const volumeFieldPaths = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];

const resources = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];

const byteDivisors = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/** Models validateObjectFieldSelector (v1.36). */
export function fieldRefErrors(reference: FieldRef, allowed: readonly string[], path: string): FieldError[] {
  if (!reference.apiVersion) return [required(child(path, 'apiVersion'))];
  const fieldPath = reference.fieldPath ?? '';
  const here = child(path, 'fieldPath');
  if (fieldPath === '') return [required(here)];
  const subscript = /^(metadata\.(?:annotations|labels))\['(.*)'\]$/s.exec(fieldPath);
  if (subscript !== null) {
    const key = (subscript[2] ?? '').toLowerCase();
    return isQualifiedName(key).map((problem) => invalid(here, key, problem));
  }
  if (!knownFieldPaths.has(fieldPath)) {
    return [invalid(here, fieldPath, `error converting fieldPath: field label not supported: ${fieldPath}`)];
  }
  return allowed.includes(fieldPath) ? [] : [notSupported(here, fieldPath, allowed)];
}

/** Models validateContainerResourceFieldSelector (v1.36). */
export function resourceFieldRefErrors(
  reference: ResourceFieldRef,
  inVolume: boolean,
  path: string,
): FieldError[] {
  if (inVolume && !reference.containerName) return [required(child(path, 'containerName'))];
  const resource = reference.resource ?? '';
  if (resource === '') return [required(child(path, 'resource'))];
  const isHugePages = /^(?:limits|requests)\.hugepages-/.test(resource);
  if (!resources.includes(resource) && !isHugePages) {
    return [notSupported(child(path, 'resource'), resource, resources)];
  }
  const divisor = canonicalQuantity(reference.divisor ?? '0');
  if (divisor === '0') return [];
  const name = resource.slice(resource.indexOf('.') + 1);
  const allowed = name === 'cpu' ? ['1m', '1'] : byteDivisors;
  if (allowed.includes(divisor)) return [];
  const shown = name === 'cpu' ? '1m and 1' : `${allowed.slice(0, -1).join(', ')}, ${allowed.at(-1)}`;
  const detail = `only divisor's values ${shown} are supported with the ${name} resource`;
  return [invalid(child(path, 'divisor'), divisor, detail)];
}
