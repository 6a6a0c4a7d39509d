import { DurationError, goQuote, parseGoDuration } from '../../engine/index.ts';
import type { FlagDeclaration, FlagType } from './declaration.ts';

/** The words were not what the flags' declarations allow; the message is pflag's. */
export class FlagError extends Error {
  override name = 'FlagError';
}

type Parsed = string | number | boolean | string[] | Map<string, string>;

/**
 * The flags of one command, and what a command line gave them. Flags may stand anywhere before `--`.
 * Models github.com/spf13/pflag.
 */
export class FlagSet {
  private readonly byName = new Map<string, FlagDeclaration>();
  private readonly byShorthand = new Map<string, FlagDeclaration>();
  private readonly values = new Map<string, Parsed>();
  /** How many arguments stood before `--`; -1 where there was none. */
  argumentsBeforeDash = -1;
  /** Names of deprecated flags that were used, in order. */
  readonly deprecatedUses: FlagDeclaration[] = [];
  /** Each flag as it was given, in order. */
  readonly uses: { readonly name: string; readonly value: string }[] = [];

  constructor(flags: readonly FlagDeclaration[]) {
    for (const flag of flags) {
      this.byName.set(flag.name, flag);
      if (flag.shorthand !== undefined) this.byShorthand.set(flag.shorthand, flag);
    }
  }

