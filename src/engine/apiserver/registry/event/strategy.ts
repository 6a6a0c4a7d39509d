import { invalid } from '../../../api/field-error.ts';
import type { Event, EventsV1Event, KubeObject } from '../../../api/types.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import type { Strategy } from '../strategy.ts';
import { eventTable } from './table.ts';
import { setOwn } from '../../../sim/plain.ts';

/** The rules of Events. Models pkg/registry/core/event (v1.36). */
export const eventStrategy: Strategy<Event> = {
  validateCreate: ({ metadata, involvedObject }) => [
    ...objectMetaErrors(metadata, true),
    ...((involvedObject.namespace || 'default') === metadata.namespace
      ? []
      : [
          invalid(
            'involvedObject.namespace',
            involvedObject.namespace ?? '',
            'does not match event.namespace',
          ),
        ]),
  ],
  allowCreateOnUpdate: true,
  selectableFields: {
    'involvedObject.kind': ({ involvedObject }) => involvedObject.kind ?? '',
    'involvedObject.namespace': ({ involvedObject }) => involvedObject.namespace ?? '',
    'involvedObject.name': ({ involvedObject }) => involvedObject.name ?? '',
    'involvedObject.uid': ({ involvedObject }) => involvedObject.uid ?? '',
    'involvedObject.apiVersion': ({ involvedObject }) => involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': ({ involvedObject }) => involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': ({ involvedObject }) => involvedObject.fieldPath ?? '',
    reason: ({ reason }) => reason ?? '',
    reportingComponent: ({ reportingComponent }) => reportingComponent ?? '',
    source: ({ source, reportingComponent }) => source?.component || reportingComponent || '',
    type: ({ type }) => type ?? '',
  },
  table: eventTable,
};

/** What core/v1 and events.k8s.io/v1 call the same fields. */
const renamed: readonly [core: string, grouped: string][] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['reportingComponent', 'reportingController'],
];
const toCore = new Map(renamed.map(([core, grouped]) => [grouped, core]));
const toGrouped = new Map(renamed);

function rename(object: KubeObject, names: ReadonlyMap<string, string>, apiVersion: string): KubeObject {
  const members: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(object)) setOwn(members, names.get(name) ?? name, value);
  members['apiVersion'] = apiVersion;
  return members as unknown as KubeObject;
}

/** events.k8s.io/v1 is another view of the same Events. */
export const eventsV1Strategy: Strategy<EventsV1Event> = {
  validateCreate: ({ metadata }) => objectMetaErrors(metadata, true),
  allowCreateOnUpdate: true,
  conversion: {
    storedAs: 'events',
    toStored(object) {
      const stored = rename(object, toCore, 'v1');
      // The core view always shows who reported.
      return { reportingComponent: '', reportingInstance: '', ...stored } as KubeObject;
    },
    fromStored(object) {
      const shown = rename(object, toGrouped, 'events.k8s.io/v1') as EventsV1Event;
      if (!shown.reportingController) delete shown.reportingController;
      if (!shown.reportingInstance) delete shown.reportingInstance;
      return shown;
    },
  },
  selectableFields: Object.fromEntries(
    Object.entries(eventStrategy.selectableFields ?? {}).map(([field, read]) => {
      const readGrouped = (event: EventsV1Event): string => read(rename(event, toCore, 'v1') as Event);
      return [
        field.replace(/^involvedObject/, 'regarding').replace('reportingComponent', 'reportingController'),
        readGrouped,
      ];
    }),
  ),
  table: {
    columns: eventTable.columns,
    cells: (event, nowMs) => eventTable.cells(rename(event, toCore, 'v1') as Event, nowMs),
  },
};
