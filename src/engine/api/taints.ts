import type { Taint, Toleration } from './types.ts';

/**
 * Whether `toleration` tolerates `taint`. Models Toleration.ToleratesTaint (v1.36); the operators Lt
 * and Gt, whose feature gate is off, tolerate nothing.
 */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  switch ((toleration.operator || 'Equal') as string) {
    case 'Equal':
      return (toleration.value ?? '') === (taint.value ?? '');
    case 'Exists':
      return true;
    default:
      return false;
  }
}

/** Whether any of the tolerations tolerates the taint. */
export function toleratesTaint(tolerations: readonly Toleration[] | null | undefined, taint: Taint): boolean {
  if (tolerations === null || tolerations === undefined) return false;
  for (const toleration of tolerations) if (tolerates(toleration, taint)) return true;
  return false;
}

/** The first taint that counts (`matters`) and is not tolerated. Models FindMatchingUntoleratedTaint (v1.36). */
export function findUntoleratedTaint(
  taints: readonly Taint[] | null | undefined,
  tolerations: readonly Toleration[] | null | undefined,
  matters: (taint: Taint) => boolean,
): Taint | undefined {
  return taints?.find((taint) => matters(taint) && !toleratesTaint(tolerations, taint));
}

/** The same taint is one of the same key and effect. Models Taint.MatchTaint (v1.36). */
export function isSameTaint(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}

/** `key=value:Effect`. Models Taint.ToString (v1.36). */
export function formatTaint({ key, value, effect }: Taint): string {
  if (!effect) return value ? `${key}=${value}:` : key;
  return value ? `${key}=${value}:${effect}` : `${key}:${effect}`;
}
