import type { PodTemplateSpec } from '../api/types.ts';

/** The alphabet of names, so that a hash never spells a word. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * A short name for a pod template: equal templates have equal hashes. `collisions` makes another one
 * where two templates share it. Models controller.ComputeHash (v1.36).
 * Simplified: the same hash function over another dump of the template, so the letters differ from
 * those that a real cluster would choose.
 */
export function templateHash(template: PodTemplateSpec, collisions = 0): string {
  const hash = fnv32a(canonicalJson(template) + (collisions === 0 ? '' : `#${collisions}`));
  return encodeSafely(String(hash));
}

/** Models k8s.io/apimachinery/pkg/util/rand.SafeEncodeString (v1.36). */
function encodeSafely(text: string): string {
  let encoded = '';
  for (let index = 0; index < text.length; index++) {
    encoded += alphabet[text.charCodeAt(index) % alphabet.length];
  }
  return encoded;
}

/** FNV-1a with 32 bits over UTF-16 code units. */
function fnv32a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** JSON whose members are sorted and whose absent and empty members look alike. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined && member !== null)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
