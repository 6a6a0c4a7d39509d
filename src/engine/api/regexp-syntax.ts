/** The syntax of Go's regular expressions (RE2). Models regexp/syntax. */

import {
  anything,
  complement,
  notNewline,
  perlClasses,
  posixClasses,
  rangesOf,
  unicodeClass,
  type CharacterSet,
  type Range,
} from './regexp-classes.ts';

/** A pattern that cannot be read; the message is Go's, without its head. */
export class RegExpError extends Error {
  override name = 'RegExpError';
}

const longestPattern = 10_000;
const deepestNesting = 1_000;
const mostRepeats = 1_000;
export const largestProgram = 20_000;

export type Assertion = 'lineStart' | 'lineEnd' | 'textStart' | 'textEnd' | 'wordBoundary' | 'noWordBoundary';

export type Piece =
  | { readonly is: 'empty' }
  | { readonly is: 'set'; readonly set: CharacterSet }
  | { readonly is: 'assert'; readonly assertion: Assertion }
  | { readonly is: 'group'; readonly of: Piece; readonly index: number | undefined }
  | { readonly is: 'sequence'; readonly of: readonly Piece[] }
  | { readonly is: 'either'; readonly of: readonly Piece[] }
  | {
      readonly is: 'repeat';
      readonly of: Piece;
      readonly least: number;
      readonly most: number;
      readonly lazy: boolean;
    };

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
}

export class PatternReader {
  readonly #pattern: string;
  readonly #chars: readonly string[];
  #at = 0;
  #depth = 0;
  groups = 0;
  readonly #names = new Set<string>();
  #flags: Flags = { i: false, m: false, s: false, U: false };

  constructor(pattern: string) {
    this.#pattern = pattern;
    this.#chars = Array.from(pattern);
  }

  read(): Piece {
    if (this.#pattern.length > longestPattern) throw new RegExpError('expression too large');
    const piece = this.#either();
    if (this.#at < this.#chars.length) this.#fail('unexpected )', this.#pattern);
    return piece;
  }

  #fail(problem: string, text: string): never {
    throw new RegExpError(`${problem}: \`${text}\``);
  }

  #from(start: number): string {
    return this.#chars.slice(start, this.#at).join('');
  }

