/** A set of fields of an object, as a tree. Models structured-merge-diff's fieldpath.Set. */
export interface FieldSet {
  /** Whether the field at this place belongs to the set itself. */
  member: boolean;
  /** By path element: `f:name`, `k:{"name":"c"}`, `v:"text"`. */
  readonly children: Map<string, FieldSet>;
}

/** How deep a set from outside may nest. */
const deepest = 100;

export function emptySet(): FieldSet {
  return { member: false, children: new Map() };
}

export function isEmptySet(set: FieldSet): boolean {
  return !set.member && set.children.size === 0;
}

/** Adds the field at a path. */
export function insertPath(set: FieldSet, path: readonly string[]): void {
  let node = set;
  for (const element of path) {
    let child = node.children.get(element);
    if (child === undefined) {
      child = emptySet();
      node.children.set(element, child);
    }
    node = child;
  }
  node.member = true;
}

/** All that is in one or the other. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  const children = new Map(a.children);
  for (const [element, child] of b.children) {
    const own = children.get(element);
    children.set(element, own === undefined ? child : union(own, child));
  }
  return { member: a.member || b.member, children };
}

/** What is in `a` and not in `b`. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, (inA, inB) => inA && !inB, true);
}

/** What is in both. */
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, (inA, inB) => inA && inB, false);
}

function combine(
  a: FieldSet,
  b: FieldSet,
  keep: (inA: boolean, inB: boolean) => boolean,
  keepAlone: boolean,
): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [element, child] of a.children) {
    const other = b.children.get(element);
    if (other === undefined) {
      if (keepAlone) children.set(element, child);
      continue;
    }
    const combined = combine(child, other, keep, keepAlone);
    if (!isEmptySet(combined)) children.set(element, combined);
  }
  return { member: keep(a.member, b.member), children };
}

/** The set as metav1.FieldsV1 writes it. */
export function toFieldsV1(set: FieldSet): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  if (set.member && set.children.size > 0) fields['.'] = {};
  for (const element of [...set.children.keys()].toSorted())
    fields[element] = toFieldsV1(set.children.get(element) as FieldSet);
  return fields;
}

/** The set that a FieldsV1 means. What is no such thing is an empty set. */
export function fromFieldsV1(fields: unknown, depth = 0): FieldSet {
  const set = emptySet();
  if (typeof fields !== 'object' || fields === null || depth > deepest) return set;
  const elements = Object.entries(fields as Record<string, unknown>);
  for (const [element, child] of elements) {
    if (element === '.') set.member = true;
    else set.children.set(element, fromFieldsV1(child, depth + 1));
  }
  if (elements.length === 0 && depth > 0) set.member = true;
  return set;
}

/** The fields of a set in words: `.spec.containers[name="c"].image`. */
export function pathTexts(set: FieldSet, prefix = ''): string[] {
  const own = set.member ? [prefix] : [];
  const below = [...set.children.keys()]
    .toSorted()
    .flatMap((element) => pathTexts(set.children.get(element) as FieldSet, prefix + elementText(element)));
  return [...own, ...below];
}

/** One step of a path in words. */
export function elementText(element: string): string {
  const text = element.slice(2);
  if (element.startsWith('f:')) return `.${text}`;
  if (element.startsWith('v:')) return `[=${text}]`;
  const keys = Object.entries(JSON.parse(text) as Record<string, unknown>);
  return `[${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
}
