// Long because: it is the table of jq's functions.
import { formatTime, parseTime } from '../../../engine/index.ts';
import {
  at as valueAt,
  pathsOf,
  run,
  sortedBy,
  valuesOf,
  withPath,
  type Builtin,
  type Environment,
  type Library,
  type Located,
} from './evaluate.ts';
import { textOf } from './formats.ts';
import { parseJq } from './parser.ts';
import { JqProblem, type Filter, type Json } from './syntax.ts';
import {
  compare,
  isList,
  isMap,
  kindOf,
  mapOf,
  member,
  shown,
  sortedKeys,
  truthOf,
  withoutPaths,
} from './values.ts';

/** Functions that are written in jq. Those that hand paths on must be. */
const definitions = `
def map(f): [.[] | f];
def select(f): if f then . else empty end;
def recurse(f): def r: ., (f | r); r;
def recurse(f; cond): def r: ., (f | select(cond) | r); r;
def values: select(. != null);
def nulls: select(. == null);
def booleans: select(type == "boolean");
def numbers: select(type == "number");
def strings: select(type == "string");
def arrays: select(type == "array");
def objects: select(type == "object");
def iterables: select(type == "array" or type == "object");
def scalars: select(type != "array" and type != "object");
def map_values(f): .[] |= f;
def to_entries: [keys_unsorted[] as $k | {key: $k, value: .[$k]}];
def with_entries(f): to_entries | map(f) | from_entries;
def paths: path(..) | select(length > 0);
def paths(f): path(.. | select(f)) | select(length > 0);
def leaf_paths: paths(scalars);
def del(f): delpaths([path(f)]);
def add(f): reduce f as $x (null; . + $x);
def any: any(.[]; .);
def all: all(.[]; .);
def any(f): any(.[]; f);
def all(f): all(.[]; f);
def any(g; f): isempty(first(g | f | select(.))) | not;
def all(g; f): isempty(first(g | f | select(. | not)));
def in(xs): . as $x | xs | has($x);
def inside(xs): . as $x | xs | contains($x);
def index($i): indices($i) | .[0];
def rindex($i): indices($i) | .[-1:][0];
def until(cond; update): def u: if cond then . else (update | u) end; u;
def while(cond; update): def w: if cond then ., (update | w) else empty end; w;
def repeat(f): def r: ., (f | r); r;
def todate: strftime("%Y-%m-%dT%H:%M:%SZ");
def fromdate: fromdateiso8601;
def finites: select(isinfinite or isnan | not);
def nth($n): .[$n];
def nth($n; f): last(limit($n + 1; f));
def walk(f): def w: if type == "object" then map_values(w) elif type == "array" then map(w) else . end | f; w;
def first: .[0];
def last: .[-1];
def pick(f): . as $top | reduce path(f) as $p (null; setpath($p; $top | getpath($p)));
def combinations: if length == 0 then [] else .[0][] as $x | (.[1:] | combinations) as $w | [$x] + $w end;
`;

const parsed = new Map<string, { parameters: readonly string[]; body: Filter }>();

/** A function that is written in jq, by `name/count`. */
function defined(key: string): { parameters: readonly string[]; body: Filter } | undefined {
  if (parsed.size === 0) {
    for (const line of definitions.trim().split('\n')) {
      const filter = parseJq(`${line} .`);
      if (filter.kind === 'define') parsed.set(`${filter.name}/${filter.parameters.length}`, filter);
    }
  }
  return parsed.get(key);
}

/** A function of a value and of the values of its arguments. */
function plain(make: (value: Json, ...args: Json[]) => Json): Builtin {
  return function* ({ value }, args, env) {
    for (const given of products(args, value, env)) yield { value: make(value, ...given) };
  };
}

function* products(args: readonly Filter[], input: Json, env: Environment): Generator<Json[]> {
  const [first, ...rest] = args;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const others of products(rest, input, env))
    for (const value of valuesOf(first, input, env)) yield [value, ...others];
}

function refuse(message: string): never {
  throw new JqProblem(message);
}

function list(value: Json, why = 'cannot be sorted, as it is not an array'): readonly Json[] {
  return isList(value) ? value : refuse(`${shown(value)} ${why}`);
}

function text(value: Json, what: string): string {
  return typeof value === 'string' ? value : refuse(`${shown(value)} ${what}`);
}

function number(value: Json): number {
  return typeof value === 'number' ? value : refuse(`${shown(value)} number required`);
}

