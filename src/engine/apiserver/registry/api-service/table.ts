import { ageColumn, ageOf, nameColumn } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';
import type { ApiService } from './strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Service',
    type: 'string',
    description: 'The reference to the service that hosts this API endpoint.',
  },
  { name: 'Available', type: 'string', description: 'Whether this service is available.' },
  ageColumn,
];

function availableCell({ status }: ApiService): string {
  const available = status?.conditions?.find(({ type }) => type === 'Available');
  if (!available) return 'Unknown';
  const { status: answer, reason } = available;
  return answer === 'True' || !reason ? answer : `${answer} (${reason})`;
}

/** The columns of `kubectl get`. Models kube-aggregator's ConvertToTable (v1.36). */
export const apiServiceTable: TableConvertor<ApiService> = {
  columns,
  cells: (object, nowMs) => {
    const { service } = object.spec;
    return [
      object.metadata.name,
      service ? `${service.namespace}/${service.name}` : 'Local',
      availableCell(object),
      ageOf(object, nowMs),
    ];
  },
};
