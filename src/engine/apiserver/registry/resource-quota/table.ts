import type { ResourceQuota } from '../../../api/types.ts';
import { nameColumn, ageColumn, ageOf } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Request',
    type: 'string',
    description: 'Request represents a minimum amount of cpu/memory that a container may consume.',
  },
  {
    name: 'Limit',
    type: 'string',
    description:
      'Limits control the maximum amount of cpu/memory that a container may use independent of contention on the node.',
  },
  ageColumn,
];

function usage(quota: ResourceQuota, limits: boolean): string {
  const { hard = {}, used = {} } = quota.status ?? {};
  return Object.keys(quota.status?.hard ?? {})
    .filter((name) => name.startsWith('limits') === limits)
    .toSorted()
    .map((name) => `${name}: ${used[name] ?? '0'}/${hard[name]}`)
    .join(', ');
}

/** The columns of `kubectl get`. Models printers.printResourceQuota (v1.36). */
export const resourceQuotaTable: TableConvertor<ResourceQuota> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    usage(object, false),
    usage(object, true),
    ageOf(object, nowMs),
  ],
};
