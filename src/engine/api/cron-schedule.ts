/** A schedule that cannot be; the message is that of the library that Kubernetes uses. */
export class CronScheduleError extends Error {
  override name = 'CronScheduleError';
}

/** Which minutes, hours, days, months and weekdays match: sets of numbers. */
export interface CronSchedule {
  readonly minute: ReadonlySet<number>;
  readonly hour: ReadonlySet<number>;
  readonly dayOfMonth: ReadonlySet<number>;
  readonly month: ReadonlySet<number>;
  readonly dayOfWeek: ReadonlySet<number>;
  /** Whether a field was `*` or `?`: when neither day field is, a day that either names matches. */
  readonly anyDayOfMonth: boolean;
  readonly anyDayOfWeek: boolean;
  /** For `@every`: the period, instead of all else. */
  readonly everyMs?: number;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const dayNames = 'sun mon tue wed thu fri sat'.split(' ');
const fieldBounds: readonly [Bounds, Bounds, Bounds, Bounds, Bounds] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: monthNames },
  { min: 0, max: 6, names: dayNames },
];
const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Reads a schedule of five fields or a descriptor. Throws a CronScheduleError. Models robfig/cron.ParseStandard (v3). */
export function parseCronSchedule(text: string): CronSchedule {
  if (text === '') throw new CronScheduleError('empty spec string');
  if (text.startsWith('@every ')) return everySchedule(text.slice('@every '.length), text);
  const spec = text.startsWith('@') ? descriptorSpec(text) : text;
  const fields = spec.trim().split(/\s+/);
  if (fields.length !== fieldBounds.length) {
    throw new CronScheduleError(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`);
  }
  const [minute, hour, dayOfMonth, month, dayOfWeek] = fieldBounds.map((bounds, index) =>
    parseField(fields[index] ?? '', bounds),
  ) as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];
  const isAny = (field: string | undefined): boolean => /^[*?]/.test(field ?? '');
  return {
    minute,
    hour,
    dayOfMonth,
    month,
    dayOfWeek,
    anyDayOfMonth: isAny(fields[2]),
    anyDayOfWeek: isAny(fields[4]),
  };
}

function descriptorSpec(text: string): string {
  const spec = Object.hasOwn(descriptors, text) ? descriptors[text] : undefined;
  if (spec === undefined) throw new CronScheduleError(`unrecognized descriptor: ${text}`);
  return spec;
}

const unitsMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000 };

function everySchedule(duration: string, text: string): CronSchedule {
  const parts = [...duration.matchAll(/([0-9]+(?:\.[0-9]+)?)([hms])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== duration) {
    throw new CronScheduleError(
      `failed to parse duration ${text}: time: invalid duration ${JSON.stringify(duration)}`,
    );
  }
  const everyMs = parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (unitsMs[unit ?? ''] ?? 0),
    0,
  );
  const none: ReadonlySet<number> = new Set();
  return {
    minute: none,
    hour: none,
    dayOfMonth: none,
    month: none,
    dayOfWeek: none,
    anyDayOfMonth: true,
    anyDayOfWeek: true,
    everyMs: Math.max(1000, Math.floor(everyMs / 1000) * 1000),
  };
}

function parseField(field: string, bounds: Bounds): Set<number> {
  const values = new Set<number>();
  for (const part of field.split(',').filter((text) => text !== '')) addRange(values, part, bounds);
  return values;
}

/** One of `*`, `5`, `1-5`, each with an optional `/step`. */
function addRange(values: Set<number>, text: string, bounds: Bounds): void {
  const [range = '', stepText, ...moreSteps] = text.split('/');
  const [lowText = '', highText, ...moreHighs] = range.split('-');
  let start: number;
  let end: number;
  if (lowText === '*' || lowText === '?') {
    start = bounds.min;
    end = bounds.max;
  } else {
    start = parseValue(lowText, bounds);
    if (moreHighs.length > 0) throw new CronScheduleError(`too many hyphens: ${text}`);
    end = highText === undefined ? start : parseValue(highText, bounds);
  }
  if (moreSteps.length > 0) throw new CronScheduleError(`too many slashes: ${text}`);
  let step = 1;
  if (stepText !== undefined) {
    step = parseNumber(stepText);
    // `5/15` means from 5 on.
    if (highText === undefined) end = bounds.max;
  }
  if (start < bounds.min) {
    throw new CronScheduleError(`beginning of range (${start}) below minimum (${bounds.min}): ${text}`);
  }
  if (end > bounds.max)
    throw new CronScheduleError(`end of range (${end}) above maximum (${bounds.max}): ${text}`);
  if (start > end)
    throw new CronScheduleError(`beginning of range (${start}) beyond end of range (${end}): ${text}`);
  if (step === 0) throw new CronScheduleError(`step of range should be a positive number: ${text}`);
  for (let value = start; value <= end; value += step) values.add(value);
}

function parseValue(text: string, { names, min }: Bounds): number {
  const index = names?.indexOf(text.toLowerCase()) ?? -1;
  return index >= 0 ? index + min : parseNumber(text);
}

function parseNumber(text: string): number {
  if (!/^[+-]?[0-9]+$/.test(text)) {
    throw new CronScheduleError(
      `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  const value = Number(text);
  if (value < 0) throw new CronScheduleError(`negative number (${value}) not allowed: ${text}`);
  return value;
}
