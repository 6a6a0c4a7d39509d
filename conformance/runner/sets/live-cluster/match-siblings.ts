import { objectName, type ApiObject, type LiveCase, type LiveRun } from './case.ts';
import { compareRuns } from './compare-runs.ts';
import { agedNames, normalise, places, randomWord, siblings, type Sibling } from './names.ts';

const mostTries = 150;
const mostPermuted = 6;

/**
 * The disagreements of a run with its case, with the numbers of siblings that make them fewest:
 * which of several alike objects is which is not known.
 */
export function bestDisagreements(liveCase: LiveCase, run: LiveRun, seen: readonly ApiObject[]): string[] {
  const aged = agedNames(seen);
  const where = places(seen);
  const groups = groupSiblings(siblings(seen, aged));
  const generic = new Map(
    groups.flat().map(({ raw, kind, prefix }) => [raw, `${prefix}<${randomWord(kind)}>`]),
  );
  const recorded = recordedNames(liveCase);
  const choices = groups.map((group) => {
    const [first] = group as [Sibling];
    const expected = recorded.filter((name) => isSiblingName(name, first));
    const histories = new Map(
      group.map(({ raw, kind }) => {
        // A sibling alone keeps its name, so that its history is told apart from the others'.
        const others = new Map([...generic].map(([name, word]) => [name, name === raw ? `${word}!` : word]));
        return [
          raw,
          historyOf(normalise(run, liveCase, where, aged, others), `${kind} ${others.get(raw) ?? ''}`),
        ];
      }),
    );
    return permutations(group, expected, (sibling, name) =>
      distance(histories.get(sibling.raw) ?? [], recordedHistory(liveCase, name)),
    );
  });
  let best: string[] | undefined;
  for (const chosen of products(choices)) {
    const normal = normalise(run, liveCase, where, aged, new Map(chosen));
    const found = compareRuns(liveCase, normal);
    if (best === undefined || found.length < best.length) best = found;
    if (best.length === 0) break;
  }
  return best ?? [];
}

function groupSiblings(all: readonly Sibling[]): Sibling[][] {
  const groups = new Map<string, Sibling[]>();
  for (const sibling of all) {
    const key = `${sibling.kind} ${sibling.prefix}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [sibling]);
    else group.push(sibling);
  }
  return [...groups.values()];
}

/** `Pod demo/web-<rand-1>` and the like, wherever they stand in the recording. */
function recordedNames(liveCase: LiveCase): string[] {
  return [
    ...new Set([
      ...liveCase.timeline.map(({ object }) => object),
      ...liveCase.final.map(objectName),
      ...Object.keys(liveCase.events),
    ]),
  ];
}

function isSiblingName(object: string, { kind, prefix }: Sibling): boolean {
  const [recordedKind, name = ''] = object.split(' ');
  const short = name.slice(name.indexOf('/') + 1);
  return (
    recordedKind === kind &&
    short.startsWith(prefix) &&
    /^<(rand|slice)-\d+>$/.test(short.slice(prefix.length))
  );
}

/** An object's states and events as texts without numbers of siblings. */
function historyOf(run: Pick<LiveCase, 'timeline' | 'events'>, kindAndName: string): string[] {
  const [kind = '', name = ''] = kindAndName.split(' ');
  const isIt = (object: string): boolean =>
    object.startsWith(`${kind} `) && object.slice(object.indexOf('/') + 1) === name;
  const states = run.timeline
    .filter(({ object }) => isIt(object))
    .map(({ step, type, fields }) => JSON.stringify([step, type, fields ?? {}]));
  const events = Object.entries(run.events)
    .filter(([object]) => isIt(object))
    .flatMap(([, list]) => list.map(({ reason, message, host }) => JSON.stringify([reason, message, host])));
  return [...states, ...events].map((text) => text.replace(/<(rand|slice)(-\d+)?>!?/g, '<$1>'));
}

function recordedHistory(liveCase: LiveCase, object: string): string[] {
  const [kind = '', name = ''] = object.split(' ');
  return historyOf(liveCase, `${kind} ${name.slice(name.indexOf('/') + 1)}`);
}

/** How many texts stand on one side only. */
function distance(a: readonly string[], b: readonly string[]): number {
  const left = [...b];
  let missing = 0;
  for (const text of a) {
    const index = left.indexOf(text);
    if (index < 0) missing++;
    else left.splice(index, 1);
  }
  return missing + left.length;
}

type Choice = readonly (readonly [raw: string, name: string])[];

/** The ways to give a group its recorded names, those alone that are as near as any. */
function permutations(
  group: readonly Sibling[],
  expected: readonly string[],
  cost: (sibling: Sibling, name: string) => number,
): Choice[] {
  const names = expected.map((object) => object.slice(object.lastIndexOf(' ') + 1).replace(/^[^/]*\//, ''));
  const costs = group.map((sibling) => expected.map((object) => cost(sibling, object)));
  const width = Math.max(group.length, names.length);
  const at = (row: number, column: number): number => costs[row]?.[column] ?? 1000;
  let least = Number.POSITIVE_INFINITY;
  let found: number[][] = [];
  const order = group.length > mostPermuted ? [greedy(group.length, width, at)] : orders(width, group.length);
  for (const columns of order) {
    const total = columns.reduce((sum, column, row) => sum + at(row, column), 0);
    if (total > least) continue;
    if (total < least) found = [];
    least = total;
    found.push(columns);
  }
  return found.map((columns) =>
    columns.map((column, row) => {
      const { raw, kind, prefix } = group[row] as Sibling;
      return [raw, names[column] ?? `${prefix}<${randomWord(kind)}-more-${row}>`] as const;
    }),
  );
}

function greedy(rows: number, width: number, at: (row: number, column: number) => number): number[] {
  const free = new Set(Array.from({ length: width }, (_, column) => column));
  return Array.from({ length: rows }, (_, row) => {
    const best = [...free].toSorted((a, b) => at(row, a) - at(row, b))[0] ?? 0;
    free.delete(best);
    return best;
  });
}

/** Every way to take `length` of the numbers below `width`, in order. */
function* orders(width: number, length: number, taken: readonly number[] = []): Iterable<number[]> {
  if (taken.length === length) {
    yield [...taken];
    return;
  }
  for (let next = 0; next < width; next++) {
    if (!taken.includes(next)) yield* orders(width, length, [...taken, next]);
  }
}

/** One choice of each group, in every combination, up to a bound. */
function* products(choices: readonly (readonly Choice[])[]): Iterable<Choice> {
  let count = 0;
  const walk = function* (index: number, chosen: Choice): Iterable<Choice> {
    const options = choices[index];
    if (options === undefined) {
      count++;
      yield chosen;
      return;
    }
    for (const option of options) {
      if (count >= mostTries) return;
      yield* walk(index + 1, [...chosen, ...option]);
    }
  };
  yield* walk(0, []);
}
