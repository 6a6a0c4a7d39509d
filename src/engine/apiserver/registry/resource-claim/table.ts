import type { ResourceClaim } from '../../../api/types.ts';
import { nameColumn, ageOf, ageColumn } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'State',
    type: 'string',
    description: 'A summary of the current state (allocated, pending, reserved, etc.).',
  },
  ageColumn,
];

function stateCell({ metadata, status }: ResourceClaim): string {
  const deleted = metadata.deletionTimestamp ? ['deleted'] : [];
  if (!status?.allocation) return deleted[0] ?? 'pending';
  return [...deleted, 'allocated', ...(status.reservedFor?.length ? ['reserved'] : [])].join(',');
}

/** The columns of `kubectl get`. Models printers.printResourceClaim (v1.36). */
export const resourceClaimTable: TableConvertor<ResourceClaim> = {
  columns,
  cells: (object, nowMs) => [object.metadata.name, stateCell(object), ageOf(object, nowMs)],
};
