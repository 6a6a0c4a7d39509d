import type { NetworkPolicy } from '../../../api/types.ts';
import { nameColumn, ageColumn, ageOf, selectorCell } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Pod-Selector',
    type: 'string',
    description:
      "podSelector selects the pods to which this NetworkPolicy object applies. The array of rules is applied to any pods selected by this field. An empty selector matches all pods in the policy's namespace. Multiple network policies can select the same set of pods. In this case, the ingress rules for each are combined additively. This field is optional. If it is not specified, it defaults to an empty selector.",
  },
  ageColumn,
];

/** The columns of `kubectl get`. Models printers.printNetworkPolicy (v1.36). */
export const networkPolicyTable: TableConvertor<NetworkPolicy> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    selectorCell(object.spec?.podSelector),
    ageOf(object, nowMs),
  ],
};
