import { posixExpression, unescaped } from '../patterns.ts';

/** A script that sed refuses; the message is GNU sed's, behind `sed: `. */
export class SedProblem extends Error {
  override name = 'SedProblem';
}

export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'match'; readonly expression: RegExp }
  | { readonly kind: 'step'; readonly first: number; readonly step: number }
  /** `addr,+2`. */
  | { readonly kind: 'more'; readonly count: number };

interface Where {
  readonly from?: Address;
  readonly to?: Address;
  readonly negated: boolean;
  /** Whether a range is open: changes while a script runs. */
  open: number | undefined;
}

export type SedCommand = { readonly where: Where } & (
  | {
      readonly kind: 's';
      readonly expression: RegExp;
      readonly replacement: string;
      /** The how-manieth match is replaced first, and whether those after it are too. */
      readonly first: number;
      readonly all: boolean;
      readonly prints: boolean;
    }
  | { readonly kind: 'y'; readonly from: string; readonly to: string }
  | { readonly kind: 'a' | 'i' | 'c'; readonly text: string }
  | { readonly kind: 'q' | 'Q'; readonly code: number }
  | { readonly kind: '{'; readonly body: readonly SedCommand[] }
  | { readonly kind: 'b' | 't' | ':'; readonly label: string }
  | { readonly kind: 'r' | 'w'; readonly path: string }
  | { readonly kind: 'd' | 'D' | 'p' | 'P' | 'n' | 'N' | 'h' | 'H' | 'g' | 'G' | 'x' | '=' | 'l' }
);

const bareCommands = ['d', 'D', 'p', 'P', 'n', 'N', 'h', 'H', 'g', 'G', 'x', '=', 'l'] as const;
const mostDepth = 20;

