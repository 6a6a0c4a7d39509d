const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const yearMs = 365 * dayMs;

/**
 * A span of time as kubectl shows ages: two units at most, fewer the longer it is.
 * Models k8s.io/apimachinery/pkg/util/duration.HumanDuration (v1.36).
 */
export function humanDuration(ms: number): string {
  const whole = (unitMs: number): number => Math.trunc(ms / unitMs);
  const two = (unitMs: number, unit: string, subMs: number, sub: string): string => {
    const rest = Math.trunc((ms % unitMs) / subMs);
    return rest === 0 ? `${whole(unitMs)}${unit}` : `${whole(unitMs)}${unit}${rest}${sub}`;
  };
  const seconds = whole(secondMs);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  if (ms < 10 * minuteMs) return two(minuteMs, 'm', secondMs, 's');
  if (ms < 3 * hourMs) return `${whole(minuteMs)}m`;
  if (ms < 8 * hourMs) return two(hourMs, 'h', minuteMs, 'm');
  if (ms < 2 * dayMs) return `${whole(hourMs)}h`;
  if (ms < 8 * dayMs) return two(dayMs, 'd', hourMs, 'h');
  if (ms < 2 * yearMs) return `${whole(dayMs)}d`;
  if (ms < 8 * yearMs) return two(yearMs, 'y', dayMs, 'd');
  return `${whole(yearMs)}y`;
}

/** The one-unit form. Models k8s.io/apimachinery/pkg/util/duration.ShortHumanDuration (v1.36). */
export function shortHumanDuration(ms: number): string {
  const seconds = Math.trunc(ms / secondMs);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 60) return `${seconds}s`;
  if (ms < hourMs) return `${Math.trunc(ms / minuteMs)}m`;
  if (ms < dayMs) return `${Math.trunc(ms / hourMs)}h`;
  if (ms < yearMs) return `${Math.trunc(ms / dayMs)}d`;
  return `${Math.trunc(ms / yearMs)}y`;
}
