/** `v1` before `v1beta2`, `v1beta1` and `v1alpha1`; other names come last, in order of their letters. */
const stabilities = ['alpha', 'beta', ''];

interface KubeVersion {
  readonly stability: number;
  readonly major: number;
  readonly minor: number;
}

function parse(name: string): KubeVersion | undefined {
  const [, major, stability = '', minor] = /^v([0-9]+)(?:(alpha|beta)([0-9]+))?$/.exec(name) ?? [];
  if (major === undefined) return undefined;
  return { stability: stabilities.indexOf(stability), major: Number(major), minor: Number(minor ?? 0) };
}

/**
 * How versions of an API are ordered, the preferred one first: for `toSorted`.
 * Models k8s.io/apimachinery/pkg/version.CompareKubeAwareVersionStrings (v1.36), the other way round.
 */
export function byPreference(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  if (left === undefined || right === undefined) {
    if (left !== undefined) return -1;
    if (right !== undefined) return 1;
    return a < b ? -1 : Number(a > b);
  }
  return right.stability - left.stability || right.major - left.major || right.minor - left.minor;
}
