import type { Namespace } from '../../../api/types.ts';
import { nameColumn, ageColumn, ageOf } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  { name: 'Status', type: 'string', description: 'The status of the namespace' },
  ageColumn,
];

/** The columns of `kubectl get`. Models printers.printNamespace (v1.36). */
export const namespaceTable: TableConvertor<Namespace> = {
  columns,
  cells: (object, nowMs) => [object.metadata.name, object.status?.phase ?? '', ageOf(object, nowMs)],
};
