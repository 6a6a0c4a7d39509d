import { parseTime, type Event } from '../../engine/index.ts';
import type { EventView } from '../protocol.ts';

/** An event as a row. Both recorders' forms are read: counted events and series. */
export function eventView(event: Event): EventView {
  const { involvedObject: about, series } = event;
  const createdMs = parseTime(event.metadata.creationTimestamp) ?? 0;
  const firstMs = parseTime(event.firstTimestamp) ?? parseTime(event.eventTime) ?? createdMs;
  return {
    uid: event.metadata.uid ?? '',
    namespace: event.metadata.namespace ?? '',
    type: event.type ?? '',
    reason: event.reason ?? '',
    object: `${(about.kind ?? '').toLowerCase()}/${about.name ?? ''}`,
    objectKind: about.kind ?? '',
    objectNamespace: about.namespace ?? '',
    objectName: about.name ?? '',
    objectUid: about.uid ?? '',
    source: sourceOf(event),
    message: event.message ?? '',
    count: series?.count ?? event.count ?? 1,
    firstMs,
    lastMs: parseTime(series?.lastObservedTime) ?? parseTime(event.lastTimestamp) ?? firstMs,
  };
}

/** As kubectl's SOURCE column: `kubelet, node01`. */
function sourceOf(event: Event): string {
  const component = event.source?.component || event.reportingComponent || '';
  return event.source?.host ? `${component}, ${event.source.host}` : component;
}
