import { parseTime } from '../../engine/index.ts';

const unitMs: Readonly<Record<string, number>> = {
  sec: 1000,
  second: 1000,
  min: 60_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** What `date` prints, in UTC. `at` is what stands behind `-d`; undefined where it is no date. */
export function dateText({
  nowMs,
  at,
  format,
}: {
  nowMs: number;
  at?: string | undefined;
  format?: string | undefined;
}): string | undefined {
  const ms = at === undefined ? nowMs : momentOf(at, nowMs);
  if (ms === undefined) return undefined;
  const fields = fieldsOf(ms);
  const pattern = format === undefined ? '%a %b %e %T UTC %Y' : format.slice(1);
  const expand = (text: string): string =>
    text.replaceAll(/%-?([a-zA-Z%])/g, (whole, letter: string) => {
      const value = fields[letter];
      if (value === undefined) return whole;
      return whole.startsWith('%-') ? value.replace(/^[0 ]+(?=.)/, '') : value;
    });
  return expand(pattern);
}

function fieldsOf(ms: number): Readonly<Record<string, string>> {
  const date = new Date(ms);
  const [weekday = '', day = '', month = '', year = '', time = ''] = date
    .toUTCString()
    .replace(',', '')
    .split(' ');
  const iso = date.toISOString();
  const hour = date.getUTCHours();
  const startOfYear = Date.UTC(date.getUTCFullYear(), 0, 1);
  return {
    Y: year,
    y: year.slice(2),
    m: iso.slice(5, 7),
    d: day,
    e: day.replace(/^0/, ' '),
    H: iso.slice(11, 13),
    I: String(hour % 12 || 12).padStart(2, '0'),
    M: iso.slice(14, 16),
    S: iso.slice(17, 19),
    N: `${iso.slice(20, 23)}000000`,
    p: hour < 12 ? 'AM' : 'PM',
    s: String(Math.floor(ms / 1000)),
    j: String(Math.floor((ms - startOfYear) / 86_400_000) + 1).padStart(3, '0'),
    a: weekday,
    A: dayNames[date.getUTCDay()] ?? '',
    b: month,
    B: monthNames[date.getUTCMonth()] ?? '',
    u: String(date.getUTCDay() || 7),
    w: String(date.getUTCDay()),
    F: iso.slice(0, 10),
    T: time,
    R: time.slice(0, 5),
    D: `${iso.slice(5, 7)}/${day}/${year.slice(2)}`,
    c: `${weekday} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`,
    Z: 'UTC',
    z: '+0000',
    n: '\n',
    t: '\t',
    '%': '%',
  };
}

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `now`, `@1700000000`, `2025-01-02`, an RFC 3339 time, `+1 hour`, `2 days ago`. */
function momentOf(text: string, nowMs: number): number | undefined {
  const word = text.trim().toLowerCase();
  if (word === 'now' || word === 'today' || word === '') return nowMs;
  if (word === 'yesterday') return nowMs - 86_400_000;
  if (word === 'tomorrow') return nowMs + 86_400_000;
  if (/^@-?\d+$/.test(word)) return Number(word.slice(1)) * 1000;
  const relative = /^([-+]?\d+)\s*(sec|second|min|minute|hour|day|week)s?(\s+ago)?$/.exec(word);
  if (relative !== null) {
    const [, count, unit = '', ago] = relative;
    return nowMs + (ago === undefined ? 1 : -1) * Number(count) * (unitMs[unit] ?? 0);
  }
  const day = /^(\d{4}-\d\d-\d\d)(?:[ t](\d\d:\d\d(?::\d\d)?))?(?:z|\s*utc)?$/.exec(word);
  if (day === null) return undefined;
  const [, ymd = '', time = '00:00'] = day;
  return parseTime(`${ymd}T${time.length === 5 ? `${time}:00` : time}Z`) ?? undefined;
}
