import type { Lease } from '../../../api/types.ts';
import { nameColumn, ageColumn, ageOf } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Holder',
    type: 'string',
    description:
      'holderIdentity contains the identity of the holder of a current lease. If Coordinated Leader Election is used, the holder identity must be equal to the elected LeaseCandidate.metadata.name field.',
  },
  ageColumn,
];

/** The columns of `kubectl get`. Models printers.printLease (v1.36). */
export const leaseTable: TableConvertor<Lease> = {
  columns,
  cells: (object, nowMs) => [object.metadata.name, object.spec?.holderIdentity ?? '', ageOf(object, nowMs)],
};
