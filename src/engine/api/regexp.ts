/**
 * Regular expressions as Go has them (RE2): no backtracking, so that the time of a match grows with
 * the product of the lengths of pattern and text, whatever the two are.
 * Models the syntax and the leftmost-first matching of Go's regexp.
 */

import { word, type CharacterSet, type Range } from './regexp-classes.ts';
import { largestProgram, PatternReader, RegExpError, type Assertion, type Piece } from './regexp-syntax.ts';

export { RegExpError } from './regexp-syntax.ts';

/** A match: the pairs of start and end of the whole and of each group, -1 for groups that took no part. */
export type MatchPlaces = readonly number[];

/** What a machine does in a state: reads a character, checks a place, notes one, forks, or is done. */
type Step =
  | { readonly is: 'set'; readonly set: CharacterSet; next: number }
  | { readonly is: 'assert'; readonly assertion: Assertion; next: number }
  | { readonly is: 'note'; readonly slot: number; next: number }
  | { readonly is: 'fork'; first: number; second: number }
  | { readonly is: 'match' };

/** Writes the steps from the last to the first, so that each knows its follower. */
function compile(piece: Piece, next: number, steps: Step[]): number {
  const add = (step: Step): number => {
    if (steps.length > 2 * largestProgram) throw new RegExpError('expression too large');
    return steps.push(step) - 1;
  };
  switch (piece.is) {
    case 'empty':
      return next;
    case 'set':
      return add({ is: 'set', set: piece.set, next });
    case 'assert':
      return add({ is: 'assert', assertion: piece.assertion, next });
    case 'group': {
      if (piece.index === undefined) return compile(piece.of, next, steps);
      const end = add({ is: 'note', slot: 2 * piece.index + 1, next });
      return add({ is: 'note', slot: 2 * piece.index, next: compile(piece.of, end, steps) });
    }
    case 'sequence':
      return piece.of.reduceRight((follower, inner) => compile(inner, follower, steps), next);
    case 'either': {
      const starts = piece.of.map((inner) => compile(inner, next, steps));
      return starts.reduceRight((second, first) => add({ is: 'fork', first, second }));
    }
    case 'repeat': {
      const fork = (body: number, out: number): Step =>
        piece.lazy ? { is: 'fork', first: out, second: body } : { is: 'fork', first: body, second: out };
      let start = next;
      if (piece.most === Infinity) {
        const at = add({ is: 'fork', first: next, second: next });
        const body = compile(piece.of, at, steps);
        steps[at] = fork(body, next);
        start = at;
      } else {
        for (let count = piece.least; count < piece.most; count++)
          start = add(fork(compile(piece.of, start, steps), next));
      }
      for (let count = 0; count < piece.least; count++) start = compile(piece.of, start, steps);
      return start;
    }
  }
}

function matchesSet({ ranges, negated, classes, ignoreCase }: CharacterSet, code: number): boolean {
  let found = isIn(ranges, classes, code);
  if (!found && ignoreCase) {
    const char = String.fromCodePoint(code);
    const [lower = code, upper = code] = [char.toLowerCase(), char.toUpperCase()].map(
      (other) => other.codePointAt(0) as number,
    );
    found = isIn(ranges, classes, lower) || isIn(ranges, classes, upper);
  }
  return found !== negated;
}

function isIn(ranges: readonly Range[], classes: CharacterSet['classes'], code: number): boolean {
  for (const { from, to } of ranges) if (code >= from && code <= to) return true;
  return classes.some((known) => known.pattern.test(String.fromCodePoint(code)) !== known.negated);
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && word.some(({ from, to }) => code >= from && code <= to);
}

/** A pattern that is ready to match. */
export class GoRegExp {
  readonly groups: number;
  readonly #steps: readonly Step[];
  readonly #start: number;

  constructor(pattern: string) {
    const reader = new PatternReader(pattern);
    const piece = reader.read();
    const steps: Step[] = [{ is: 'match' }];
    this.#start = compile({ is: 'group', of: piece, index: 0 }, 0, steps);
    this.#steps = steps;
    this.groups = reader.groups;
  }

