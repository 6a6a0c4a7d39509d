import { type Event, humanDuration, parseTime } from '../../engine/index.ts';

/** How long ago something was, `<unknown>` where it never was. */
export function since(time: string | null | undefined, nowMs: number): string {
  const ms = parseTime(time);
  return ms === undefined ? '<unknown>' : humanDuration(nowMs - ms);
}

/** When an event was last seen, for sorting. Models kubectl/pkg/cmd/events.eventTime (v1.36). */
export function eventTimeMs(event: Event): number {
  const time = event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime;
  return parseTime(time) ?? Number.NEGATIVE_INFINITY;
}

/** `3m` or `3m (x2 over 5m)`. */
export function eventInterval(event: Event, nowMs: number): string {
  const first = event.eventTime ? since(event.eventTime, nowMs) : since(event.firstTimestamp, nowMs);
  if (event.series)
    return `${since(event.series.lastObservedTime, nowMs)} (x${event.series.count} over ${first})`;
  if ((event.count ?? 0) > 1) return `${since(event.lastTimestamp, nowMs)} (x${event.count} over ${first})`;
  return first;
}