  /** Takes the flags out of `words` and answers the arguments that are left. Throws `FlagError`. */
  parse(words: readonly string[]): string[] {
    const rest = [...words];
    const args: string[] = [];
    while (rest.length > 0) {
      const word = rest.shift() as string;
      if (word.length < 2 || !word.startsWith('-')) {
        args.push(word);
      } else if (word === '--') {
        this.argumentsBeforeDash = args.length;
        args.push(...rest);
        break;
      } else if (word.startsWith('--')) {
        this.parseLong(word, rest);
      } else {
        this.parseShort(word.slice(1), rest);
      }
    }
    return args;
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  changed(name: string): boolean {
    return this.values.has(name);
  }

  string(name: string): string {
    const value = this.values.get(name);
    return value === undefined ? (this.byName.get(name)?.default ?? '') : String(value);
  }

  bool(name: string): boolean {
    return (this.values.get(name) ?? this.byName.get(name)?.default === 'true') as boolean;
  }

  number(name: string): number {
    return (this.values.get(name) ?? Number(this.byName.get(name)?.default ?? 0)) as number;
  }

  /** Milliseconds of a flag that is a duration. */
  duration(name: string): number {
    const value = this.values.get(name) ?? parseGoDuration(this.byName.get(name)?.default ?? '0');
    return typeof value === 'number' ? value : 0;
  }

  list(name: string): string[] {
    const value = this.values.get(name);
    return Array.isArray(value) ? value : defaultList(this.byName.get(name)?.default);
  }

  map(name: string): Map<string, string> {
    const value = this.values.get(name);
    return value instanceof Map ? value : new Map();
  }

  private parseLong(word: string, rest: string[]): void {
    const text = word.slice(2);
    if (text === '' || text.startsWith('-') || text.startsWith('=')) {
      throw new FlagError(`bad flag syntax: ${word}`);
    }
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    const flag = this.byName.get(name);
    if (flag === undefined) throw new FlagError(`unknown flag: --${name}`);
    const bare = bareValue(flag);
    if (equals >= 0) this.set(flag, text.slice(equals + 1));
    else if (bare !== undefined) this.set(flag, bare);
    else if (rest.length > 0) this.set(flag, rest.shift() as string);
    else throw new FlagError(`flag needs an argument: --${name}`);
  }

  private parseShort(letters: string, rest: string[]): void {
    let shorthands = letters;
    while (shorthands !== '') {
      const letter = shorthands[0] as string;
      const flag = this.byShorthand.get(letter);
      if (flag === undefined) throw new FlagError(`unknown shorthand flag: '${letter}' in -${shorthands}`);
      const bare = bareValue(flag);
      if (shorthands.length > 2 && shorthands[1] === '=') {
        this.set(flag, shorthands.slice(2));
        return;
      }
      if (bare !== undefined) {
        this.set(flag, bare);
        shorthands = shorthands.slice(1);
        continue;
      }
      if (shorthands.length > 1) this.set(flag, shorthands.slice(1));
      else if (rest.length > 0) this.set(flag, rest.shift() as string);
      else throw new FlagError(`flag needs an argument: '${letter}' in -${shorthands}`);
      return;
    }
  }

  private set(flag: FlagDeclaration, text: string): void {
    const parsed = parseValue(flag.type, text, this.values.get(flag.name));
    if (typeof parsed === 'object' && 'error' in parsed) {
      const name = flag.shorthand === undefined ? `--${flag.name}` : `-${flag.shorthand}, --${flag.name}`;
      throw new FlagError(`invalid argument ${goQuote(text)} for ${goQuote(name)} flag: ${parsed.error}`);
    }
    if (flag.deprecated !== undefined) this.deprecatedUses.push(flag);
    this.values.set(flag.name, parsed);
    this.uses.push({ name: flag.name, value: text });
  }
}

/** The value of a flag that stands alone; undefined when it must be given one. */
export function bareValue(flag: FlagDeclaration): string | undefined {
  if (flag.bare !== undefined) return flag.bare;
  return flag.type === 'bool' || flag.type === 'tristate' ? 'true' : undefined;
}

function defaultList(text: string | undefined): string[] {
  const inner = (text ?? '[]').slice(1, -1);
  return inner === '' ? [] : inner.split(',');
}

function parseDuration(text: string): number | { error: string } {
  try {
    return parseGoDuration(text);
  } catch (error) {
    if (error instanceof DurationError) return { error: error.message };
    throw error;
  }
}

const trueWords = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const falseWords = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

function parseValue(type: FlagType, text: string, before: Parsed | undefined): Parsed | { error: string } {
  switch (type) {
    case 'bool':
    case 'tristate':
      return parseBool(text) ?? { error: `strconv.ParseBool: parsing ${goQuote(text)}: invalid syntax` };
    case 'int':
      return parseInteger(text, 64);
    case 'int64':
      return parseInteger(text, 64);
    case 'int32':
      return parseInteger(text, 32);
    case 'count':
    case 'Level':
      return parseInteger(text, 32);
    case 'duration':
      return parseDuration(text);
    case 'stringSlice':
      return [...(Array.isArray(before) ? before : []), ...splitComma(text)];
    case 'stringArray':
      return [...(Array.isArray(before) ? before : []), text];
    case 'stringToString':
    case 'mapStringString':
      return addPairs(before instanceof Map ? before : new Map<string, string>(), text);
    default:
      return text;
  }
}

/** Models strconv.ParseBool; undefined where it would fail. */
export function parseBool(text: string): boolean | undefined {
  if (trueWords.has(text)) return true;
  return falseWords.has(text) ? false : undefined;
}

function parseInteger(text: string, bits: 32 | 64): number | { error: string } {
  const plain = /^[+-]?(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|\d+)$/.test(text);
  if (!plain) return { error: `strconv.ParseInt: parsing ${goQuote(text)}: invalid syntax` };
  const value = BigInt(text.replace(/^[+-]/, '')) * (text.startsWith('-') ? -1n : 1n);
  if (BigInt.asIntN(bits, value) !== value) {
    return { error: `strconv.ParseInt: parsing ${goQuote(text)}: value out of range` };
  }
  return Number(value);
}

/** Comma-separated words, of which any may be in double quotes. */
function splitComma(text: string): string[] {
  if (text === '') return [];
  const words: string[] = [];
  let word = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (char === '"' && quoted && text[at + 1] === '"') word += text[at++];
    else if (char === '"' && (quoted || word === '')) quoted = !quoted;
    else if (char === ',' && !quoted) {
      words.push(word);
      word = '';
    } else word += char;
  }
  return [...words, word];
}

function addPairs(pairs: Map<string, string>, text: string): Map<string, string> | { error: string } {
  const all = new Map(pairs);
  for (const pair of splitComma(text)) {
    const equals = pair.indexOf('=');
    if (equals < 0) return { error: `${pair} must be formatted as key=value` };
    all.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
  return all;
}
