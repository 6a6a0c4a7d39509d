const formatters = new Map<string, Intl.DateTimeFormat>();

/** How far the clocks of an IANA time zone are ahead of UTC at a moment. */
export function utcOffsetMs(timeZone: string, atMs: number): number {
  const secondMs = Math.floor(atMs / 1000) * 1000;
  const fields = new Map(
    formatterOf(timeZone)
      .formatToParts(secondMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const field = (name: Intl.DateTimeFormatPartTypes): number => fields.get(name) ?? 0;
  const wallMs = Date.UTC(
    field('year'),
    field('month') - 1,
    field('day'),
    field('hour'),
    field('minute'),
    field('second'),
  );
  return wallMs - secondMs;
}

/** The first moment at which the clocks of a zone show `wallMs`; undefined where they skip it. */
export function fromWallMs(timeZone: string, wallMs: number): number | undefined {
  const dayMs = 24 * 60 * 60_000;
  // The offsets of the days around tell both sides of a change.
  const offsets = [wallMs - dayMs, wallMs + dayMs].map((atMs) => utcOffsetMs(timeZone, atMs));
  return offsets
    .map((offset) => wallMs - offset)
    .filter((atMs) => atMs + utcOffsetMs(timeZone, atMs) === wallMs)
    .toSorted((a, b) => a - b)[0];
}

/** A moment as RFC 3339 writes it in a zone: `2026-01-05T10:00:00+01:00`. */
export function formatTimeIn(timeZone: string, atMs: number): string {
  const offsetMs = utcOffsetMs(timeZone, atMs);
  const wall = new Date(atMs + offsetMs).toISOString().slice(0, 19);
  if (offsetMs === 0) return `${wall}Z`;
  const minutes = Math.abs(offsetMs) / 60_000;
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  return `${wall}${offsetMs < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(Math.floor(minutes % 60))}`;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}
