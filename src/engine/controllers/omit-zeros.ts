/**
 * A status as Go's JSON has it: members that are 0 or undefined are left out, but for those in `keep`.
 * So statuses can be compared member by member.
 */
export function omitZeros<T extends object>(status: T, keep: readonly (keyof T)[] = []): T {
  const kept = Object.entries(status).filter(
    ([key, value]) => value !== undefined && (value !== 0 || keep.includes(key as keyof T)),
  );
  return Object.fromEntries(kept) as T;
}
