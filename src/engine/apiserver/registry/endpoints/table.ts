import type { Endpoints } from '../../../api/types.ts';
import { nameColumn, ageColumn, ageOf, limited } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Endpoints',
    type: 'string',
    description:
      'The set of all endpoints is the union of all subsets. Addresses are placed into subsets according to the IPs they share. A single address with multiple ports, some of which are ready and some of which are not (because they come from different containers) will result in the address being displayed in different subsets for the different ports. No address will appear in both Addresses and NotReadyAddresses in the same subset. Sets of addresses and ports that comprise a service.',
  },
  ageColumn,
];

function endpointsCell(endpoints: Endpoints): string {
  const all = (endpoints.subsets ?? []).flatMap(({ addresses, ports }) => {
    const shown = ports?.length ? ports.map(({ port }) => `:${port}`) : [''];
    return shown.flatMap((port) => (addresses ?? []).map(({ ip }) => `${ip}${port}`));
  });
  return limited(all);
}

/** The columns of `kubectl get`. Models printers.printEndpoints (v1.36). */
export const endpointsTable: TableConvertor<Endpoints> = {
  columns,
  cells: (object, nowMs) => [object.metadata.name, endpointsCell(object), ageOf(object, nowMs)],
};