/** A function of a list by a key. */
function byKey(make: (sorted: ReturnType<typeof sortedBy>) => Json): Builtin {
  return function* ({ value }, args, env) {
    yield { value: make(sortedBy(list(value), args[0] as Filter, env)) };
  };
}

function groups(sorted: ReturnType<typeof sortedBy>): Json[][] {
  const found: { key: readonly Json[]; values: Json[] }[] = [];
  for (const { key, value } of sorted) {
    const last = found.at(-1);
    if (last !== undefined && compare(last.key, key) === 0) last.values.push(value);
    else found.push({ key, values: [value] });
  }
  return found.map(({ values }) => values);
}

const mathematics: Readonly<Record<string, (value: number) => number>> = {
  floor: Math.floor,
  ceil: Math.ceil,
  round: Math.round,
  sqrt: Math.sqrt,
  fabs: Math.abs,
  exp: Math.exp,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  trunc: Math.trunc,
};

const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...Object.entries(mathematics).map(([name, make]): [string, Builtin] => [
    `${name}/0`,
    plain((value) => make(number(value))),
  ]),
  ['abs/0', plain((value) => Math.abs(number(value)))],
  ['pow/2', plain((_, a = null, b = null) => number(a) ** number(b))],
  ['length/0', plain(length)],
  [
    'utf8bytelength/0',
    plain(
      (value) =>
        encodeURIComponent(text(value, 'only strings have UTF-8 byte length')).replaceAll(/%../g, 'x').length,
    ),
  ],
  ['not/0', plain((value) => !truthOf(value))],
  ['type/0', plain(kindOf)],
  ['keys/0', plain((value) => keys(value, true))],
  ['keys_unsorted/0', plain((value) => keys(value, false))],
  ['has/1', plain((value, key = null) => has(value, key))],
  ['contains/1', plain((value, other = null) => contains(value, other))],
  [
    'add/0',
    plain((value) => sum(isMap(value) ? Object.values(value) : list(value, 'cannot be iterated over'))),
  ],
  [
    'range/1',
    function* ({ value }, [to], env) {
      for (const end of valuesOf(to as Filter, value, env)) yield* range(0, number(end), 1);
    },
  ],
  [
    'range/2',
    function* ({ value }, args, env) {
      for (const [from = 0, to = 0] of products(args, value, env)) yield* range(number(from), number(to), 1);
    },
  ],
  [
    'range/3',
    function* ({ value }, args, env) {
      for (const [from = 0, to = 0, by = 1] of products(args, value, env))
        yield* range(number(from), number(to), number(by));
    },
  ],
  ['tostring/0', plain(textOf)],
  ['tonumber/0', plain(toNumber)],
  ['tojson/0', plain((value) => JSON.stringify(value))],
  ['fromjson/0', plain((value) => fromJson(text(value, 'cannot be parsed as JSON')))],
  ['ascii_upcase/0', plain((value) => text(value, 'explode input must be a string').toUpperCase())],
  [
    'ltrimstr/1',
    plain((value, start = null) =>
      typeof value === 'string' && typeof start === 'string' && value.startsWith(start)
        ? value.slice(start.length)
        : value,
    ),
  ],
  [
    'rtrimstr/1',
    plain((value, end = null) =>
      typeof value === 'string' && typeof end === 'string' && end !== '' && value.endsWith(end)
        ? value.slice(0, -end.length)
        : value,
    ),
  ],
  ['trim/0', plain((value) => text(value, 'cannot be trimmed').trim())],
  ['ltrim/0', plain((value) => text(value, 'cannot be trimmed').trimStart())],
  ['rtrim/0', plain((value) => text(value, 'cannot be trimmed').trimEnd())],
  [
    'startswith/1',
    plain((value, start = null) =>
      text(value, 'startswith() requires string inputs').startsWith(
        text(start, 'startswith() requires string inputs'),
      ),
    ),
  ],
  [
    'endswith/1',
    plain((value, end = null) =>
      text(value, 'endswith() requires string inputs').endsWith(
        text(end, 'endswith() requires string inputs'),
      ),
    ),
  ],
  ['split/1', plain((value, by = null) => text(value, 'cannot be split').split(text(by, 'cannot split')))],
  [
    'split/2',
    plain((value, by = null, flags = null) =>
      text(value, 'cannot be split').split(expression(by, flags, '')),
    ),
  ],
  [
    'join/1',
    plain((value, by = null) =>
      list(value, 'cannot be joined')
        .map((item) => (item === null ? '' : textOf(item)))
        .join(text(by, 'cannot join')),
    ),
  ],
  [
    'explode/0',
    plain((value) => Array.from(text(value, 'cannot be exploded'), (sign) => sign.codePointAt(0) ?? 0)),
  ],
  ['implode/0', plain((value) => String.fromCodePoint(...list(value, 'cannot be imploded').map(number)))],
  ['test/1', plain((value, pattern = null) => matches(value, pattern, null))],
  ['test/2', plain(matches)],
  [
    'match/1',
    function* ({ value }, args, env) {
      for (const [pattern = null] of products(args, value, env)) yield* found(value, pattern, null);
    },
  ],
  [
    'match/2',
    function* ({ value }, args, env) {
      for (const [pattern = null, flags = null] of products(args, value, env))
        yield* found(value, pattern, flags);
    },
  ],
  [
    'capture/1',
    function* ({ value }, args, env) {
      for (const [pattern = null] of products(args, value, env)) {
        for (const match of text(value, 'cannot be matched, as it is not a string').matchAll(
          expression(pattern, null, 'g'),
        )) {
          yield {
            value: mapOf(Object.entries(match.groups ?? {}).map(([name, group]) => [name, group ?? null])),
          };
          return;
        }
      }
    },
  ],
  [
    'scan/1',
    function* ({ value }, args, env) {
      for (const [pattern = null] of products(args, value, env))
        for (const [whole, ...parts] of text(value, 'cannot be matched, as it is not a string').matchAll(
          expression(pattern, null, 'g'),
        ))
          yield { value: parts.length > 0 ? parts.map((part) => part ?? null) : whole };
    },
  ],
  ['sub/2', substitute('')],
  ['gsub/2', substitute('g')],
  ['sort/0', plain((value) => list(value).toSorted(compare))],
  ['sort_by/1', byKey((sorted) => sorted.map(({ value }) => value))],
  ['group_by/1', byKey(groups)],
  [
    'unique/0',
    plain((value) =>
      list(value)
        .toSorted(compare)
        .filter((item, index, all) => index === 0 || compare(all[index - 1] as Json, item) !== 0),
    ),
  ],
  ['unique_by/1', byKey((sorted) => groups(sorted).map(([first]) => first as Json))],
  ['min/0', plain((value) => list(value).toSorted(compare)[0] ?? null)],
  ['max/0', plain((value) => list(value).toSorted(compare).at(-1) ?? null)],
  ['min_by/1', byKey((sorted) => sorted[0]?.value ?? null)],
  ['max_by/1', byKey((sorted) => sorted.at(-1)?.value ?? null)],
  [
    'reverse/0',
    plain((value) =>
      typeof value === 'string'
        ? Array.from(value).toReversed().join('')
        : value === null
          ? []
          : list(value, 'cannot be reversed, as it is not an array').toReversed(),
    ),
  ],
  ['flatten/0', plain((value) => flat(list(value, 'cannot be flattened'), Number.POSITIVE_INFINITY))],
  ['flatten/1', plain((value, depth = 1) => flat(list(value, 'cannot be flattened'), number(depth)))],
  [
    'transpose/0',
    plain((value) => {
      const rows = list(value, 'cannot be transposed').map((row) => list(row));
      const width = Math.max(0, ...rows.map((row) => row.length));
      return Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? null));
    }),
  ],
  ['from_entries/0', plain((value) => mapOf(list(value, 'cannot be iterated over').map(entryOf)))],
  ['indices/1', plain((value, what = null) => indices(value, what))],
  [
    'first/1',
    function* (at, [filter], env) {
      for (const found of run(filter as Filter, at, env)) {
        yield found;
        return;
      }
    },
  ],
  [
    'last/1',
    function* (at, [filter], env) {
      let last: Located | undefined;
      for (const found of run(filter as Filter, at, env)) last = found;
      if (last !== undefined) yield last;
    },
  ],
  [
    'limit/2',
    function* (at, [count, filter], env) {
      for (const most of valuesOf(count as Filter, at.value, env)) {
        let left = number(most);
        if (left <= 0) continue;
        for (const found of run(filter as Filter, at, env)) {
          yield found;
          if (--left <= 0) break;
        }
      }
    },
  ],
  [
    'isempty/1',
    function* ({ value }, [filter], env) {
      yield { value: valuesOf(filter as Filter, value, env).next().done === true };
    },
  ],
  [
    'error/0',
    plain((value) => {
      throw new JqProblem(textOf(value), value);
    }),
  ],
  [
    'error/1',
    plain((_, message = null) => {
      throw new JqProblem(textOf(message), message);
    }),
  ],
  [
    'path/1',
    function* ({ value }, [filter], env) {
      for (const { path } of pathsOf(filter as Filter, value, env)) yield { value: path };
    },
  ],
  [
    'getpath/1',
    function* ({ value, path: before }, [filter], env) {
      for (const path of valuesOf(filter as Filter, value, env)) {
        const keysOf = list(path, 'Path must be specified as an array');
        yield { value: valueAt(value, keysOf), ...(before && { path: [...before, ...keysOf] }) };
      }
    },
  ],
  [
    'setpath/2',
    plain((value, path = null, to = null) =>
      withPath(value, list(path, 'Path must be specified as an array'), to),
    ),
  ],
  [
    'delpaths/1',
    plain((value, paths = null) =>
      withoutPaths(
        value,
        list(paths).map((path) => list(path)),
      ),
    ),
  ],
  [
    'tostream/0',
    function* ({ value }, _args, env) {
      for (const { value: leaf, path } of pathsOf({ kind: 'recurse' }, value, env))
        if (!isList(leaf) && !isMap(leaf)) yield { value: [path, leaf] };
    },
  ],
  ['now/0', (_at, _args, { variables }) => [{ value: variables.get('__now') ?? 0 }]],
  ['env/0', (_at, _args, { variables }) => [{ value: variables.get('ENV') ?? {} }]],
  ['infinite/0', plain(() => Number.MAX_VALUE)],
  ['nan/0', plain(() => Number.NaN)],
  ['isnan/0', plain((value) => Number.isNaN(number(value)))],
  ['isinfinite/0', plain((value) => Math.abs(number(value)) === Number.MAX_VALUE)],
  [
    'isvalid/1',
    function* (at, [filter], env) {
      try {
        for (const _ of run(filter as Filter, at, env)) void _;
        yield { value: true };
      } catch (error) {
        if (!(error instanceof JqProblem)) throw error;
        yield { value: false };
      }
    },
  ],
  [
    'splits/1',
    function* ({ value }, args, env) {
      for (const [pattern = null] of products(args, value, env))
        for (const piece of text(value, 'cannot be split').split(expression(pattern, null, '')))
          yield { value: piece };
    },
  ],
  [
    'fromdateiso8601/0',
    plain((value) => {
      const ms = parseTime(text(value, 'strptime/1 requires string inputs and arguments'));
      return ms === undefined
        ? refuse(`date "${textOf(value)}" does not match format "%Y-%m-%dT%H:%M:%SZ"`)
        : Math.floor(ms / 1000);
    }),
  ],
  ['strftime/1', plain((value) => formatTime(Math.floor(number(value)) * 1000))],
  ['ascii_downcase/0', plain((value) => text(value, 'explode input must be a string').toLowerCase())],
  ['debug/0', (at) => [at]],
  ['input/0', plain(() => refuse('No more inputs'))],
  ['recurse/0', (at, _args, env) => run({ kind: 'recurse' }, at, env)],
]);

