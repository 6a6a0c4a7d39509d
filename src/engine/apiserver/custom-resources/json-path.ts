/**
 * JSON paths of columns, selectable fields and scales: members, indexes, slices, wildcards and filters.
 * Models k8s.io/client-go/util/jsonpath (v1.36), as far as definitions allow it.
 */
import { isMap } from '../../api/patch/merge-patch.ts';

type Step = (value: unknown) => readonly unknown[];

const longestPath = 1_000;
const mostResults = 10_000;
const stepPattern =
  /\.\.?((?:\\.|[^.[\]\\])+)|\[\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|(\*)|(-?\d+)?\s*(:)?\s*(-?\d+)?\s*|\?\((.*?)\))\s*\]|\.(?=\[|$)/gsy;

const remembered = new Map<string, readonly Step[] | undefined>();
const mostRemembered = 500;

/** Everything that a path finds; nothing where it cannot be read. */
function valuesAt(root: unknown, path: string): readonly unknown[] {
  let steps = remembered.get(path);
  if (!remembered.has(path)) {
    steps = stepsOf(path);
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(path, steps);
  }
  if (steps === undefined) return [];
  let values: readonly unknown[] = [root];
  for (const step of steps) values = values.flatMap(step).slice(0, mostResults);
  return values;
}

/** The first that a path finds. */
export function valueAt(root: unknown, path: string): unknown {
  return valuesAt(root, path)[0];
}

/** The text at a path; empty where there is none or something else. */
export function textAt(root: unknown, path: string): string {
  const value = valueAt(root, path);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

function stepsOf(path: string): readonly Step[] | undefined {
  if (path.length > longestPath) return undefined;
  const steps: Step[] = [];
  let end = 0;
  for (const match of path.matchAll(stepPattern)) {
    end = match.index + match[0].length;
    const [, name, single, double, star, start, colon, stop, filter] = match;
    const quoted = single ?? double;
    if (name !== undefined || quoted !== undefined) {
      const key = (name ?? quoted ?? '').replaceAll(/\\(.)/g, '$1');
      steps.push(name === '*' ? all : (value) => member(value, key));
    } else if (star !== undefined) steps.push(all);
    else if (filter !== undefined) {
      const test = filterOf(filter);
      if (test === undefined) return undefined;
      steps.push((value) => all(value).filter(test));
    } else if (colon !== undefined) steps.push((value) => slice(value, start, stop));
    else if (start !== undefined) steps.push((value) => item(value, Number(start)));
    else if (match[0] !== '.') return undefined;
  }
  return end === path.length ? steps : undefined;
}

function all(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  return isMap(value) ? Object.values(value) : [];
}

function member(value: unknown, key: string): readonly unknown[] {
  return isMap(value) && Object.hasOwn(value, key) && value[key] !== undefined ? [value[key]] : [];
}

function item(value: unknown, index: number): readonly unknown[] {
  if (!Array.isArray(value)) return [];
  const found = (value as unknown[]).at(index);
  return found === undefined ? [] : [found];
}

function slice(value: unknown, start: string | undefined, stop: string | undefined): readonly unknown[] {
  if (!Array.isArray(value)) return [];
  return (value as unknown[]).slice(Number(start ?? 0), stop === undefined ? undefined : Number(stop));
}

const comparisons: Readonly<Record<string, (a: string | number, b: string | number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** `@.type=="Ready"`, or `@.x` for what has an x. */
function filterOf(text: string): ((value: unknown) => boolean) | undefined {
  const [, path = '', operator, literal = ''] =
    /^\s*@([^=!<>]*?)\s*(?:(==|!=|<=|>=|<|>)\s*(.*?))?\s*$/s.exec(text) ?? [];
  if (path === '') return undefined;
  if (operator === undefined) return (value) => valuesAt(value, path).length > 0;
  const wanted = /^(["']).*\1$/s.test(literal) ? literal.slice(1, -1) : Number(literal);
  const compare = comparisons[operator];
  if (Number.isNaN(wanted) && !['true', 'false'].includes(literal)) return undefined;
  const expected = Number.isNaN(wanted) ? literal : wanted;
  return (value) => {
    const found = valueAt(value, path);
    const actual = typeof found === 'boolean' ? String(found) : found;
    return (typeof actual === 'string' || typeof actual === 'number') && compare?.(actual, expected) === true;
  };
}