  test(text: string): boolean {
    return this.#run(text, 0, false) !== undefined;
  }

  /** The leftmost match at or behind an offset. */
  exec(text: string, from = 0): MatchPlaces | undefined {
    return this.#run(text, from, true);
  }

  /**
   * Goes over the text once, with all states that the machine may be in, in order of preference.
   * Models the leftmost-first simulation of RE2.
   */
  #run(text: string, from: number, wantsPlaces: boolean): MatchPlaces | undefined {
    const steps = this.#steps;
    let current: Thread[] = [];
    let found: readonly number[] | undefined;
    const seen = new Uint32Array(steps.length);
    let generation = 0;
    const nowhere: readonly number[] = wantsPlaces
      ? Array.from({ length: 2 * this.groups + 2 }, () => -1)
      : [];

    for (let at = from; ;) {
      const code = text.codePointAt(at);
      const before = codeBefore(text, at);
      const width = code !== undefined && code > 0xffff ? 2 : 1;
      generation++;
      const states: Thread[] = [];
      // What was under way goes first; a new start only where nothing has matched.
      const pending = current;
      if (found === undefined) pending.push({ state: this.#start, places: nowhere });
      for (const thread of pending) follow(steps, thread, at, before, code, seen, generation, states);
      const next: Thread[] = [];
      for (const thread of states) {
        const step = steps[thread.state] as Step;
        if (step.is === 'match') {
          if (!wantsPlaces) return [];
          found = thread.places;
          // Those behind are less preferred.
          break;
        }
        if (step.is === 'set' && code !== undefined && matchesSet(step.set, code))
          next.push({ state: step.next, places: thread.places });
      }
      if (code === undefined || (next.length === 0 && found !== undefined)) return found;
      current = next;
      at += width;
    }
  }
}

interface Thread {
  readonly state: number;
  readonly places: readonly number[];
}

function codeBefore(text: string, at: number): number | undefined {
  if (at === 0) return undefined;
  const unit = text.charCodeAt(at - 1);
  return unit >= 0xdc00 && unit <= 0xdfff && at > 1 ? text.codePointAt(at - 2) : unit;
}

/** Adds the states that a thread comes to without reading, most preferred first. */
function follow(
  steps: readonly Step[],
  from: Thread,
  at: number,
  before: number | undefined,
  after: number | undefined,
  seen: Uint32Array,
  generation: number,
  states: Thread[],
): void {
  const stack: Thread[] = [from];
  for (let thread = stack.pop(); thread !== undefined; thread = stack.pop()) {
    const { state, places } = thread;
    if (seen[state] === generation) continue;
    seen[state] = generation;
    const step = steps[state] as Step;
    switch (step.is) {
      case 'fork':
        stack.push({ state: step.second, places }, { state: step.first, places });
        break;
      case 'assert':
        if (holds(step.assertion, before, after)) stack.push({ state: step.next, places });
        break;
      case 'note':
        stack.push({ state: step.next, places: places.length === 0 ? places : places.with(step.slot, at) });
        break;
      default:
        states.push(thread);
    }
  }
}

function holds(assertion: Assertion, before: number | undefined, after: number | undefined): boolean {
  switch (assertion) {
    case 'textStart':
      return before === undefined;
    case 'textEnd':
      return after === undefined;
    case 'lineStart':
      return before === undefined || before === 0x0a;
    case 'lineEnd':
      return after === undefined || after === 0x0a;
    default:
      return (isWord(before) !== isWord(after)) === (assertion === 'wordBoundary');
  }
}

const mostRemembered = 500;
const remembered = new Map<string, GoRegExp>();

/** The machine of a pattern. Throws a RegExpError for what is none. */
export function parseRegExp(pattern: string): GoRegExp {
  let known = remembered.get(pattern);
  if (known === undefined) {
    known = new GoRegExp(pattern);
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(pattern, known);
  }
  return known;
}