  #take(char: string): boolean {
    if (this.#chars[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #either(): Piece {
    if (++this.#depth > deepestNesting) this.#fail('expression nests too deeply', this.#pattern);
    const before = this.#flags;
    const branches = [this.#sequence()];
    while (this.#take('|')) branches.push(this.#sequence());
    this.#flags = before;
    this.#depth--;
    return branches.length === 1 ? (branches[0] as Piece) : { is: 'either', of: branches };
  }

  #sequence(): Piece {
    const pieces: Piece[] = [];
    for (;;) {
      const char = this.#chars[this.#at];
      if (char === undefined || char === '|' || char === ')') break;
      const start = this.#at;
      const atom = this.#atom();
      if (atom !== undefined) pieces.push(this.#repeated(atom, start));
    }
    return pieces.length === 1 ? (pieces[0] as Piece) : { is: 'sequence', of: pieces };
  }

  #repeated(atom: Piece, atomStart: number): Piece {
    let piece = atom;
    let previous: number | undefined;
    for (;;) {
      const start = this.#at;
      const bounds = this.#bounds();
      if (bounds === undefined) return piece;
      const lazy = this.#take('?') !== this.#flags.U;
      if (previous !== undefined) this.#fail('invalid nested repetition operator', this.#from(previous));
      if (bounds.least > mostRepeats || (bounds.most !== Infinity && bounds.most > mostRepeats))
        this.#fail('invalid repeat count', this.#from(start));
      if (bounds.most < bounds.least) this.#fail('invalid repeat count', this.#from(start));
      previous = start;
      piece = { is: 'repeat', of: piece, ...bounds, lazy };
      if (sizeOfPiece(piece) > largestProgram) this.#fail('expression too large', this.#from(atomStart));
    }
  }

  #bounds(): { least: number; most: number } | undefined {
    if (this.#take('*')) return { least: 0, most: Infinity };
    if (this.#take('+')) return { least: 1, most: Infinity };
    if (this.#take('?')) return { least: 0, most: 1 };
    const rest = this.#chars.slice(this.#at, this.#at + 14).join('');
    const [whole, least = '', comma, most = ''] = /^\{(\d{1,5})(,)?(\d{1,5})?\}/.exec(rest) ?? [];
    if (whole === undefined || (comma === undefined && most !== '')) return undefined;
    this.#at += whole.length;
    if (comma === undefined) return { least: Number(least), most: Number(least) };
    return { least: Number(least), most: most === '' ? Infinity : Number(most) };
  }

  /** One thing that may be repeated; undefined for flags, which match nothing. */
  #atom(): Piece | undefined {
    const start = this.#at;
    const char = this.#chars[this.#at++] as string;
    const { i, m, s } = this.#flags;
    switch (char) {
      case '(':
        return this.#group(start);
      case '[':
        return { is: 'set', set: this.#set(start) };
      case '.':
        return { is: 'set', set: s ? anything : notNewline };
      case '^':
        return { is: 'assert', assertion: m ? 'lineStart' : 'textStart' };
      case '$':
        return { is: 'assert', assertion: m ? 'lineEnd' : 'textEnd' };
      case '*':
      case '+':
      case '?':
        if (char !== '?') this.#take('?');
        return this.#fail('missing argument to repetition operator', char);
      case '\\':
        return this.#escape(start);
      default:
        return characterPiece(char, i);
    }
  }

  #group(start: number): Piece | undefined {
    if (!this.#take('?')) return this.#closed(++this.groups);
    const rest = this.#chars.slice(this.#at, this.#at + 200).join('');
    const named = /^P?<([^>]*)>/.exec(rest);
    if (named !== null && !/^<[=!]/.test(rest)) {
      const [whole, name = ''] = named;
      this.#at += Array.from(whole).length;
      if (!/^\w+$/.test(name)) this.#fail('invalid named capture', this.#from(start));
      if (this.#names.has(name)) this.#fail('duplicate capture group name', name);
      this.#names.add(name);
      return this.#closed(++this.groups);
    }
    const [, on = '', off = '', end] = /^([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest) ?? [];
    if (end === undefined || (on === '' && off === '' && end === ')')) {
      this.#at++;
      return this.#fail('invalid or unsupported Perl syntax', this.#from(start));
    }
    this.#at += on.length + (off === '' ? 0 : off.length + 1) + 1;
    const before = this.#flags;
    const flags = { ...before };
    for (const flag of on) flags[flag as keyof Flags] = true;
    for (const flag of off) flags[flag as keyof Flags] = false;
    this.#flags = flags;
    if (end === ')') return undefined;
    const piece = this.#closed(undefined);
    this.#flags = before;
    return piece;
  }

  #closed(index: number | undefined): Piece {
    const of = this.#either();
    if (!this.#take(')')) this.#fail('missing closing )', this.#pattern);
    return { is: 'group', of, index };
  }

  #escape(start: number): Piece {
    const char = this.#chars[this.#at];
    if (char === undefined) throw new RegExpError('trailing backslash at end of expression: ``');
    const assertion = assertions[char];
    if (assertion !== undefined) {
      this.#at++;
      return { is: 'assert', assertion };
    }
    if (char === 'Q') return this.#quoted();
    const set = this.#classEscape();
    if (set !== undefined) return { is: 'set', set };
    return characterPiece(this.#characterEscape(start), this.#flags.i);
  }

  /** What stands between `\Q` and `\E`, the first taken; a repetition behind them is for the last character. */
  #quoted(): Piece {
    this.#at++;
    const of: Piece[] = [];
    while (this.#at < this.#chars.length) {
      const start = this.#at;
      if (this.#take('\\') && this.#take('E')) {
        const last = of.pop();
        if (last !== undefined) of.push(this.#repeated(last, start));
        break;
      }
      this.#at = start + 1;
      of.push(characterPiece(this.#chars[start] as string, this.#flags.i));
    }
    return { is: 'sequence', of };
  }

  /** `\d`, `\pL`, `\p{Greek}`; undefined where the escape is no class. The backslash is taken. */
  #classEscape(): CharacterSet | undefined {
    const start = this.#at - 1;
    const char = this.#chars[this.#at] as string;
    const perl = perlClasses[char.toLowerCase()];
    if (perl !== undefined) {
      this.#at++;
      return { ranges: perl, negated: char !== char.toLowerCase(), classes: [], ignoreCase: false };
    }
    if (char !== 'p' && char !== 'P') return undefined;
    this.#at++;
    const [whole = '', braced, single] =
      /^(?:\{(\^?\w+)\}|(\w))/.exec(this.#chars.slice(this.#at, this.#at + 60).join('')) ?? [];
    this.#at += whole.length;
    const name = (braced ?? single ?? '').replace('^', '');
    const negated = (char === 'P') !== (braced?.startsWith('^') ?? false);
    const pattern = unicodeClass(name);
    if (pattern === undefined) return this.#fail('invalid character class range', this.#from(start));
    return { ranges: [], negated: false, classes: [{ pattern, negated }], ignoreCase: false };
  }

  #characterEscape(start: number): string {
    const char = this.#chars[this.#at++] as string;
    const named = namedCharacters[char];
    if (named !== undefined) return named;
    const rest = this.#chars.slice(this.#at - 1, this.#at + 10).join('');
    const [whole, braced, two] = /^x(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{2}))/.exec(rest) ?? [];
    const octal = /^(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest)?.[0];
    const code =
      whole !== undefined
        ? Number.parseInt((braced ?? two) as string, 16)
        : octal !== undefined
          ? Number.parseInt(octal, 8)
          : undefined;
    if (code !== undefined && code <= 0x10ffff) {
      this.#at += (whole ?? octal ?? '').length - 1;
      return String.fromCodePoint(code);
    }
    if (/^[\x21-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7e]$/.test(char)) return char;
    return this.#fail('invalid escape sequence', this.#from(start));
  }

  /** `[a-z]`, its bracket taken. */
  #set(start: number): CharacterSet {
    const negated = this.#take('^');
    const ranges: Range[] = [];
    const classes: CharacterSet['classes'][number][] = [];
    for (let first = true; first || this.#chars[this.#at] !== ']'; first = false) {
      if (this.#at >= this.#chars.length) {
        this.#at = this.#chars.length;
        this.#fail('missing closing ]', this.#from(start));
      }
      const posix = /^\[:(\^?)(\w+):\]/.exec(this.#chars.slice(this.#at, this.#at + 14).join(''));
      if (posix !== null) {
        const [whole, not, name = ''] = posix;
        const known = posixClasses[name];
        if (known === undefined) this.#fail('invalid character class range', whole);
        this.#at += whole.length;
        ranges.push(...(not === '^' ? complement(known) : known));
        continue;
      }
      const rangeStart = this.#at;
      const low = this.#setMember(ranges, classes);
      if (low === undefined) continue;
      const isRange =
        this.#chars[this.#at] === '-' &&
        this.#chars[this.#at + 1] !== undefined &&
        this.#chars[this.#at + 1] !== ']';
      if (!isRange) {
        ranges.push({ from: low, to: low });
        continue;
      }
      this.#at++;
      const high = this.#setMember(ranges, classes);
      if (high === undefined || high < low)
        return this.#fail('invalid character class range', this.#from(rangeStart));
      ranges.push({ from: low, to: high });
    }
    this.#at++;
    return { ranges, negated, classes, ignoreCase: this.#flags.i };
  }

  /** A character of a set; a class goes into the set itself. */
  #setMember(ranges: Range[], classes: CharacterSet['classes'][number][]): number | undefined {
    const start = this.#at;
    const char = this.#chars[this.#at++] as string;
    if (char !== '\\') return char.codePointAt(0);
    if (this.#chars[this.#at] === undefined)
      throw new RegExpError('trailing backslash at end of expression: ``');
    const set = this.#classEscape();
    if (set === undefined) return this.#characterEscape(start).codePointAt(0);
    ranges.push(...(set.negated ? complement(set.ranges) : set.ranges));
    classes.push(...set.classes);
    return undefined;
  }
}

const namedCharacters: Readonly<Record<string, string>> = {
  a: '\u0007',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const assertions: Readonly<Record<string, Assertion>> = {
  A: 'textStart',
  z: 'textEnd',
  b: 'wordBoundary',
  B: 'noWordBoundary',
};
function characterPiece(char: string, ignoreCase: boolean): Piece {
  return { is: 'set', set: { ranges: rangesOf(char), negated: false, classes: [], ignoreCase } };
}

function sizeOfPiece(piece: Piece): number {
  switch (piece.is) {
    case 'group':
      return sizeOfPiece(piece.of) + 2;
    case 'sequence':
    case 'either':
      return piece.of.reduce((sum, inner) => sum + sizeOfPiece(inner) + 1, 1);
    case 'repeat': {
      const times = piece.most === Infinity ? piece.least + 1 : piece.most;
      return Math.max(times, 1) * (sizeOfPiece(piece.of) + 1);
    }
    default:
      return 1;
  }
}