function* range(from: number, to: number, by: number): Generator<Located> {
  if (by > 0) for (let at = from; at < to; at += by) yield { value: at };
  else if (by < 0) for (let at = from; at > to; at += by) yield { value: at };
}

function length(value: Json): Json {
  if (value === null) return 0;
  if (typeof value === 'string') return Array.from(value).length;
  if (typeof value === 'number') return Math.abs(value);
  if (isList(value)) return value.length;
  return isMap(value) ? Object.keys(value).length : refuse(`${shown(value)} has no length`);
}

function keys(value: Json, sorted: boolean): Json {
  if (isMap(value)) return sorted ? sortedKeys(value) : Object.keys(value);
  return isList(value) ? [...value.keys()] : refuse(`${shown(value)} has no keys`);
}

function has(value: Json, key: Json): boolean {
  if (isMap(value) && typeof key === 'string') return Object.hasOwn(value, key);
  if (isList(value) && typeof key === 'number') return key >= 0 && key < value.length;
  return refuse(`Cannot check whether ${kindOf(value)} has a ${kindOf(key)} key`);
}

function contains(value: Json, other: Json): boolean {
  if (isMap(value) && isMap(other))
    return Object.entries(other).every(
      ([key, inner]) => Object.hasOwn(value, key) && contains(value[key] as Json, inner),
    );
  if (isList(value) && isList(other))
    return other.every((inner) =>
      value.some((item) => kindOf(item) === kindOf(inner) && contains(item, inner)),
    );
  if (typeof value === 'string' && typeof other === 'string') return value.includes(other);
  if (kindOf(value) === kindOf(other)) return compare(value, other) === 0;
  return refuse(`${shown(value)} and ${shown(other)} cannot have their containment checked`);
}

