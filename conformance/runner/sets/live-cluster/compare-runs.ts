import { isDeepStrictEqual } from 'node:util';
import { brief, differences } from '../../compare.ts';
import {
  objectName,
  type ApiObject,
  type EventEntry,
  type Fields,
  type LiveCase,
  type LiveRun,
  type TimelineEntry,
} from './case.ts';

type Told = TimelineEntry & { readonly seconds?: number };

/** Where a normalised run differs from its recording. */
export function compareRuns(expected: LiveCase, got: LiveRun): string[] {
  return [
    ...expected.ops.flatMap((operation, index) =>
      operation.answer === undefined
        ? []
        : differences(operation.answer, got.answers[index], `answer ${index}`),
    ),
    ...compareTimelines(expected, got),
    ...compareEvents(expected, got),
    ...compareFinal(expected, got),
  ];
}

function compareTimelines(expected: LiveCase, got: LiveRun): string[] {
  const wanted = byObject(expected.timeline);
  const there = byObject<Told>(got.timeline);
  const found: string[] = [];
  for (const object of new Set([...wanted.keys(), ...there.keys()])) {
    const want = wanted.get(object) ?? [];
    const have = there.get(object) ?? [];
    if (want.length === 0) found.push(`${object}: not expected`);
    else if (have.length === 0) found.push(`${object}: expected, but nothing happened to it`);
    else if (expected.subsequence?.includes(object)) found.push(...compareSubsequence(object, want, have));
    else found.push(...compareExactly(object, want, have));
  }
  return found;
}

function compareExactly(object: string, want: readonly Told[], have: readonly Told[]): string[] {
  const plain = (entries: readonly Told[]): unknown[] =>
    entries.map(({ step, type, fields = {} }) => ({ step, type, ...fields }));
  const found = differences(plain(want), plain(have), object);
  if (found.length > 0) return found;
  return want.flatMap((entry, index) => lateness(`${object}[${index}]`, entry, have[index]));
}

/** Whether what is told happened at its time. */
function lateness(place: string, { at }: Told, have: Told | undefined): string[] {
  if (at === undefined || have === undefined || isInTime(at, have)) return [];
  return [`${place}: expected ${at[0]}…${at[1]} s after its operation, got ${have.seconds} s`];
}

function isInTime([least, most]: readonly [number, number], { seconds = 0 }: Told): boolean {
  return Math.round(seconds) >= least - 1 && Math.round(seconds) <= most + 1;
}

/** What is listed must happen in this order; other states may come between. */
function compareSubsequence(object: string, want: readonly Told[], have: readonly Told[]): string[] {
  const states = wholeStates(have);
  let index = 0;
  for (const [number, entry] of wholeStates(want).entries()) {
    const { step, type, fields } = entry;
    const found = states.findIndex(
      (state, position) =>
        position >= index &&
        state.step === step &&
        state.type === type &&
        isDeepStrictEqual(state.fields, fields) &&
        (entry.at === undefined || isInTime(entry.at, state)),
    );
    if (found < 0) {
      const next = states[index];
      const near =
        next === undefined
          ? 'nothing more'
          : brief({ step: next.step, type: next.type, ...next.fields }, 900);
      return [
        `${object}[${number}]: expected to come to ${brief({ step, type, ...fields }, 900)}, got next ${near}`,
      ];
    }
    index = found + 1;
  }
  return [];
}

/** Entries with all that is known of the object after them. */
function wholeStates(entries: readonly Told[]): Told[] {
  let state: Fields = {};
  return entries.map((entry) => {
    state = Object.fromEntries(
      Object.entries({ ...state, ...entry.fields }).filter(
        ([key, value]) => value !== null || entry.fields?.[key] === undefined || alwaysTold.has(key),
      ),
    );
    return { ...entry, fields: state };
  });
}

/** Fields that are null where there is nothing, rather than gone. */
const alwaysTold: ReadonlySet<string> = new Set([
  'nodeName',
  'podIP',
  'podCIDR',
  'volumeName',
  'capacity',
  'claimRef',
]);

function compareEvents(expected: LiveCase, got: LiveRun): string[] {
  const found: string[] = [];
  for (const object of new Set([...Object.keys(expected.events), ...Object.keys(got.events)])) {
    const want = expected.events[object] ?? [];
    const have = got.events[object] ?? [];
    const place = `events of ${object}`;
    if (!expected.looseEvents?.includes(object)) {
      found.push(...differences(masked(want, have), have, place));
      continue;
    }
    const left = [...have];
    for (const event of want) {
      const index = left.findIndex((other) => isDeepStrictEqual(masked([event], [other]), [other]));
      if (index < 0)
        found.push(`${place}: expected ${brief(event)}, got ${brief(left.map(({ message }) => message))}`);
      else left.splice(index, 1);
    }
  }
  return found;
}

/** The expected events with the other side's counts where these vary. */
function masked(want: readonly EventEntry[], have: readonly EventEntry[]): unknown[] {
  return want.map((event, index) => {
    if (event.count !== '<varies>') return event;
    const { count: _, ...rest } = event;
    const count = have[index]?.count;
    return count === undefined ? rest : { ...rest, count };
  });
}

function compareFinal(expected: LiveCase, got: LiveRun): string[] {
  const have = new Map(got.final.map((object) => [objectName(object), object]));
  const found: string[] = [];
  for (const object of expected.final) {
    const name = objectName(object);
    const ours = have.get(name);
    have.delete(name);
    if (ours === undefined) found.push(`final ${name}: expected, but it is not there`);
    else found.push(...differences(unvaried(object, ours), ours, `final ${name}`));
  }
  for (const name of have.keys()) found.push(`final ${name}: not expected`);
  return found;
}

/** The expected value with the other side's where the recordings vary. */
function unvaried(want: unknown, have: unknown): unknown {
  if (want === '<varies>') return have;
  if (Array.isArray(want)) {
    return want.map((item, index) => unvaried(item, Array.isArray(have) ? have[index] : undefined));
  }
  if (typeof want !== 'object' || want === null) return want;
  const other = (typeof have === 'object' && have !== null ? have : {}) as Record<string, unknown>;
  const members: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(want as ApiObject)) {
    if (value === '<varies>' && !Object.hasOwn(other, key)) continue;
    members[key] = unvaried(value, other[key]);
  }
  return members;
}

function byObject<T extends TimelineEntry>(entries: readonly T[]): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const entry of entries) {
    const list = map.get(entry.object);
    if (list === undefined) map.set(entry.object, [entry]);
    else list.push(entry);
  }
  return map;
}
