/** A deep copy of JSON-shaped data. Members that are undefined are left out, as JSON would. */
export function deepCopy<T>(value: T): T {
  if (typeof value === 'string') return inOnePiece(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(deepCopy) as T;
  // Spreading keeps the layout of the original, which is small and quickly made.
  const copy = { ...value } as Record<string, unknown>;
  for (const key of Object.keys(copy)) {
    const member = copy[key];
    if (member === undefined) return deepCopy(withoutUndefined(value) as T);
    copy[key] = deepCopy(member);
  }
  return copy as T;
}

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}

/**
 * The same text. One that was put together is a rope of its parts until somebody reads it; here it is
 * read, so that what is kept for long is kept in one piece.
 */
export function inOnePiece(text: string): string {
  return text.codePointAt(0) === undefined ? '' : text;
}

/** A copy whose objects have their members in the order of their names, as Go writes maps. */
export function withSortedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withSortedKeys);
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(value).toSorted((a, b) => (a < b ? -1 : 1)))
    setOwn(sorted, key, withSortedKeys((value as Record<string, unknown>)[key]));
  return sorted;
}

/** Whether two plain values are equal; members that are undefined count as absent. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    for (let index = 0; index < a.length; index++) if (!deepEqual(a[index], b[index])) return false;
    return true;
  }
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  let members = 0;
  for (const key of Object.keys(left)) {
    if (left[key] === undefined) continue;
    members++;
    if (!Object.hasOwn(right, key) || !deepEqual(left[key], right[key])) return false;
  }
  for (const key of Object.keys(right)) if (right[key] !== undefined) members--;
  return members === 0;
}

/** Freezes plain data all the way down and returns it. Stops at what is frozen already. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const key of Object.keys(value)) deepFreeze((value as Record<string, unknown>)[key]);
  return value;
}

/** Sets an own member even when its name is `__proto__`, which data from outside may hold. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}
