import { goQuote } from './go-text.ts';

/** A text that is no duration; the message is Go's. */
export class DurationError extends Error {
  override name = 'DurationError';
}

const unitMs: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['μs', 1e-3],
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** The milliseconds of `1h30m`, `-1.5s` or `0`. Throws a DurationError. Models time.ParseDuration. */
export function parseGoDuration(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  let rest = /^[+-]/.test(text) ? text.slice(1) : text;
  if (rest === '0') return 0;
  if (rest === '') throw new DurationError(`time: invalid duration ${goQuote(text)}`);
  let ms = 0;
  while (rest !== '') {
    const [part = '', number = '', unit = ''] = /^(\d+\.?\d*|\.\d+)([^.\d]*)/.exec(rest) ?? [];
    if (part === '') throw new DurationError(`time: invalid duration ${goQuote(text)}`);
    if (unit === '') throw new DurationError(`time: missing unit in duration ${goQuote(text)}`);
    const factor = unitMs.get(unit);
    if (factor === undefined)
      throw new DurationError(`time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}`);
    ms += Number(number) * factor;
    rest = rest.slice(part.length);
  }
  return sign * ms;
}

/** `10m0s`, `1.5s`, `500ms`. Models time.Duration.String. */
export function formatGoDuration(ms: number): string {
  if (ms === 0) return '0s';
  const sign = ms < 0 ? '-' : '';
  const size = Math.abs(ms);
  if (size < 1e-3) return `${sign}${Math.round(size * 1e6)}ns`;
  if (size < 1) return `${sign}${trimmed(size * 1e3)}µs`;
  if (size < 1_000) return `${sign}${trimmed(size)}ms`;
  const hours = Math.floor(size / 3_600_000);
  const minutes = Math.floor(size / 60_000) % 60;
  let text = `${trimmed((size % 60_000) / 1000)}s`;
  if (hours > 0 || minutes > 0) text = `${minutes}m${text}`;
  if (hours > 0) text = `${hours}h${text}`;
  return sign + text;
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(9)));
}
