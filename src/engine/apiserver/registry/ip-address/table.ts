import type { IPAddress } from '../../../api/types.ts';
import { nameColumn, ageOf, none } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'ParentRef',
    type: 'string',
    description:
      'ParentRef references the resource that an IPAddress is attached to. An IPAddress must reference a parent object.',
  },
];

function parentCell({ spec }: IPAddress): string {
  const { parentRef } = spec;
  if (!parentRef) return none;
  const { group, resource, namespace, name } = parentRef;
  const kind = (group ? `${resource}.${group}` : resource).toLowerCase();
  return [kind, ...(namespace ? [namespace] : []), name].join('/');
}

/** The columns of `kubectl get`. Models printers.printIPAddress (v1.36). */
export const ipAddressTable: TableConvertor<IPAddress> = {
  columns,
  cells: (object, nowMs) => [object.metadata.name, parentCell(object), ageOf(object, nowMs)],
};
