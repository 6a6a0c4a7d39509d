import { invalid, notSupported, required, type FieldError } from '../../../api/field-error.ts';
import { CronScheduleError, parseCronSchedule } from '../../../api/cron-schedule.ts';
import type { CronJob } from '../../../api/types.ts';
import { countErrors } from '../common/counts.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { specAndStatus } from '../common/spec-and-status.ts';
import { setTemplateDefaults } from '../common/template.ts';
import { jobTemplateSpecErrors } from '../job/validation.ts';
import { setDefault, setTextDefault } from '../pod/defaults.ts';
import { podTemplateWarnings } from '../pod/warnings.ts';
import type { Strategy } from '../strategy.ts';
import { cronJobTable } from './table.ts';

type Spec = CronJob['spec'];

/** A job's name adds eleven characters to its cron job's. */
const longestName = 52;
const concurrencyPolicies = ['Allow', 'Forbid', 'Replace'];

const { statusUpdate, ...parts } = specAndStatus<CronJob>('ApiBatchV1CronJobStatus');

/** The rules of CronJobs. Models pkg/registry/batch/cronjob (v1.36). */
export const cronJobStrategy: Strategy<CronJob> = {
  ...parts,
  defaults: ({ spec }) => {
    setTextDefault(spec, 'concurrencyPolicy', 'Allow');
    setDefault(spec, 'suspend', false);
    setDefault(spec, 'successfulJobsHistoryLimit', 3);
    setDefault(spec, 'failedJobsHistoryLimit', 1);
    setTemplateDefaults(spec.jobTemplate?.spec?.template);
  },
  validateCreate: ({ metadata, spec }) => [
    ...objectMetaErrors(metadata, true),
    ...specErrors(spec),
    ...(metadata.name?.length > longestName
      ? [invalid('metadata.name', metadata.name, `must be no more than ${longestName} characters`)]
      : []),
  ],
  validateUpdate: ({ spec }) => specErrors(spec),
  warningsOnCreate: ({ spec }) =>
    podTemplateWarnings(spec.jobTemplate?.spec?.template, 'spec.jobTemplate.spec.template'),
  subresources: { status: { prepareForUpdate: statusUpdate } },
  table: cronJobTable,
};

/** Models validateCronJobSpec (v1.36). */
function specErrors(spec: Spec): FieldError[] {
  const policy = spec.concurrencyPolicy as string;
  return [
    ...(spec.schedule ? scheduleErrors(spec.schedule) : [required('spec.schedule')]),
    ...countErrors(spec, ['startingDeadlineSeconds'], 'spec'),
    ...timeZoneErrors(spec.timeZone),
    ...(concurrencyPolicies.includes(policy)
      ? []
      : [notSupported('spec.concurrencyPolicy', policy, concurrencyPolicies)]),
    ...jobTemplateSpecErrors(spec.jobTemplate?.spec ?? ({} as never), 'spec.jobTemplate.spec'),
    ...countErrors(spec, ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit'], 'spec'),
  ];
}

function scheduleErrors(schedule: string): FieldError[] {
  if (/^(?:CRON_)?TZ=/.test(schedule)) {
    const detail = 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
    return [invalid('spec.schedule', schedule, detail)];
  }
  try {
    parseCronSchedule(schedule);
    return [];
  } catch (error) {
    if (error instanceof CronScheduleError) return [invalid('spec.schedule', schedule, error.message)];
    throw error;
  }
}

function timeZoneErrors(zone: string | undefined): FieldError[] {
  const path = 'spec.timeZone';
  if (zone === undefined) return [];
  if (zone === '') return [invalid(path, zone, 'timeZone must be nil or non-empty string')];
  if (zone.toLowerCase() === 'local')
    return [
      invalid(
        path,
        zone,
        'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones',
      ),
    ];
  try {
    Intl.DateTimeFormat('en-US', { timeZone: zone });
    return [];
  } catch {
    return [invalid(path, zone, `unknown time zone ${zone}`)];
  }
}
