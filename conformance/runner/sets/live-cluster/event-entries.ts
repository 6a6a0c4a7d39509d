import type { ApiObject, EventEntry } from './case.ts';

/** Events by the object that they are about, each distinct one once, in order of first appearance. */
export function eventEntries(
  events: readonly ApiObject[],
  isTold: (object: string) => boolean,
): Record<string, EventEntry[]> {
  const entries: Record<string, EventEntry[]> = {};
  for (const event of events) {
    const { kind, namespace, name } = event['involvedObject'] as Record<string, string | undefined>;
    const object = `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
    if (!isTold(object)) continue;
    const list = (entries[object] ??= []);
    const entry = toEntry(event);
    const same = list.findIndex((other) => key(other) === key(entry));
    if (same < 0) list.push(entry);
    else
      list[same] = withCount(
        entry,
        ((list[same]?.count as number | undefined) ?? 1) + ((entry.count as number | undefined) ?? 1),
      );
  }
  return entries;
}

function key(entry: EventEntry): string {
  return JSON.stringify({ ...entry, count: undefined });
}

function withCount(entry: EventEntry, count: number): EventEntry {
  return { ...entry, count };
}

function toEntry(event: ApiObject): EventEntry {
  const source = (event['source'] ?? {}) as { component?: string; host?: string };
  const { fieldPath } = event['involvedObject'] as { fieldPath?: string };
  const series = event['series'] as { count?: number } | undefined;
  const count = series?.count ?? (event['count'] as number | undefined) ?? 1;
  const action = event['action'] as string | undefined;
  return {
    type: String(event['type']),
    reason: String(event['reason']),
    message: String(event['message'] ?? ''),
    component: source.component ?? String(event['reportingComponent'] ?? ''),
    ...(source.host && { host: source.host }),
    ...(fieldPath && { fieldPath }),
    ...(action && { action }),
    ...(count > 1 && { count }),
  };
}
