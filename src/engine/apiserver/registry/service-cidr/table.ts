import type { ServiceCIDR } from '../../../api/types.ts';
import { nameColumn, ageOf, ageColumn } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'CIDRs',
    type: 'string',
    description:
      'CIDRs defines the IP blocks in CIDR notation (e.g. "192.168.0.0/24" or "2001:db8::/64") from which to assign service cluster IPs. Max of two CIDRs is allowed, one of each IP family. This field is immutable.',
  },
  ageColumn,
];

/** The columns of `kubectl get`. Models printers.printServiceCIDR (v1.36). */
export const serviceCidrTable: TableConvertor<ServiceCIDR> = {
  columns,
  cells: (object, nowMs) => [object.metadata.name, (object.spec.cidrs ?? []).join(','), ageOf(object, nowMs)],
};
