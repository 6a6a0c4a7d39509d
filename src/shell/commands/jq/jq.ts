import {
  complain,
  inputsOf,
  pathOf,
  whyUnread,
  type ShellCommand,
  type ShellProcess,
} from '../../command.ts';
import { readAll } from '../../input.ts';
import { library } from './builtins.ts';
import { evaluate } from './evaluate.ts';
import { parseJq } from './parser.ts';
import { JqProblem, JqSyntaxError, type Filter, type Json } from './syntax.ts';
import { isList, isMap, mapOf, sortedKeys, truthOf } from './values.ts';

interface JqOptions {
  readonly flags: ReadonlySet<string>;
  readonly indent: number | string;
  readonly variables: Map<string, Json>;
  readonly rest: readonly string[];
}

/** Flags by their long names. */
const longFlags: Readonly<Record<string, string>> = {
  'raw-output': 'r',
  'join-output': 'j',
  'compact-output': 'c',
  'exit-status': 'e',
  'null-input': 'n',
  'raw-input': 'R',
  slurp: 's',
  'sort-keys': 'S',
  'ascii-output': 'a',
  'color-output': 'C',
  'monochrome-output': 'M',
  tab: 'tab',
};

/** `jq`: paths, pipes, functions, updates; jq 1.7 but for streaming, modules and SQL. */
export const jq: ShellCommand = async (process) => {
  const options = readJqOptions(process);
  if (typeof options === 'number') return options;
  const { flags, variables } = options;
  const [source, ...paths] = options.rest;
  if (source === undefined) {
    process.stderr('Usage:\tjq [OPTIONS] FILTER [FILES...]\n');
    return 2;
  }
  let filter: Filter;
  try {
    filter = parseJq(source);
  } catch (error) {
    if (error instanceof JqSyntaxError) return compileError(process, error.message, source);
    throw error;
  }
  variables.set('ENV', mapOf(process.env));
  variables.set('__now', process.host.now() / 1000);
  const { inputs, failed } = inputsOf({ ...process, stderr: jqSays(process) }, paths);
  const texts: string[] = [];
  if (!flags.has('n')) for (const { input } of inputs) texts.push(await readAll(input));
  const text = texts.join('');
  const run = new Run(process, options, filter, source);
  const code = run.all(text);
  return failed ? 2 : code;
};

function jqSays({ stderr }: ShellProcess): (text: string) => void {
  return (text) => stderr(text.replace(/^jq: (.*): (No such .*)\n$/, 'jq: error: Could not open $1: $2\n'));
}

class Run {
  readonly #process: ShellProcess;
  readonly #options: JqOptions;
  readonly #filter: Filter;
  readonly #source: string;
  #last: Json | undefined;

  constructor(process: ShellProcess, options: JqOptions, filter: Filter, source: string) {
    this.#process = process;
    this.#options = options;
    this.#filter = filter;
    this.#source = source;
  }

  all(text: string): number {
    const { flags } = this.#options;
    let code = 0;
    if (flags.has('n')) code = this.#one(null);
    else if (flags.has('R')) {
      const lines = text.replace(/\n$/, '').split('\n');
      if (flags.has('s')) code = this.#one(text);
      else for (const line of lines) code = this.#one(line) || code;
    } else {
      const { values, problem } = documentsIn(text);
      if (flags.has('s')) code = this.#one(values);
      else for (const value of values) code = this.#one(value) || code;
      if (problem !== undefined) {
        this.#process.stderr(`jq: parse error: ${problem}\n`);
        return 2;
      }
    }
    if (code !== 0 || !flags.has('e')) return code;
    return this.#last === undefined ? 4 : truthOf(this.#last) ? 0 : 1;
  }

