import { brief } from '../../compare.ts';
import type { Bindings } from './placeholders.ts';

const most = 6;

/** Where an answer differs from the recorded one, one line a place. Binds placeholders on the way. */
export function compare(expected: unknown, got: unknown, bindings: Bindings, path = ''): string[] {
  const found: string[] = [];
  walk(expected, got, path, bindings, found);
  return found.slice(0, most);
}

function walk(expected: unknown, got: unknown, path: string, bindings: Bindings, found: string[]): void {
  if (typeof expected === 'string') {
    const text = typeof got === 'number' && expected.startsWith('<nodePort-') ? String(got) : got;
    if (typeof text !== 'string' || !bindings.matches(expected, text))
      found.push(`${path || '(whole)'}: expected ${brief(expected, 900)}, got ${brief(got, 900)}`);
    return;
  }
  if (Array.isArray(expected) && Array.isArray(got)) {
    const length = Math.max(expected.length, got.length);
    for (let index = 0; index < length; index++) {
      const at = `${path}[${index}]`;
      if (index >= expected.length) found.push(`${at}: not expected, got ${brief(got[index])}`);
      else if (index >= got.length) found.push(`${at}: expected ${brief(expected[index])}, got nothing`);
      else walk(expected[index], got[index], at, bindings, found);
    }
    return;
  }
  if (isMap(expected) && isMap(got)) {
    for (const key of Object.keys(expected)) {
      const at = path === '' ? key : `${path}.${key}`;
      const actual = findMember(key, got, bindings);
      if (actual === undefined) found.push(`${at}: expected ${brief(expected[key])}, got nothing`);
      else walk(expected[key], got[actual], at, bindings, found);
    }
    const known = new Set(Object.keys(expected).map((key) => findMember(key, got, bindings)));
    for (const key of Object.keys(got))
      if (!known.has(key))
        found.push(`${path === '' ? key : `${path}.${key}`}: not expected, got ${brief(got[key])}`);
    return;
  }
  if (!Object.is(expected, got))
    found.push(`${path || '(whole)'}: expected ${brief(expected)}, got ${brief(got)}`);
}

/** The member that a recorded key stands for; keys may hold placeholders too. */
function findMember(key: string, got: Record<string, unknown>, bindings: Bindings): string | undefined {
  if (Object.hasOwn(got, key)) return key;
  if (!key.includes('<')) return undefined;
  return Object.keys(got).find((candidate) => bindings.matches(key, candidate));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
