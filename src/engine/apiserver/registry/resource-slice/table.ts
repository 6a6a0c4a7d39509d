import type { ResourceSlice } from '../../../api/types.ts';
import { nameColumn, ageOf, ageColumn } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Node',
    type: 'string',
    description:
      'NodeName identifies the node which provides the resources in this pool. A field selector can be used to list only ResourceSlice objects belonging to a certain node.\n\nThis field can be used to limit access from nodes to ResourceSlices with the same node name. It also indicates to autoscalers that adding new nodes of the same type as some old node might also make new resources available.\n\nExactly one of NodeName, NodeSelector, AllNodes, and PerDeviceNodeSelection must be set. This field is immutable.',
  },
  {
    name: 'Driver',
    type: 'string',
    description:
      'Driver identifies the DRA driver providing the capacity information. A field selector can be used to list only ResourceSlice objects with a certain driver name.\n\nMust be a DNS subdomain and should end with a DNS domain owned by the vendor of the driver. It should use only lower case characters. This field is immutable.',
  },
  {
    name: 'Pool',
    type: 'string',
    description:
      'Name is used to identify the pool. For node-local devices, this is often the node name, but this is not required.\n\nIt must not be longer than 253 characters and must consist of one or more DNS sub-domains separated by slashes. This field is immutable.',
  },
  ageColumn,
];

function nodeCell({ spec }: ResourceSlice): string {
  return spec.nodeName ?? '';
}

/** The columns of `kubectl get`. Models printers.printResourceSlice (v1.36). */
export const resourceSliceTable: TableConvertor<ResourceSlice> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    nodeCell(object),
    object.spec.driver,
    object.spec.pool.name,
    ageOf(object, nowMs),
  ],
};
