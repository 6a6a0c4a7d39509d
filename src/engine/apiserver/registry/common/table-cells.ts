import { humanDuration } from '../../../api/duration.ts';
import { formatLabels, formatSelector, selectorFrom } from '../../../api/labels.ts';
import { parseTime } from '../../../api/time.ts';
import type { LabelSelector, ObjectMeta, PodSpec } from '../../../api/types.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

/** What a cell shows where there is nothing. */
export const none = '<none>';

export const nameColumn: TableColumn = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description:
    'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
};

export const ageColumn: TableColumn = {
  name: 'Age',
  type: 'string',
  description:
    'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata',
};

/** Kinds that have nothing of their own to show. */
export const nameAgeTable: TableConvertor = {
  columns: [nameColumn, ageColumn],
  cells: (object, nowMs) => [object.metadata.name, ageOf(object, nowMs)],
};

/** What a table of workloads says of their template. */
export const templateColumns: readonly TableColumn[] = [
  {
    name: 'Containers',
    type: 'string',
    priority: 1,
    description: 'Names of each container in the template.',
  },
  {
    name: 'Images',
    type: 'string',
    priority: 1,
    description: 'Images referenced by each container in the template.',
  },
];

/** How long ago a time was: `5m`; `<unknown>` where there is none. */
export function age(time: string | null | undefined, nowMs: number): string {
  const ms = parseTime(time);
  return ms === undefined ? '<unknown>' : humanDuration(nowMs - ms);
}

/** How old an object is. */
export function ageOf(object: { readonly metadata: ObjectMeta }, nowMs: number): string {
  return age(object.metadata.creationTimestamp, nowMs);
}

/** Labels as `a=b,c=d`. */
export function labelCell(labels: Readonly<Record<string, string>> | null | undefined): string {
  return formatLabels(labels);
}

/** A LabelSelector in its text form. */
export function selectorCell(selector: LabelSelector | null | undefined): string {
  return selector ? formatSelector(selectorFrom(selector)) || none : none;
}

/** A list, or `<none>`. */
export function listCell(items: readonly string[] | null | undefined): string {
  return items?.length ? items.join(',') : none;
}

/** The cells of `templateColumns`. */
export function templateCells(template: { readonly spec?: PodSpec } | undefined): string[] {
  const containers = template?.spec?.containers ?? [];
  return [containers.map(({ name }) => name).join(','), containers.map(({ image }) => image ?? '').join(',')];
}

/** The first three of many: `a,b,c + 2 more...`. */
export function limited(items: readonly string[]): string {
  if (items.length === 0) return none;
  const shown = items.slice(0, 3).join(',');
  return items.length > 3 ? `${shown} + ${items.length - 3} more...` : shown;
}
