/** What a member may be. */
type Kind = keyof typeof kinds;

/** The members of an object from outside; those with a `?` may be absent. */
export type Shape = Readonly<Record<string, Kind | `${Kind}?`>>;

const mostText = 5_000_000;
/** A year of virtual time. */
export const mostSpanMs = 365 * 24 * 3600 * 1000;

const isNumber = (value: unknown, least: number, most: number): boolean =>
  Number.isFinite(value) && (value as number) >= least && (value as number) <= most;

const kinds = {
  text: (value: unknown) => typeof value === 'string' && value.length <= mostText,
  number: (value: unknown) => Number.isFinite(value),
  flag: (value: unknown) => typeof value === 'boolean',
  /** A span of time in milliseconds. */
  span: (value: unknown) => Number.isInteger(value) && isNumber(value, 0, mostSpanMs),
  /** One that may go back. */
  move: (value: unknown) => Number.isInteger(value) && isNumber(value, -mostSpanMs, mostSpanMs),
  exitCode: (value: unknown) => Number.isInteger(value) && isNumber(value, 0, 255),
  /** What a machine has of something. */
  amount: (value: unknown) => Number.isInteger(value) && isNumber(value, 1, 2 ** 50),
  /** Checked elsewhere. */
  anything: () => true,
} as const;

const wanted: Readonly<Record<Kind, string>> = {
  text: 'a text',
  number: 'a number',
  flag: 'true or false',
  span: 'a span of time in whole milliseconds, a year at most',
  move: 'a span of time in whole milliseconds, a year at most',
  exitCode: 'a whole number from 0 to 255',
  amount: 'a whole number that is more than 0',
  anything: '',
};

/** The members of `value` that a shape names, and no others; or a sentence that says which is wrong. */
export function shaped(value: unknown, shape: Shape): Record<string, unknown> | string {
  if (!isRecord(value)) return ': must be an object';
  const taken: Record<string, unknown> = {};
  for (const [member, kind] of Object.entries(shape)) {
    const given = Object.hasOwn(value, member) ? value[member] : undefined;
    if (given === undefined && kind.endsWith('?')) continue;
    const needed = kind.replace('?', '') as Kind;
    if (!kinds[needed](given)) return `${member}: must be ${wanted[needed]}`;
    taken[member] = given;
  }
  return taken;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
