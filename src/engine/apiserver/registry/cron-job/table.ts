import type { CronJob } from '../../../api/types.ts';
import {
  age,
  ageColumn,
  ageOf,
  nameColumn,
  none,
  selectorCell,
  templateCells,
  templateColumns,
} from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Schedule',
    type: 'string',
    description: 'The schedule in Cron format, see https://en.wikipedia.org/wiki/Cron.',
  },
  {
    name: 'Timezone',
    type: 'string',
    description:
      'The time zone name for the given schedule, see https://en.wikipedia.org/wiki/List_of_tz_database_time_zones. If not specified, this will default to the time zone of the kube-controller-manager process. The set of valid time zone names and the time zone offset is loaded from the system-wide time zone database by the API server during CronJob validation and the controller manager during execution. If no system-wide time zone database can be found a bundled version of the database is used instead. If the time zone name becomes invalid during the lifetime of a CronJob or due to a change in host configuration, the controller will stop creating new new Jobs and will create a system event with the reason UnknownTimeZone. More information can be found in https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones',
  },
  {
    name: 'Suspend',
    type: 'boolean',
    description:
      'This flag tells the controller to suspend subsequent executions, it does not apply to already started executions.  Defaults to false.',
  },
  { name: 'Active', type: 'integer', description: 'A list of pointers to currently running jobs.' },
  {
    name: 'Last Schedule',
    type: 'string',
    description: 'Information when was the last time the job was successfully scheduled.',
  },
  ageColumn,
  ...templateColumns,
  {
    name: 'Selector',
    type: 'string',
    priority: 1,
    description:
      'A label query over pods that should match the pod count. Normally, the system sets this field for you. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors',
  },
];

const templateOf = (job: CronJob) => job.spec.jobTemplate?.spec;

/** The columns of `kubectl get`. Models printers.printCronJob (v1.36). */
export const cronJobTable: TableConvertor<CronJob> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    object.spec.schedule,
    object.spec.timeZone ?? none,
    object.spec.suspend === true ? 'True' : 'False',
    object.status?.active?.length ?? 0,
    object.status?.lastScheduleTime ? age(object.status.lastScheduleTime, nowMs) : none,
    ageOf(object, nowMs),
    ...templateCells(templateOf(object)?.template),
    selectorCell(templateOf(object)?.selector),
  ],
};
