import { duplicate, invalid, required, tooMany, type FieldError } from '../../../api/field-error.ts';
import { isDnsSubdomain } from '../../../api/names.ts';
import type { ResourceSlice } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { driverNameErrors } from '../common/driver-name.ts';
import { immutableErrors, objectMetaErrors } from '../common/object-meta.ts';
import { poolNameErrors } from '../device-class/device-rules.ts';
import { each } from '../pod/validation/handlers.ts';
import { nodeSelectorErrors } from '../pod/validation/scheduling.ts';
import type { Strategy } from '../strategy.ts';
import { deviceErrors } from './device-errors.ts';
import { resourceSliceTable } from './table.ts';

type Spec = ResourceSlice['spec'];
type Placed = Pick<Spec, 'nodeName' | 'nodeSelector' | 'allNodes' | 'perDeviceNodeSelection'>;

const maxDevices = 128;
const maxAdvancedDevices = 64;
const choice = 'exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required';
const deviceChoice =
  'exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec';

/** The rules of ResourceSlices. Models pkg/registry/resource/resourceslice (v1.36). */
export const resourceSliceStrategy: Strategy<ResourceSlice> = {
  prepareForCreate: ({ metadata }) => {
    metadata.generation = 1;
  },
  prepareForUpdate(draft, old) {
    if (!deepEqual(draft.spec, old.spec)) draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
  },
  validateCreate: ({ metadata, spec }) => [...objectMetaErrors(metadata, false), ...specErrors(spec)],
  validateUpdate: ({ spec }, old) => specErrors(spec, old.spec),
  warningsOnCreate: ({ spec }) => driverWarnings(spec),
  warningsOnUpdate: ({ spec }) => driverWarnings(spec),
  returnDeletedObject: true,
  selectableFields: {
    'spec.nodeName': ({ spec }) => spec.nodeName ?? '',
    'spec.driver': ({ spec }) => spec.driver,
  },
  table: resourceSliceTable,
};

function driverWarnings({ driver }: Spec): string[] {
  return driver === driver.toLowerCase()
    ? []
    : [`spec.driver: driver names should be lowercase; "${driver}" contains uppercase characters`];
}

function specErrors(spec: Spec, old?: Spec): FieldError[] {
  const { pool } = spec;
  const errors = driverNameErrors(spec.driver, 'spec.driver');
  errors.push(...poolNameErrors(pool.name, 'spec.pool.name'));
  if (pool.resourceSliceCount <= 0)
    errors.push(
      invalid('spec.pool.resourceSliceCount', pool.resourceSliceCount, 'must be greater than zero'),
    );
  if (pool.generation < 0)
    errors.push(invalid('spec.pool.generation', pool.generation, 'must be greater than or equal to zero'));
  if (old)
    errors.push(
      ...immutableErrors(pool.name, old.pool.name, 'spec.pool.name'),
      ...immutableErrors(spec.driver, old.driver, 'spec.driver'),
      ...immutableErrors(spec.nodeName, old.nodeName, 'spec.nodeName'),
    );
  errors.push(...placeErrors(spec, 'spec', choice, `${choice}, but multiple fields are set`));
  if (spec.nodeSelector && spec.nodeSelector.nodeSelectorTerms.length !== 1)
    errors.push(
      invalid(
        'spec.nodeSelector.nodeSelectorTerms',
        spec.nodeSelector.nodeSelectorTerms,
        'must have exactly one node selector term',
      ),
    );
  if (spec.sharedCounters && spec.devices)
    errors.push(invalid('spec', '', 'only one of `sharedCounters` or `devices` is allowed'));
  return [...errors, ...devicesErrors(spec)];
}

/** Where devices are: said in exactly one way. */
function placeErrors(placed: Placed, path: string, none: string, several: string): FieldError[] {
  const errors: FieldError[] = [];
  const used: string[] = [];
  const { nodeName, nodeSelector } = placed;
  if (nodeName === '')
    errors.push(invalid(`${path}.nodeName`, nodeName, 'must be either unset or set to a non-empty string'));
  else if (nodeName !== undefined) {
    used.push('`nodeName`');
    errors.push(...isDnsSubdomain(nodeName).map((problem) => invalid(`${path}.nodeName`, nodeName, problem)));
  }
  if (nodeSelector) {
    used.push('`nodeSelector`');
    errors.push(...nodeSelectorErrors(nodeSelector, `${path}.nodeSelector`));
  }
  for (const name of ['allNodes', 'perDeviceNodeSelection'] as const) {
    if (placed[name] === true) used.push(`\`${name}\``);
    else if (placed[name] === false)
      errors.push(invalid(`${path}.${name}`, false, 'must be either unset or set to true'));
  }
  if (used.length === 0) errors.push(required(path, none));
  if (used.length > 1) errors.push(invalid(path, `{${used.join(', ')}}`, several));
  return errors;
}

function devicesErrors({ devices = [], perDeviceNodeSelection }: Spec): FieldError[] {
  const path = 'spec.devices';
  const isAdvanced = devices.some(
    ({ taints, consumesCounters }) => taints?.length || consumesCounters?.length,
  );
  const most = isAdvanced ? maxAdvancedDevices : maxDevices;
  if (devices.length > most) return [tooMany(path, devices.length, most)];
  const names = new Set<string>();
  const errors = each(devices, path, (device, here) => [
    ...deviceErrors(device, here),
    ...(perDeviceNodeSelection ? placeErrors(device, here, deviceChoice, deviceChoice) : []),
    ...(!perDeviceNodeSelection &&
    (device.nodeName !== undefined || device.nodeSelector || device.allNodes !== undefined)
      ? [
          invalid(
            here,
            null,
            '`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec',
          ),
        ]
      : []),
  ]);
  devices.forEach(({ name }, index) => {
    if (names.has(name)) errors.push(duplicate(`${path}[${index}]`, name));
    names.add(name);
  });
  return errors;
}
