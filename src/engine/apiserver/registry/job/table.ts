import type { Job } from '../../../api/types.ts';
import { humanDuration } from '../../../api/duration.ts';
import { parseTime } from '../../../api/time.ts';
import {
  ageColumn,
  ageOf,
  nameColumn,
  selectorCell,
  templateCells,
  templateColumns,
} from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  { name: 'Status', type: 'string', description: 'Status of the job.' },
  { name: 'Completions', type: 'string', description: 'Completions of the job.' },
  { name: 'Duration', type: 'string', description: 'Time required to complete the job.' },
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

function isTrue(job: Job, condition: string): boolean {
  return job.status?.conditions?.some(({ type, status }) => type === condition && status === 'True') === true;
}

function statusCell(job: Job): string {
  if (isTrue(job, 'Complete')) return 'Complete';
  if (isTrue(job, 'Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp) return 'Terminating';
  if (isTrue(job, 'Suspended')) return 'Suspended';
  if (isTrue(job, 'FailureTarget')) return 'FailureTarget';
  return isTrue(job, 'SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

function completionsCell({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationCell({ status }: Job, nowMs: number): string {
  const started = parseTime(status?.startTime);
  if (started === undefined) return '';
  return humanDuration((parseTime(status?.completionTime) ?? nowMs) - started);
}

/** The columns of `kubectl get`. Models printers.printJob (v1.36). */
export const jobTable: TableConvertor<Job> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    statusCell(object),
    completionsCell(object),
    durationCell(object, nowMs),
    ageOf(object, nowMs),
    ...templateCells(object.spec.template),
    selectorCell(object.spec.selector),
  ],
};
