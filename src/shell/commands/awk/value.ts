/** A text from outside that looks like a number: it compares as one. */
class NumericText {
  readonly text: string;
  readonly number: number;

  constructor(text: string, number: number) {
    this.text = text;
    this.number = number;
  }
}

/** Undefined is a variable that nobody has set: 0 and the empty text at once. */
export type Value = number | string | NumericText | undefined;

/** What was read: a field, a variable from the command line. */
export function fromOutside(text: string): Value {
  return /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(text)
    ? new NumericText(text, Number(text))
    : text;
}

export function numberOf(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  if (typeof value !== 'string') return value.number;
  return Number(/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(value)?.[0] ?? 0) || 0;
}

export function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (typeof value !== 'number') return value.text;
  if (Number.isInteger(value)) return String(value);
  // OFMT and CONVFMT: %.6g.
  return String(Number(value.toPrecision(6)));
}

export function truthOf(value: Value): boolean {
  if (typeof value === 'string') return value !== '';
  return value !== undefined && numberOf(value) !== 0;
}

/** Below 0, 0 or above, as awk compares: numbers with numbers, else texts. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a !== 'string' && typeof b !== 'string') return numberOf(a) - numberOf(b);
  const [left, right] = [textOf(a), textOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
