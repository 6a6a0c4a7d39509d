import type { Mirror } from './mirror.ts';

/** The last moment before now at which something happened; the start when there is none. */
export function momentBefore(mirror: Mirror): number {
  const { nowMs, startMs } = mirror.time;
  let latest = startMs;
  const consider = (atMs: number): void => {
    if (atMs < nowMs && atMs > latest) latest = atMs;
  };
  for (const history of [mirror.marks, mirror.decisions, mirror.requests, mirror.steps]) {
    for (const entry of history) consider(entry.atMs);
  }
  for (const event of mirror.events.values()) consider(event.lastMs);
  return latest;
}

/** Whether an earlier moment than the last one lived is shown. */
export function inThePast(mirror: Mirror): boolean {
  return mirror.time.nowMs < mirror.time.endMs;
}
