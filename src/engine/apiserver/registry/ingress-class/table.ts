import type { IngressClass } from '../../../api/types.ts';
import { nameColumn, ageColumn, ageOf, none } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Controller',
    type: 'string',
    description: 'Controller that is responsible for handling this class',
  },
  { name: 'Parameters', type: 'string', description: 'A reference to a resource with additional parameters' },
  ageColumn,
];

function parametersCell(ingressClass: IngressClass): string {
  const parameters = ingressClass.spec?.parameters;
  if (!parameters) return none;
  const kind = parameters.apiGroup ? `${parameters.kind}.${parameters.apiGroup}` : parameters.kind;
  return `${kind}/${parameters.name}`;
}

/** The columns of `kubectl get`. Models printers.printIngressClass (v1.36). */
export const ingressClassTable: TableConvertor<IngressClass> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    object.spec?.controller ?? '',
    parametersCell(object),
    ageOf(object, nowMs),
  ],
};
