import { inOnePiece } from '../sim/plain.ts';

/** Makes texts of times; the last one is kept, because much is written within one moment. */
function timeFormat(text: (ms: number) => string): (ms: number) => string {
  let lastMs = Number.NaN;
  let lastText = '';
  return (ms) => {
    if (ms !== lastMs) {
      lastText = inOnePiece(text(ms));
      lastMs = ms;
    }
    return lastText;
  };
}

const formatSeconds = timeFormat((ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`);

/** metav1.Time: RFC 3339 with whole seconds, `2026-11-25T10:00:00Z`. */
export function formatTime(ms: number): string {
  return formatSeconds(Math.floor(ms / 1000) * 1000);
}

/** metav1.MicroTime: six digits after the point. */
export const formatMicroTime = timeFormat((ms) => `${new Date(ms).toISOString().slice(0, 23)}000Z`);

/** Milliseconds since 1970 of an RFC 3339 time; undefined where there is none or it is malformed. */
export function parseTime(text: string | null | undefined): number | undefined {
  if (!text) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

const rfc3339 =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$/;

/**
 * What Go's time.Parse says about a text that is no RFC 3339 time; undefined when it is one.
 * `micro` times must have six digits behind the point.
 */
export function goTimeProblem(text: string, micro: boolean): string | undefined {
  const layout = micro ? '2006-01-02T15:04:05.000000Z07:00' : '2006-01-02T15:04:05Z07:00';
  if (micro ? /T[0-9:]{8}\.[0-9]{6}(?:Z|[+-])/.test(text) && rfc3339.test(text) : rfc3339.test(text)) {
    return Number.isNaN(Date.parse(text)) ? `parsing time "${text}": day out of range` : undefined;
  }
  const parts: readonly [pattern: RegExp, layout: string][] = [
    [/^[0-9]{4}/, '2006'],
    [/^-/, '-'],
    [/^[0-9]{2}/, '01'],
    [/^-/, '-'],
    [/^[0-9]{2}/, '02'],
    [/^T/, 'T'],
    [/^[0-9]{2}/, '15'],
    [/^:/, ':'],
    [/^[0-9]{2}/, '04'],
    [/^:/, ':'],
    [/^[0-9]{2}/, '05'],
    [micro ? /^\.[0-9]{6}/ : /^(?:\.[0-9]+)?/, micro ? '.000000' : ''],
    [/^(?:Z|[+-][0-9]{2}:[0-9]{2})/, 'Z07:00'],
  ];
  let rest = text;
  for (const [pattern, part] of parts) {
    const match = pattern.exec(rest);
    if (match === null) return `parsing time "${text}" as "${layout}": cannot parse "${rest}" as "${part}"`;
    rest = rest.slice(match[0].length);
  }
  return `parsing time "${text}": extra text: "${rest}"`;
}