function sum(items: readonly Json[]): Json {
  let total: Json = null;
  for (const item of items) {
    if (total === null) total = item;
    else if (item === null) continue;
    else if (typeof total === 'number' && typeof item === 'number') total += item;
    else if (typeof total === 'string' && typeof item === 'string') total += item;
    else if (isList(total) && isList(item)) total = [...total, ...item];
    else if (isMap(total) && isMap(item)) total = mapOf([...Object.entries(total), ...Object.entries(item)]);
    else refuse(`${shown(total)} and ${shown(item)} cannot be added`);
  }
  return total;
}

function toNumber(value: Json): Json {
  if (typeof value === 'number') return value;
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isNaN(read) ? refuse(`${shown(value)} cannot be parsed as a number`) : read;
}

function fromJson(value: string): Json {
  try {
    return JSON.parse(value) as Json;
  } catch {
    return refuse(`${value} (while parsing '${value}')`);
  }
}

function flat(items: readonly Json[], depth: number): Json[] {
  return items.flatMap((item) => (isList(item) && depth > 0 ? flat(item, depth - 1) : [item]));
}

function entryOf(entry: Json): [string, Json] {
  if (isList(entry)) return [textOf(entry[0] ?? null), entry[1] ?? null];
  const name = ['key', 'k', 'name', 'Name', 'Key', 'K']
    .map((key) => member(entry, key))
    .find((found) => found !== null);
  const value = isMap(entry)
    ? ['value', 'v', 'Value', 'V'].find((key) => Object.hasOwn(entry, key))
    : undefined;
  return [textOf(name ?? null), value === undefined ? null : member(entry, value)];
}

