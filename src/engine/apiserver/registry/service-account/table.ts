import type { ServiceAccount } from '../../../api/types.ts';
import { nameColumn, ageColumn, ageOf } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [nameColumn, ageColumn];

/** The columns of `kubectl get`. Models printers.printServiceAccount (v1.36). */
export const serviceAccountTable: TableConvertor<ServiceAccount> = {
  columns,
  cells: (object, nowMs) => [object.metadata.name, ageOf(object, nowMs)],
};
