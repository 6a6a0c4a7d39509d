import type { RuntimeClass } from '../../../api/types.ts';
import { nameColumn, ageColumn, ageOf } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Handler',
    type: 'string',
    description:
      'handler specifies the underlying runtime and configuration that the CRI implementation will use to handle pods of this class. The possible values are specific to the node & CRI configuration.  It is assumed that all handlers are available on every node, and handlers of the same name are equivalent on every node. For example, a handler called "runc" might specify that the runc OCI runtime (using native Linux containers) will be used to run the containers in a pod. The Handler must be lowercase, conform to the DNS Label (RFC 1123) requirements, and is immutable.',
  },
  ageColumn,
];

/** The columns of `kubectl get`. Models printers.printRuntimeClass (v1.36). */
export const runtimeClassTable: TableConvertor<RuntimeClass> = {
  columns,
  cells: (object, nowMs) => [object.metadata.name, object.handler, ageOf(object, nowMs)],
};
