import { unescaped } from './patterns.ts';

const directive = /%%|%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+))?([sdicuoxXfFeEgGbq])/g;

/** Texts formatted as C's printf does. A format is used again while there are values left. */
export function printfText(format: string, values: readonly string[], again: boolean): string {
  let at = 0;
  const once = (): string =>
    format.replaceAll(
      directive,
      (whole, flags = '', width = '', precision: string | undefined, kind = '') => {
        if (whole === '%%') return '%';
        const take = (): string => values[at++] ?? '';
        const wide = width === '*' ? Number(take()) || 0 : Number(width || 0);
        const exact = precision === '*' ? Number(take()) || 0 : precision;
        return formatted(kind as string, take(), {
          flags: flags as string,
          width: wide,
          precision: exact === undefined ? undefined : Number(exact),
        });
      },
    );
  let text = once();
  while (again && at > 0 && at < values.length) text += once();
  return text;
}

interface Shape {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
}

function formatted(kind: string, value: string, { flags, width, precision }: Shape): string {
  const text = bare(kind, value, precision);
  const numeric = !'scbq'.includes(kind);
  const signed = numeric && /^[^-]/.test(text) && flags.includes('+') ? `+${text}` : text;
  if (flags.includes('-')) return signed.padEnd(width);
  if (!flags.includes('0') || !numeric) return signed.padStart(width);
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/s.exec(signed) ?? [];
  return sign + digits.padStart(width - sign.length, '0');
}

function bare(kind: string, value: string, precision: number | undefined): string {
  const number = /^['"]./.test(value) ? value.charCodeAt(1) : Number(value.trim() || 0) || 0;
  switch (kind) {
    case 's':
      return precision === undefined ? value : value.slice(0, precision);
    case 'b':
      return unescaped(value);
    case 'q':
      return /^[\w./:=@%+,-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
    case 'c':
      return value.slice(0, 1);
    case 'f':
    case 'F':
      return number.toFixed(Math.min(100, precision ?? 6));
    case 'e':
    case 'E':
      return number
        .toExponential(Math.min(100, precision ?? 6))
        .replace(/e([-+])(\d)$/, 'e$10$2')
        .replace('e', kind);
    case 'g':
    case 'G':
      return String(Number(number.toPrecision(Math.max(1, Math.min(100, precision ?? 6)))));
    case 'x':
      return Math.trunc(number).toString(16);
    case 'X':
      return Math.trunc(number).toString(16).toUpperCase();
    case 'o':
      return Math.trunc(number).toString(8);
    default:
      return String(Math.trunc(number)).padStart(precision ?? 0, '0');
  }
}
