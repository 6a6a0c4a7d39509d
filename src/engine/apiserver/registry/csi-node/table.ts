import type { CSINode } from '../../../api/types.ts';
import { nameColumn, ageColumn, ageOf } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Drivers',
    type: 'integer',
    description: 'Drivers indicates the number of CSI drivers registered on the node',
  },
  ageColumn,
];

/** The columns of `kubectl get`. Models printers.printCSINode (v1.36). */
export const csiNodeTable: TableConvertor<CSINode> = {
  columns,
  cells: (object, nowMs) => [object.metadata.name, object.spec.drivers?.length ?? 0, ageOf(object, nowMs)],
};
