import { goQuote } from './go-text.ts';

/** One line of a component's log, before klog puts time, process and file in front. */
export interface LogLine {
  readonly level: 'I' | 'W' | 'E';
  /** The place in Kubernetes' source that writes it: `schedule_one.go:123`. */
  readonly source: string;
  readonly message: string;
}

/** Where a component's log goes. */
export interface Log {
  /** What `-v` says: writers ask before they build a line. */
  readonly verbosity: number;
  write(line: LogLine): void;
}

export const noLog: Log = { verbosity: 0, write: () => {} };

/** A value that is shown as it stands, without quotes: a number, a boolean, JSON. */
export type LogValue = string | number | boolean | { readonly bare: string };

/** `"Attempting to schedule pod" pod="default/web"`. Models klog's structured text format (v2). */
export function structured(message: string, values: Readonly<Record<string, LogValue>> = {}): string {
  let text = goQuote(message);
  for (const [key, value] of Object.entries(values)) text += ` ${key}=${formatValue(value)}`;
  return text;
}

function formatValue(value: LogValue): string {
  if (typeof value === 'object') return value.bare;
  if (typeof value !== 'string') return String(value);
  if (!value.includes('\n')) return goQuote(value);
  return `<\n\t${value.replace(/\n$/, '').replaceAll('\n', '\n\t')}\n >`;
}

/** Writes a structured information line if `-v` asks for that level. */
export function info(
  log: Log,
  level: number,
  source: string,
  message: string,
  values?: Readonly<Record<string, LogValue>>,
): void {
  if (log.verbosity >= level) log.write({ level: 'I', source, message: structured(message, values) });
}

/** Writes a structured error line. */
export function error(
  log: Log,
  source: string,
  message: string,
  values?: Readonly<Record<string, LogValue>>,
): void {
  log.write({ level: 'E', source, message: structured(message, values) });
}
