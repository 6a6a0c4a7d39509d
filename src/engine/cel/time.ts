/** Times and spans to the nanosecond, as Go reads and writes them. */
const unitNanos: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** The nanoseconds of `1h30m` or `-1.5s`; undefined for what is no duration. Models time.ParseDuration. */
export function parseDuration(text: string): bigint | undefined {
  const body = /^[+-]/.test(text) ? text.slice(1) : text;
  if (body === '0') return 0n;
  if (body.length > 100 || !/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(body)) return undefined;
  let nanos = 0n;
  for (const [, number = '', unit = ''] of body.matchAll(/([\d.]+)([a-zµμ]+)/g)) {
    const [whole = '', part = ''] = number.split('.');
    const factor = unitNanos[unit] as bigint;
    nanos += BigInt(whole || '0') * factor + (BigInt(part || '0') * factor) / 10n ** BigInt(part.length);
  }
  if (nanos >= 1n << 63n) return undefined;
  return text.startsWith('-') ? -nanos : nanos;
}

/** `3600s`, `1.5s`: how `string(duration)` writes it. */
export function durationText(nanos: bigint): string {
  return `${decimalSeconds(nanos)}s`;
}

function decimalSeconds(nanos: bigint): string {
  const sign = nanos < 0n ? '-' : '';
  const size = nanos < 0n ? -nanos : nanos;
  const part = String(size % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${sign}${size / 1_000_000_000n}${part === '' ? '' : `.${part}`}`;
}

const rfc3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/;

/** Nanoseconds since 1970 of an RFC 3339 time; undefined for what is none. */
export function parseTimestamp(text: string): bigint | undefined {
  const [, time = '', part = '', zone = ''] = rfc3339.exec(text) ?? [];
  const ms = Date.parse(`${time}${zone}`);
  if (time === '' || Number.isNaN(ms)) return undefined;
  // The day must exist: what Date takes for the 1st of March may have been the 30th of February.
  if (new Date(Date.parse(`${time}Z`)).toISOString().slice(0, 19) !== time) return undefined;
  return BigInt(ms) * 1_000_000n + BigInt(part.slice(0, 9).padEnd(9, '0'));
}

/** `2026-11-25T10:00:00.5Z`: how `string(timestamp)` writes it. */
export function timestampText(nanos: bigint): string {
  const part = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const seconds = new Date(Number((nanos - part) / 1_000_000n)).toISOString().slice(0, 19);
  const digits = String(part).padStart(9, '0').replace(/0+$/, '');
  return `${seconds}${digits === '' ? '' : `.${digits}`}Z`;
}
