import type { ControllerRevision } from '../../../api/types.ts';
import { controllerOf } from '../../../api/owner.ts';
import { nameColumn, ageColumn, ageOf, none } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  { name: 'Controller', type: 'string', description: 'Controller of the object' },
  {
    name: 'Revision',
    type: 'string',
    description: 'Revision indicates the revision of the state represented by Data.',
  },
  ageColumn,
];

function controllerCell(revision: ControllerRevision): string {
  const owner = controllerOf(revision);
  if (owner === undefined) return none;
  const [group = ''] = owner.apiVersion.includes('/') ? owner.apiVersion.split('/') : [];
  const kind = owner.kind.toLowerCase();
  return `${group === '' ? kind : `${kind}.${group}`}/${owner.name}`;
}

/** The columns of `kubectl get`. Models printers.printControllerRevision (v1.36). */
export const controllerRevisionTable: TableConvertor<ControllerRevision> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    controllerCell(object),
    object.revision ?? 0,
    ageOf(object, nowMs),
  ],
};
