import type { FlowSchema } from '../../../api/types.ts';
import { nameColumn, ageOf, ageColumn, none } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'PriorityLevel',
    type: 'string',
    description: '`name` is the name of the priority level configuration being referenced Required.',
  },
  {
    name: 'MatchingPrecedence',
    type: 'string',
    description:
      '`matchingPrecedence` is used to choose among the FlowSchemas that match a given request. The chosen FlowSchema is among those with the numerically lowest (which we take to be logically highest) MatchingPrecedence.  Each MatchingPrecedence value must be ranged in [1,10000]. Note that if the precedence is not specified, it will be set to 1000 as default.',
  },
  {
    name: 'DistinguisherMethod',
    type: 'string',
    description:
      '`distinguisherMethod` defines how to compute the flow distinguisher for requests that match this schema. `nil` specifies that the distinguisher is disabled and thus will always be the empty string.',
  },
  ageColumn,
  {
    name: 'MissingPL',
    type: 'string',
    description: 'references a broken or non-existent PriorityLevelConfiguration',
  },
];

/** The columns of `kubectl get`. Models printers.printFlowSchema (v1.36). */
export const flowSchemaTable: TableConvertor<FlowSchema> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    object.spec.priorityLevelConfiguration.name,
    object.spec.matchingPrecedence,
    object.spec.distinguisherMethod?.type ?? none,
    ageOf(object, nowMs),
    object.status?.conditions?.find(({ type }) => type === 'Dangling')?.status ?? '?',
  ],
};
