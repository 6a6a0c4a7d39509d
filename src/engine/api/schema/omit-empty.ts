/**
 * Which empty values Go leaves out when it writes a struct: texts, lists, maps, zeros and falses of
 * optional fields that are no pointers.
 */
import { emptyFieldsOf } from './always-present.ts';

/** Optional texts that are pointers, so that an empty one is kept and means something. */
const pointerTexts = new Set([
  'storageClassName',
  'volumeAttributesClassName',
  'loadBalancerClass',
  'ingressClassName',
  'timeZone',
  'localhostProfile',
  'runtimeClassName',
  'service',
  'appProtocol',
  'hostnameOverride',
  'resourceClaimName',
  'resourceClaimTemplateName',
  'nodeName@Endpoint',
  'name@EndpointPort',
  'type@HostPathVolumeSource',
  'scope',
  'apiGroup@TypedLocalObjectReference',
  'holderIdentity',
  'schedulerName@KubeSchedulerProfile',
]);

/** Numbers outside of statuses that are no pointers. */
const plainNumbers = new Set(
  'generation minReadySeconds hostPort initialDelaySeconds nodePort healthCheckNodePort count deprecatedCount'.split(
    ' ',
  ),
);

/** Numbers in statuses that are pointers. */
const pointerNumbers = new Set('collisionCount terminatingReplicas terminating ready'.split(' '));

/** Truths that are no pointers. */
const plainTruths = new Set(
  'hostNetwork hostPID hostIPC stdin stdinOnce tty readOnly unschedulable paused publishNotReadyAddresses globalDefault'.split(
    ' ',
  ),
);

const shortNamePattern = /^.*?V[0-9]+(?:(?:alpha|beta)[0-9]+)?(?=[A-Z])/;
const omittable = new Map<string, boolean>();

/** Whether a field of a struct is left out when it holds nothing. `kind` is what the field's type is. */
export function omitsEmpty(struct: string, name: string, kind: string): boolean {
  const key = `${struct}.${name}`;
  let known = omittable.get(key);
  if (known === undefined) {
    const always = emptyFieldsOf(struct).some((field) => field.name === name);
    // An empty list that is never left out is written as null.
    known = (!always || kind === 'list') && isPlain(struct, name, kind);
    omittable.set(key, known);
  }
  return known;
}

function isPlain(struct: string, name: string, kind: string): boolean {
  const short = struct.replace(shortNamePattern, '');
  switch (kind) {
    case 'list':
    case 'map':
      return true;
    case 'string':
      return !pointerTexts.has(name) && !pointerTexts.has(`${name}@${short}`);
    case 'int32':
    case 'int64':
      return short.endsWith('Status') ? !pointerNumbers.has(name) : plainNumbers.has(name);
    case 'boolean':
      return plainTruths.has(name);
    default:
      return false;
  }
}

/** Whether a decoded value holds nothing. */
export function isEmptyValue(value: unknown): boolean {
  if (value === '' || value === 0 || value === false) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}
