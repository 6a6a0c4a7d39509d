import { describe, expect, test } from 'vitest';
import { parseCronSchedule } from '../../api/cron-schedule.ts';
import { nextTime } from './next-time.ts';

describe('nextTime', () => {
  test.each([
    ['* * * * *', '2026-01-05T10:00:30Z', '2026-01-05T10:01:00.000Z'],
    ['*/15 * * * *', '2026-01-05T10:00:00Z', '2026-01-05T10:15:00.000Z'],
    ['30 4 * * *', '2026-01-05T10:00:00Z', '2026-01-06T04:30:00.000Z'],
    ['0 0 1,15 * wed', '2026-01-05T10:00:00Z', '2026-01-07T00:00:00.000Z'],
    ['0 9-17/4 * * mon-fri', '2026-01-09T18:00:00Z', '2026-01-12T09:00:00.000Z'],
    ['0 0 29 feb *', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['@hourly', '2026-01-05T10:00:00Z', '2026-01-05T11:00:00.000Z'],
    ['@every 1m30s', '2026-01-05T10:00:00Z', '2026-01-05T10:01:30.000Z'],
  ])('%s after %s', (text, after, expected) => {
    const next = nextTime(parseCronSchedule(text), Date.parse(after));
    expect(new Date(next ?? 0).toISOString()).toBe(expected);
  });

  test.each([
    ['30 4 * * *', 'Europe/Berlin', '2026-01-05T10:00:00Z', '2026-01-06T03:30:00.000Z'],
    ['30 4 * * *', 'Europe/Berlin', '2026-07-05T10:00:00Z', '2026-07-06T02:30:00.000Z'],
    ['0 0 * * *', 'Asia/Kolkata', '2026-01-05T10:00:00Z', '2026-01-05T18:30:00.000Z'],
    // The clocks go from 2:00 to 3:00, so that this day has no 2:30.
    ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-30T00:30:00.000Z'],
    // The clocks go from 3:00 back to 2:00, and 2:30 comes twice.
    ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T00:30:00.000Z'],
    ['30 2 * * *', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-26T01:30:00.000Z'],
  ])('%s in %s after %s', (text, zone, after, expected) => {
    const next = nextTime(parseCronSchedule(text), Date.parse(after), zone);
    expect(new Date(next ?? 0).toISOString()).toBe(expected);
  });

  test('there is no time that never comes', () => {
    expect(nextTime(parseCronSchedule('0 0 31 2 *'), 0)).toBeUndefined();
  });
});
