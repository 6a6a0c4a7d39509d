import { describe, expect, it } from 'vitest';
import { parseCronSchedule } from './cron-schedule.ts';

describe('parseCronSchedule', () => {
  it.each([
    ['*/15 * * * *', [0, 15, 30, 45]],
    ['5/20 * * * *', [5, 25, 45]],
    ['1-3,7 * * * *', [1, 2, 3, 7]],
    ['@hourly', [0]],
  ])('%s runs in minutes %j', (text, minutes) =>
    expect([...parseCronSchedule(text).minute]).toEqual(minutes),
  );

  it('knows names of months and days', () => {
    const schedule = parseCronSchedule('0 0 * JAN-mar Sun');
    expect([[...schedule.month], [...schedule.dayOfWeek]]).toEqual([[1, 2, 3], [0]]);
  });

  it('@every has a period', () => expect(parseCronSchedule('@every 1h30m').everyMs).toBe(5_400_000));

  it.each([
    ['every minute', 'expected exactly 5 fields, found 2: [every minute]'],
    ['61 * * * *', 'end of range (61) above maximum (59): 61'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['5-3 * * * *', 'beginning of range (5) beyond end of range (3): 5-3'],
    ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['@never', 'unrecognized descriptor: @never'],
  ])('%s is refused', (text, message) => expect(() => parseCronSchedule(text)).toThrow(message));
});
