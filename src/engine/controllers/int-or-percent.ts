/**
 * A number, or a percentage of `total` rounded up or down.
 * Models intstr.GetScaledValueFromIntOrPercent (v1.36).
 */
export function scaledValue(
  value: number | string | undefined,
  total: number,
  rounding: 'up' | 'down',
): number {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value;
  const percent = Number.parseInt(value, 10);
  return rounding === 'up' ? Math.ceil((percent * total) / 100) : Math.floor((percent * total) / 100);
}
