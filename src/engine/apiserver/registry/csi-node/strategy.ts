import { duplicate, invalid, required, type FieldError } from '../../../api/field-error.ts';
import { byteLength } from '../../../api/names.ts';
import type { CSINode } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { driverNameErrors } from '../common/driver-name.ts';
import { labelNameErrors, nonNegativeErrors, objectMetaErrors } from '../common/object-meta.ts';
import type { Strategy } from '../strategy.ts';
import { csiNodeTable } from './table.ts';

type Driver = NonNullable<CSINode['spec']['drivers']>[number];

const maxNodeIdLength = 256;

/** The rules of CSINodes. Models pkg/registry/storage/csinode (v1.36). */
export const csiNodeStrategy: Strategy<CSINode> = {
  validateCreate: nodeErrors,
  validateUpdate: (draft, old) => [
    ...nodeErrors(draft),
    ...(old.spec.drivers ?? []).flatMap((before) =>
      (draft.spec.drivers ?? [])
        .filter(({ name }) => name === before.name)
        .flatMap((after) => changeErrors(after, before)),
    ),
  ],
  returnDeletedObject: true,
  table: csiNodeTable,
};

function nodeErrors({ metadata, spec }: CSINode): FieldError[] {
  const names = new Set<string>();
  return [
    ...objectMetaErrors(metadata, false),
    ...(spec.drivers ?? []).flatMap((driver, index) => driverErrors(driver, `spec.drivers[${index}]`, names)),
  ];
}

function driverErrors(driver: Driver, path: string, names: Set<string>): FieldError[] {
  const errors = driverNameErrors(driver.name, `${path}.name`);
  const { nodeID } = driver;
  if (nodeID === '') errors.push(required(`${path}.nodeID`));
  if (byteLength(nodeID) > maxNodeIdLength)
    errors.push(invalid(`${path}.nodeID`, nodeID, `must be ${maxNodeIdLength} characters or less`));
  errors.push(...nonNegativeErrors(driver.allocatable?.count, `${path}.allocatable.count`));
  if (names.has(driver.name)) errors.push(duplicate(`${path}.name`, driver.name));
  names.add(driver.name);
  const keys = new Set<string>();
  for (const key of driver.topologyKeys ?? []) {
    if (key === '') errors.push(required(path));
    if (keys.has(key)) errors.push(duplicate(path, key));
    keys.add(key);
    errors.push(...labelNameErrors(key, path));
  }
  return errors;
}

/** Of a driver that stays, only how many volumes it takes may change. */
function changeErrors(after: Driver, before: Driver): FieldError[] {
  const fixed = ({ name, nodeID, topologyKeys }: Driver) => ({
    Name: name,
    NodeID: nodeID,
    TopologyKeys: topologyKeys ?? null,
    Allocatable: null,
  });
  return deepEqual(fixed(after), fixed(before))
    ? []
    : [invalid('spec.drivers', fixed(after), 'field is immutable')];
}
