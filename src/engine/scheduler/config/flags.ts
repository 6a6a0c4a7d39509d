import { goQuote } from '../../api/go-text.ts';
import { DurationError, parseGoDuration } from '../../api/go-duration.ts';
import { parseBool } from './feature-gates.ts';

/** How a flag's value is read; each says what is wrong with a text as Go does. */
type FlagType =
  | 'string'
  | 'strings'
  | 'bool'
  | 'int'
  | 'int32'
  | 'uint'
  | 'float32'
  | 'duration'
  | 'ip'
  | 'version'
  | 'other';

export interface FlagDefinition {
  readonly type: FlagType;
  readonly shorthand?: string;
  /** What it is without being given, as `-v=2` prints it. */
  readonly value?: string;
  /** How usage shows a type that is not one of the above. */
  readonly typeName?: string;
}

export type FlagDefinitions = Readonly<Record<string, FlagDefinition>>;

export interface ParsedFlags {
  /** The texts of the flags that were given, by name; of a repeated one the last. */
  readonly values: ReadonlyMap<string, string>;
  /** The arguments that are no flags. */
  readonly rest: readonly string[];
}

/** A command line that cannot be read; the message is pflag's. */
export class FlagError extends Error {
  override name = 'FlagError';
}

/** Reads a command line. Throws a FlagError. Models github.com/spf13/pflag.FlagSet.Parse. */
export function parseFlags(argv: readonly string[], definitions: FlagDefinitions): ParsedFlags {
  const values = new Map<string, string>();
  const rest: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] as string;
    if (word === '--') {
      rest.push(...argv.slice(index + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      rest.push(word);
      continue;
    }
    const { name, shown, text } = word.startsWith('--')
      ? longFlag(word, definitions)
      : shortFlag(word, definitions);
    const definition = definitions[name] as FlagDefinition;
    let value = text ?? impliedValue(definition);
    if (value === undefined) {
      if (index + 1 >= argv.length) throw new FlagError(missingArgument(word, name));
      value = argv[++index] as string;
    }
    const problem = valueProblem(definition.type, value);
    if (problem !== undefined)
      throw new FlagError(`invalid argument ${goQuote(value)} for ${goQuote(shown)} flag: ${problem}`);
    values.set(name, value);
  }
  return { values, rest };
}

interface FoundFlag {
  readonly name: string;
  /** As messages name it: `-v, --v`. */
  readonly shown: string;
  readonly text: string | undefined;
}

function longFlag(word: string, definitions: FlagDefinitions): FoundFlag {
  const equals = word.indexOf('=');
  // Words of a name may be joined by underscores too.
  const given = equals < 0 ? word.slice(2) : word.slice(2, equals);
  if (given === '' || given.startsWith('-')) throw new FlagError(`bad flag syntax: ${word}`);
  const name = given.replaceAll('_', '-');
  if (!Object.hasOwn(definitions, name)) throw new FlagError(`unknown flag: --${given}`);
  return { name, shown: shownName(name, definitions), text: equals < 0 ? undefined : word.slice(equals + 1) };
}

function shortFlag(word: string, definitions: FlagDefinitions): FoundFlag {
  const letter = word[1] as string;
  const found = Object.entries(definitions).find(([, { shorthand }]) => shorthand === letter);
  if (found === undefined) throw new FlagError(`unknown shorthand flag: '${letter}' in ${word}`);
  const tail = word.slice(2);
  const [name] = found;
  const text = tail === '' ? undefined : tail.startsWith('=') ? tail.slice(1) : tail;
  return { name, shown: shownName(name, definitions), text };
}

function shownName(name: string, definitions: FlagDefinitions): string {
  const shorthand = definitions[name]?.shorthand;
  return shorthand === undefined ? `--${name}` : `-${shorthand}, --${name}`;
}

function missingArgument(word: string, name: string): string {
  return word.startsWith('--')
    ? `flag needs an argument: --${name}`
    : `flag needs an argument: '${word[1]}' in ${word}`;
}

/** What a flag means that stands without a value. */
function impliedValue({ type }: FlagDefinition): string | undefined {
  return type === 'bool' || type === 'version' ? 'true' : undefined;
}

function valueProblem(type: FlagType, text: string): string | undefined {
  switch (type) {
    case 'bool':
      return parseBool(text) === undefined ? syntaxProblem('ParseBool', text) : undefined;
    case 'int':
    case 'int32':
      return /^[+-]?\d+$/.test(text) ? undefined : syntaxProblem('ParseInt', text);
    case 'uint':
      return /^\d+$/.test(text) ? undefined : syntaxProblem('ParseUint', text);
    case 'float32':
      return text !== '' && Number.isFinite(Number(text)) ? undefined : syntaxProblem('ParseFloat', text);
    case 'ip':
      return isIp(text) ? undefined : `failed to parse IP: ${goQuote(text)}`;
    case 'duration':
      return durationProblem(text);
    default:
      return undefined;
  }
}

function syntaxProblem(parser: string, text: string): string {
  return `strconv.${parser}: parsing ${goQuote(text)}: invalid syntax`;
}

function durationProblem(text: string): string | undefined {
  try {
    parseGoDuration(text);
    return undefined;
  } catch (error) {
    if (error instanceof DurationError) return error.message;
    throw error;
  }
}

function isIp(text: string): boolean {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return text.split('.').every((part) => Number(part) <= 255);
  return text.includes(':') && /^[0-9a-fA-F:.]+$/.test(text);
}