  #one(input: Json): number {
    try {
      for (const value of evaluate(this.#filter, input, { variables: this.#options.variables, library })) {
        this.#last = value;
        this.#print(value);
        if (this.#process.signal.cancelled) return 130;
      }
      return 0;
    } catch (error) {
      if (!(error instanceof JqProblem)) throw error;
      if (error.message.endsWith('is not defined'))
        return compileError(this.#process, error.message, this.#source);
      const message = typeof error.value === 'string' ? error.message : `${error.message} (not a string)`;
      this.#process.stderr(`jq: error (at <stdin>:0): ${message}\n`);
      return 5;
    }
  }

  #print(value: Json): void {
    const { flags, indent } = this.#options;
    const shown = flags.has('S') ? sorted(value) : value;
    const raw = (flags.has('r') || flags.has('j')) && typeof shown === 'string';
    const text = raw ? shown : JSON.stringify(shown, null, flags.has('c') ? undefined : indent);
    this.#process.stdout(flags.has('j') ? text : `${text}\n`);
  }
}

function sorted(value: Json): Json {
  if (isList(value)) return value.map(sorted);
  return isMap(value) ? mapOf(sortedKeys(value).map((key) => [key, sorted(value[key] as Json)])) : value;
}

function compileError(process: ShellProcess, message: string, source: string): number {
  process.stderr(`jq: error: ${message} at <top-level>, line 1:\n${source}\njq: 1 compile error\n`);
  return 3;
}

function readJqOptions(process: ShellProcess): JqOptions | number {
  const { args } = process;
  const flags = new Set<string>();
  const rest: string[] = [];
  const named: Record<string, Json> = {};
  const positional: Json[] = [];
  let takes: 'rest' | 'texts' | 'values' = 'rest';
  let indent: number | string = 2;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (['--arg', '--argjson', '--slurpfile', '--rawfile'].includes(arg)) {
      const value = valueOf(process, arg, args[at + 2]);
      if (typeof value === 'number') return value;
      named[args[at + 1] ?? ''] = value.value;
      at += 2;
    } else if (arg === '--args') takes = 'texts';
    else if (arg === '--jsonargs') takes = 'values';
    else if (arg === '--indent') indent = Math.min(7, Number(args[++at]) || 0);
    else if (arg.startsWith('--') && arg.length > 2) {
      const flag = longFlags[arg.slice(2)];
      if (flag === undefined) {
        process.stderr(`jq: Unknown arguments\nUse jq --help for help with command-line options,\n`);
        return 2;
      }
      flags.add(flag);
    } else if (/^-[a-zA-Z]+$/.test(arg)) for (const letter of arg.slice(1)) flags.add(letter);
    else if (takes === 'rest' || rest.length === 0) rest.push(arg);
    else positional.push(takes === 'texts' ? arg : (documentsIn(arg).values[0] ?? null));
  }
  const variables = new Map<string, Json>(Object.entries(named));
  variables.set('__prog_args', positional);
  variables.set('ARGS', { positional, named: { ...named } });
  return { flags, indent: flags.has('tab') ? '\t' : indent, variables, rest };
}

function valueOf(process: ShellProcess, flag: string, given: string | undefined): { value: Json } | number {
  if (given === undefined) {
    process.stderr(`jq: ${flag} takes two parameters (e.g. ${flag} name value)\n`);
    return 2;
  }
  if (flag === '--arg') return { value: given };
  if (flag === '--argjson') {
    const { values, problem } = documentsIn(given);
    if (problem === undefined && values.length === 1) return { value: values[0] as Json };
    process.stderr(`jq: Invalid JSON text passed to --argjson\n`);
    return 2;
  }
  const absolute = pathOf(process, given);
  const text = process.files.read(absolute);
  if (text === undefined)
    return complain(process, `error: Could not open ${given}: ${whyUnread(process, absolute)}`, 2);
  return { value: flag === '--rawfile' ? text : documentsIn(text).values };
}

const token = /\s+|[{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+|"/gy;

/** The JSON texts that stand one behind the other. */
function documentsIn(text: string): { values: Json[]; problem?: string } {
  const values: Json[] = [];
  let depth = 0;
  let from = 0;
  const take = (end: number): string | undefined => {
    try {
      values.push(JSON.parse(text.slice(from, end)) as Json);
      from = end;
      return undefined;
    } catch {
      const line = text.slice(0, end).split('\n').length;
      return `Invalid literal at line ${line}, column ${end - text.lastIndexOf('\n', end - 1) - 1}`;
    }
  };
  for (const { 0: piece, index } of text.matchAll(token)) {
    if (/^\s/.test(piece)) {
      if (depth === 0) from = index + piece.length;
      continue;
    }
    if (piece === '{' || piece === '[') depth++;
    if (piece === '}' || piece === ']') depth--;
    if (depth > 0) continue;
    const problem = take(index + piece.length);
    if (problem !== undefined) return { values, problem };
  }
  if (depth > 0) {
    const lines = text.split('\n').length;
    return { values, problem: `Unfinished JSON term at EOF at line ${lines}, column 0` };
  }
  return { values };
}
