import type { CronSchedule } from '../../api/cron-schedule.ts';
import { fromWallMs, utcOffsetMs } from './time-zone.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const longestMs = 5 * 366 * dayMs;

/**
 * The first time after `afterMs` that a schedule names by the clocks of `timeZone` (absent = UTC);
 * undefined where there is none within five years. A time that the clocks skip does not come, one that
 * they show twice comes once. Models robfig/cron.SpecSchedule.Next (v3).
 */
export function nextTime(schedule: CronSchedule, afterMs: number, timeZone?: string): number | undefined {
  if (schedule.everyMs !== undefined) return Math.floor(afterMs / 1000) * 1000 + schedule.everyMs;
  if (timeZone === undefined) return nextInUtc(schedule, afterMs);
  let wallMs = nextInUtc(schedule, afterMs + utcOffsetMs(timeZone, afterMs));
  while (wallMs !== undefined) {
    const timeMs = fromWallMs(timeZone, wallMs);
    if (timeMs !== undefined && timeMs > afterMs) return timeMs;
    wallMs = nextInUtc(schedule, wallMs);
  }
  return undefined;
}

function nextInUtc(schedule: CronSchedule, afterMs: number): number | undefined {
  let timeMs = startOf(afterMs, minuteMs) + minuteMs;
  const endMs = timeMs + longestMs;
  while (timeMs < endMs) {
    const date = new Date(timeMs);
    if (!isDay(schedule, date)) timeMs = startOf(timeMs, dayMs) + dayMs;
    else if (!schedule.hour.has(date.getUTCHours())) timeMs = startOf(timeMs, hourMs) + hourMs;
    else if (!schedule.minute.has(date.getUTCMinutes())) timeMs += minuteMs;
    else return timeMs;
  }
  return undefined;
}

function startOf(timeMs: number, unitMs: number): number {
  return Math.floor(timeMs / unitMs) * unitMs;
}

/** Where both kinds of day are given, either will do. */
function isDay(schedule: CronSchedule, date: Date): boolean {
  if (!schedule.month.has(date.getUTCMonth() + 1)) return false;
  const byDate = schedule.dayOfMonth.has(date.getUTCDate());
  const byWeekday = schedule.dayOfWeek.has(date.getUTCDay());
  return schedule.anyDayOfMonth || schedule.anyDayOfWeek ? byDate && byWeekday : byDate || byWeekday;
}
