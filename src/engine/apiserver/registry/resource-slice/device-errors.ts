import {
  duplicate,
  invalid,
  notSupported,
  required,
  tooLong,
  type FieldError,
} from '../../../api/field-error.ts';
import { byteLength } from '../../../api/names.ts';
import type { ResourceSlice } from '../../../api/types.ts';
import { labelNameErrors } from '../common/object-meta.ts';
import {
  attributeNameErrors,
  labelNameFieldErrors,
  labelValueErrors,
  listErrors,
  taintEffects,
} from '../device-class/device-rules.ts';
import { each } from '../pod/validation/handlers.ts';

type Device = NonNullable<ResourceSlice['spec']['devices']>[number];
type Attribute = NonNullable<Device['attributes']>[string] & Readonly<Record<string, unknown>>;
type Taint = NonNullable<Device['taints']>[number];

const maxTaints = 16;
const maxBindingConditions = 4;
const maxAttributesAndCapacities = 32;
const maxAttributeValueLength = 64;
/** How a value of an attribute is called in JSON, and in Go. */
const attributeValues = [
  ['int', 'IntValue'],
  ['bool', 'BoolValue'],
  ['string', 'StringValue'],
  ['version', 'VersionValue'],
  ['ints', 'IntValues'],
  ['bools', 'BoolValues'],
  ['strings', 'StringValues'],
  ['versions', 'VersionValues'],
] as const;
const semver =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/;

/**
 * What is wrong with a device. Simplified: counters, policies of shared capacity, and mappings to nodes'
 * allocatable resources are not checked. Models validateDevice (v1.36).
 */
export function deviceErrors(device: Device, path: string): FieldError[] {
  const attributes = Object.entries(device.attributes ?? {}) as [string, Attribute][];
  const capacities = Object.keys(device.capacity ?? {});
  const total = attributes.length + capacities.length;
  return [
    ...labelNameFieldErrors(device.name, `${path}.name`),
    ...(total > maxAttributesAndCapacities
      ? [
          invalid(
            path,
            total,
            `the total number of attributes and capacities must not exceed ${maxAttributesAndCapacities}`,
          ),
        ]
      : []),
    ...attributes.flatMap(([name, attribute]) => [
      ...attributeNameErrors(name, `${path}.attributes`),
      ...attributeErrors(attribute, `${path}.attributes[${name}]`),
    ]),
    ...capacities.flatMap((name) => attributeNameErrors(name, `${path}.capacity`)),
    ...listErrors(device.taints, maxTaints, `${path}.taints`, taintErrors),
    ...bindingErrors(device, path),
  ];
}

function attributeErrors(attribute: Attribute, path: string): FieldError[] {
  const present = attributeValues.filter(([name]) => attribute[name] !== undefined);
  const errors = present.flatMap(([name]) => valueErrors(attribute[name], name, `${path}.${name}`));
  if (present.length === 1) return errors;
  const shown =
    present.length === 0
      ? ''
      : Object.fromEntries(attributeValues.map(([name, goName]) => [goName, attribute[name] ?? null]));
  return [...errors, invalid(path, shown, 'exactly one value must be specified')];
}

function valueErrors(value: unknown, name: string, path: string): FieldError[] {
  if (Array.isArray(value)) {
    const items = value as unknown[];
    return items.length === 0
      ? [invalid(path, items, 'must not be empty if specified')]
      : each(items, path, (item, here) => valueErrors(item, name.slice(0, -1), here));
  }
  if (typeof value !== 'string') return [];
  return [
    ...(name === 'version' && !semver.test(value)
      ? [invalid(path, value, 'must be a string compatible with semver.org spec 2.0.0')]
      : []),
    ...(byteLength(value) > maxAttributeValueLength ? [tooLong(path, maxAttributeValueLength)] : []),
  ];
}

function taintErrors({ key, value, effect }: Taint, path: string): FieldError[] {
  return [
    ...labelNameErrors(key, `${path}.key`),
    ...(value ? labelValueErrors(value, `${path}.value`) : []),
    ...(effect ? [] : [required(`${path}.effect`)]),
    ...(effect && !taintEffects.includes(effect)
      ? [notSupported(`${path}.effect`, effect, taintEffects)]
      : []),
  ];
}

function bindingErrors(device: Device, path: string): FieldError[] {
  const { bindingConditions: met = [], bindingFailureConditions: failed = [] } = device;
  const paths = [`${path}.bindingConditions`, `${path}.bindingFailureConditions`] as const;
  const repeated = (names: readonly string[], here: string): FieldError[] =>
    names.flatMap((name, index) =>
      names.indexOf(name) < index ? [duplicate(`${here}[${index}]`, name)] : [],
    );
  return [
    ...listErrors(met, maxBindingConditions, paths[0], labelNameErrors),
    ...listErrors(failed, maxBindingConditions, paths[1], labelNameErrors),
    ...repeated(met, paths[0]),
    ...repeated(failed, paths[1]),
    ...failed.flatMap((name, index) =>
      met.includes(name)
        ? [
            invalid(
              `${paths[1]}[${index}]`,
              name,
              'bindingFailureConditions must not overlap with bindingConditions',
            ),
          ]
        : [],
    ),
    ...(met.length === 0 && failed.length > 0
      ? [invalid(paths[0], null, 'bindingConditions are required to use bindingFailureConditions')]
      : []),
    ...(failed.length === 0 && met.length > 0
      ? [invalid(paths[1], null, 'bindingFailureConditions are required to use bindingConditions')]
      : []),
  ];
}
