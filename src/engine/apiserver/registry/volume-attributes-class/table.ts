import type { VolumeAttributesClass } from '../../../api/types.ts';
import { nameColumn, ageOf, ageColumn } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  { name: 'DriverName', type: 'string', description: 'Name of the CSI driver This field is immutable.' },
  ageColumn,
];

/** The columns of `kubectl get`. Models printers.printVolumeAttributesClass (v1.36). */
export const volumeAttributesClassTable: TableConvertor<VolumeAttributesClass> = {
  columns,
  cells: (object, nowMs) => [object.metadata.name, object.driverName, ageOf(object, nowMs)],
};
