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

  test('there is no time that never comes', () => {
    expect(nextTime(parseCronSchedule('0 0 31 2 *'), 0)).toBeUndefined();
  });
});
