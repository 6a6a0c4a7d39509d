/**
 * Where `got` differs from `expected`, one line a place: `path: expected X, got Y`. Objects compare
 * as maps (an absent member differs from null), lists in order. Stops after `most` lines.
 */
export function differences(expected: unknown, got: unknown, path = '', most = 8): string[] {
  const found: string[] = [];
  walk(expected, got, path, found, most);
  return found;
}

function walk(expected: unknown, got: unknown, path: string, found: string[], most: number): void {
  if (found.length >= most || Object.is(expected, got)) return;
  if (Array.isArray(expected) && Array.isArray(got)) {
    const length = Math.max(expected.length, got.length);
    for (let index = 0; index < length; index++) {
      const at = `${path}[${index}]`;
      if (index >= expected.length) found.push(`${at}: not expected, got ${brief(got[index])}`);
      else if (index >= got.length) found.push(`${at}: expected ${brief(expected[index])}, got nothing`);
      else walk(expected[index], got[index], at, found, most);
    }
    return;
  }
  if (isMap(expected) && isMap(got)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(got)])) {
      const at = path === '' ? key : `${path}.${key}`;
      if (!Object.hasOwn(expected, key)) found.push(`${at}: not expected, got ${brief(got[key])}`);
      else if (!Object.hasOwn(got, key)) found.push(`${at}: expected ${brief(expected[key])}, got nothing`);
      else walk(expected[key], got[key], at, found, most);
    }
    return;
  }
  found.push(`${path || '(whole)'}: expected ${brief(expected)}, got ${brief(got)}`);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON of a value, cut to a readable length. */
export function brief(value: unknown, length = 300): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}