/** Reads a sed script. Throws a SedProblem. */
export function parseSed(script: string, extended: boolean): SedCommand[] {
  let at = 0;
  let lastExpression: RegExp | undefined;

  const fail = (problem: string): never => {
    throw new SedProblem(`-e expression #1, char ${Math.min(at + 1, script.length)}: ${problem}`);
  };
  const skip = (signs: RegExp): void => {
    while (at < script.length && signs.test(script[at] as string)) at++;
  };
  /** Up to a sign that is not escaped. */
  const until = (sign: string, what: string): string => {
    let text = '';
    let inSet = false;
    for (; at < script.length; at++) {
      const next = script[at] as string;
      if (next === '\\') {
        const escaped = script[++at] ?? '';
        text += escaped === sign && sign !== '\\' && !/[.*[\]^$+?(){}|]/.test(sign) ? sign : `\\${escaped}`;
      } else if (next === sign && !inSet) {
        at++;
        return text;
      } else {
        if (next === '[' && what !== 'replacement') inSet = true;
        if (next === ']') inSet = false;
        text += next;
      }
    }
    return fail(what === 'address' ? 'unterminated address regex' : `unterminated \`${what}' command`);
  };
  const expressionOf = (source: string, flags: string): RegExp => {
    if (source === '') return lastExpression ?? fail('no previous regular expression');
    try {
      const flagged = flags.replace('I', 'i').replace('M', 'm');
      lastExpression = new RegExp(posixExpression(source, extended), [...new Set(`g${flagged}`)].join(''));
      return lastExpression;
    } catch {
      return fail('Invalid regular expression');
    }
  };
  const number = (): number => {
    const [digits = ''] = /^\d+/.exec(script.slice(at)) ?? [];
    at += digits.length;
    return Number(digits);
  };
  const address = (second: boolean): Address | undefined => {
    const sign = script[at] ?? '';
    if (/\d/.test(sign)) {
      const line = number();
      if (script[at] !== '~') return { kind: 'line', line };
      at++;
      return { kind: 'step', first: line, step: number() };
    }
    if (sign === '$') {
      at++;
      return { kind: 'last' };
    }
    if (second && sign === '+') {
      at++;
      return { kind: 'more', count: number() };
    }
    if (sign !== '/' && sign !== '\\') return undefined;
    at += sign === '\\' ? 2 : 1;
    const source = until(sign === '\\' ? (script[at - 1] as string) : '/', 'address');
    const insensitive = script[at] === 'I';
    if (insensitive) at++;
    return { kind: 'match', expression: expressionOf(source, insensitive ? 'I' : '') };
  };
  const where = (): Where => {
    const from = address(false);
    skip(/[ \t]/);
    let to: Address | undefined;
    if (from !== undefined && script[at] === ',') {
      at++;
      skip(/[ \t]/);
      to = address(true) ?? fail("unexpected `,'");
    }
    skip(/[ \t]/);
    const negated = script[at] === '!';
    if (negated) at++;
    skip(/[ \t!]/);
    return { ...(from && { from }), ...(to && { to }), negated, open: undefined };
  };
  const word = (): string => {
    skip(/[ \t]/);
    const [text = ''] = /^[^;\n}]*/.exec(script.slice(at)) ?? [];
    at += text.length;
    return text.trim();
  };
  /** The text of `a`, `i` and `c`: on the next line, or in GNU's way on this one. */
  const addedText = (): string => {
    skip(/[ \t]/);
    if (script[at] === '\\') {
      // Blanks behind the backslash stay, if the text begins on this line.
      const newline = /^\\[ \t]*\n/.exec(script.slice(at));
      at += newline?.[0].length ?? 1;
    }
    let text = '';
    for (; at < script.length && script[at] !== '\n'; at++) {
      if (script[at] === '\\') {
        at++;
        text += script[at] === 't' ? '\t' : (script[at] ?? '');
      } else text += script[at];
    }
    return text;
  };
  const substitute = (place: Where): SedCommand => {
    const sign = script[at++] ?? fail("unterminated `s' command");
    const source = until(sign, 's');
    const replacement = until(sign, 'replacement');
    const [flags = ''] = /^[gpiIMme\d]*/.exec(script.slice(at)) ?? [];
    at += flags.length;
    if (/[^;\s}#]/.test(script[at] ?? ' ')) fail("unknown option to `s'");
    const count = /\d+/.exec(flags)?.[0];
    return {
      kind: 's',
      where: place,
      expression: expressionOf(source, flags.replaceAll(/[^iIM]/g, '')),
      replacement,
      first: Number(count ?? 1),
      all: flags.includes('g'),
      prints: flags.includes('p'),
    };
  };
  const block = (depth: number): SedCommand[] => {
    if (depth > mostDepth) fail("too many `{'s");
    const commands: SedCommand[] = [];
    for (;;) {
      skip(/[;\s]/);
      if (at >= script.length) {
        if (depth > 0) fail("unmatched `{'");
        return commands;
      }
      if (script[at] === '#') {
        skip(/[^\n]/);
        continue;
      }
      if (script[at] === '}') {
        if (depth === 0) fail("unexpected `}'");
        at++;
        return commands;
      }
      commands.push(command(where(), depth));
    }
  };
  const command = (place: Where, depth: number): SedCommand => {
    const kind = script[at++];
    if (kind === undefined) return fail('missing command');
    const bare = bareCommands.find((each) => each === kind);
    if (bare !== undefined) return { kind: bare, where: place };
    switch (kind) {
      case 's':
        return substitute(place);
      case 'y': {
        const sign = script[at++] ?? '';
        const from = unescaped(until(sign, 'y'));
        return { kind, where: place, from, to: unescaped(until(sign, 'y')) };
      }
      case 'a':
      case 'i':
      case 'c':
        return { kind, where: place, text: addedText() };
      case 'q':
      case 'Q':
        skip(/[ \t]/);
        return { kind, where: place, code: number() };
      case '{':
        return { kind, where: place, body: block(depth + 1) };
      case 'b':
      case 't':
      case ':':
        return { kind, where: place, label: word() };
      case 'r':
      case 'w':
        return { kind, where: place, path: word() };
      default:
        at--;
        return fail(`unknown command: \`${kind}'`);
    }
  };
  return block(0);
}
