import { goQuote } from '../../engine/index.ts';
import { goValue } from './values.ts';

/** Go's fmt.Sprintf for the verbs `%s %v %d %q %t %x %f %%` with width, `-` and precision. */
export function sprintf(format: string, args: readonly unknown[]): string {
  let next = 0;
  const text = format.replace(
    /%(-?)(0?)(\d*)(?:\.(\d+))?([a-zA-Z%])/g,
    (_, left: string, zero: string, width: string, precision: string | undefined, verb: string) => {
      if (verb === '%') return '%';
      if (next >= args.length) return `%!${verb}(MISSING)`;
      const value = verbText(verb, args[next++], precision);
      const size = Number(width);
      if (left !== '') return value.padEnd(size);
      return value.padStart(size, zero === '' ? ' ' : '0');
    },
  );
  return next < args.length ? `${text}%!(EXTRA ${args.slice(next).map(extraText).join(', ')})` : text;
}

function verbText(verb: string, value: unknown, precision: string | undefined): string {
  if (verb === 'q') return goQuote(goValue(value));
  if (verb === 'x' && typeof value === 'number') return value.toString(16);
  if (verb === 'f' && typeof value === 'number') return value.toFixed(Number(precision ?? 6));
  if (verb === 's' && typeof value === 'number') return `%!s(${goTypeName(value)}=${goValue(value)})`;
  if (verb === 'd' && typeof value !== 'number') return `%!d(${goTypeName(value)}=${goValue(value)})`;
  return goValue(value);
}

function extraText(value: unknown): string {
  return `${goTypeName(value)}=${goValue(value)}`;
}

function goTypeName(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
