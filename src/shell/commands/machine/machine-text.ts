const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `Mon 2026-01-05 09:00:00 UTC` */
export function stampText(ms: number): string {
  const date = new Date(ms);
  return `${days[date.getUTCDay()]} ${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `Jan 05 09:00:00` */
export function journalStamp(ms: number): string {
  const [, day = '', month = '', , time = ''] = new Date(ms).toUTCString().split(' ');
  return `${month} ${day} ${time}`;
}

const spans = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
] as const;

/** The two largest parts of a span, as systemd shows it: `3min 2s`. */
export function agoText(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))}ms`;
  const parts: string[] = [];
  let rest = ms;
  for (const [size, unit] of spans) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(unit === 'd' ? `${count} day${count === 1 ? '' : 's'}` : `${count}${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}