function indices(value: Json, what: Json): Json {
  if (value === null) return null;
  if (typeof value === 'string' && typeof what === 'string') {
    const places: number[] = [];
    for (let at = value.indexOf(what); at >= 0 && what !== ''; at = value.indexOf(what, at + 1))
      places.push(at);
    return places;
  }
  if (isList(value) && isList(what)) return member(value, what);
  return list(value).flatMap((item, index) => (compare(item, what) === 0 ? [index] : []));
}

function expression(pattern: Json, flags: Json, always: string): RegExp {
  const letters = typeof flags === 'string' ? flags.replaceAll(/[^gimsx]/g, '').replace('x', '') : '';
  try {
    return new RegExp(
      text(pattern, 'cannot be matched, as it is not a string'),
      [...new Set(always + letters)].join(''),
    );
  } catch {
    return refuse(`${textOf(pattern)} (at offset 0) is not a valid regex`);
  }
}

function matches(value: Json, pattern: Json = null, flags: Json = null): boolean {
  return expression(pattern, flags, '').test(text(value, 'cannot be matched, as it is not a string'));
}

function* found(value: Json, pattern: Json, flags: Json): Generator<Located> {
  const whole = text(value, 'cannot be matched, as it is not a string');
  const all = typeof flags === 'string' && flags.includes('g');
  for (const match of whole.matchAll(expression(pattern, flags, 'g'))) {
    const captures = match.slice(1).map((group, index): Json => ({
      offset: group === undefined ? -1 : whole.indexOf(group, match.index),
      length: group?.length ?? 0,
      string: group ?? null,
      name: Object.keys(match.groups ?? {})[index] ?? null,
    }));
    yield { value: { offset: match.index, length: match[0].length, string: match[0], captures } };
    if (!all) return;
  }
}

function substitute(always: string): Builtin {
  return function* ({ value }, [pattern, by], env) {
    const whole = text(value, 'cannot be matched, as it is not a string');
    for (const source of valuesOf(pattern as Filter, value, env)) {
      const replaced = whole.replace(expression(source, null, always), (...parts: unknown[]) => {
        const named = parts.at(-1);
        const groups =
          typeof named === 'object' && named !== null ? (named as Record<string, string | undefined>) : {};
        const input = mapOf(Object.entries(groups).map(([name, group]) => [name, group ?? null]));
        const [text_] = valuesOf(by as Filter, input, env);
        return typeof text_ === 'string' ? text_ : refuse(`${shown(input)} cannot be added to a string`);
      });
      yield { value: replaced };
    }
  };
}

export const library: Library = { builtin: (key) => builtins.get(key), definition: defined };
