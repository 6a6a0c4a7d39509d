import { complain, inputsOf, pathOf, readOptions, type ShellCommand, type ShellProcess } from '../command.ts';
import { linesIn, type Input } from '../input.ts';
import { filesBelow } from './find.ts';
import { literal, posixExpression } from './patterns.ts';

const valued = [
  'e',
  'f',
  'A',
  'B',
  'C',
  'm',
  'include',
  'exclude',
  'regexp',
  'max-count',
  'color',
  'context',
];
/** Lines are looked at no further than this. */
const longestLine = 100_000;

interface Search {
  readonly expression: RegExp;
  readonly wanted: boolean;
  readonly only: boolean;
  readonly quiet: boolean;
  readonly count: boolean;
  readonly listing: 'matching' | 'other' | undefined;
  readonly numbers: boolean;
  readonly names: boolean;
  readonly before: number;
  readonly after: number;
  readonly most: number;
}

export const grep: ShellCommand = async (process) => {
  const options = readOptions(process.args, valued);
  const { rest } = options;
  const patterns = options.values('e', 'regexp');
  const paths = [...rest];
  for (const file of options.values('f'))
    patterns.push(...(process.files.read(pathOf(process, file)) ?? '').trimEnd().split('\n'));
  if (patterns.length === 0) {
    const pattern = paths.shift();
    if (pattern === undefined) {
      process.stderr("Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n");
      return 2;
    }
    patterns.push(...pattern.split('\n'));
  }
  const expression = expressionFor(process, patterns, options.has.bind(options));
  if (expression === undefined) return complain(process, 'Invalid regular expression', 2);
  const recursive = options.has('r', 'R', 'recursive');
  const given = recursive && paths.length === 0 ? ['.'] : paths;
  const found = recursive ? given.flatMap((path) => filesBelow(process, path)) : given;
  const searched = paths.length === 0 ? found.map((path) => path.replace(/^\.\//, '')) : found;
  const context = Number(options.value('C', 'context') ?? 0);
  const search: Search = {
    expression,
    wanted: !options.has('v', 'invert-match'),
    only: options.has('o', 'only-matching'),
    quiet: options.has('q', 'quiet', 'silent'),
    count: options.has('c', 'count'),
    listing: options.has('l', 'files-with-matches') ? 'matching' : options.has('L') ? 'other' : undefined,
    numbers: options.has('n', 'line-number'),
    names: options.has('H') || (!options.has('h') && (recursive || searched.length > 1)),
    before: Number(options.value('B') ?? context),
    after: Number(options.value('A') ?? context),
    most: Number(options.value('m', 'max-count') ?? Number.POSITIVE_INFINITY),
  };
  return grepAll(process, searched, search);
};

async function grepAll(process: ShellProcess, paths: readonly string[], search: Search): Promise<number> {
  const quietly = process.args.includes('-s') ? { ...process, stderr: () => undefined } : process;
  const { inputs, failed } = inputsOf(quietly, paths);
  let found = false;
  for (const { name, input } of inputs) {
    const count = await grepOne(process, name === '-' ? '(standard input)' : name, input, search);
    found ||= search.listing === 'other' ? count === 0 : count > 0;
    if (found && search.quiet) return 0;
  }
  return failed ? 2 : found ? 0 : 1;
}

function expressionFor(
  { name }: ShellProcess,
  patterns: readonly string[],
  has: (...names: readonly string[]) => boolean,
): RegExp | undefined {
  const extended = has('E', 'P', 'extended-regexp', 'perl-regexp') || name === 'egrep';
  const fixed = has('F', 'fixed-strings') || name === 'fgrep';
  const sources = patterns.map((pattern) =>
    fixed ? literal(pattern) : has('P') ? pattern : posixExpression(pattern, extended),
  );
  const one = `(?:${sources.join('|')})`;
  const source = has('x') ? `^${one}$` : has('w') ? `(?<!\\w)${one}(?!\\w)` : one;
  try {
    return new RegExp(source, has('i', 'ignore-case', 'y') ? 'gi' : 'g');
  } catch {
    return undefined;
  }
}

/** Answers how many lines are found. */
async function grepOne(process: ShellProcess, name: string, input: Input, search: Search): Promise<number> {
  const { listing, count: counts, quiet } = search;
  const silent = quiet || counts || listing !== undefined;
  const prefix = search.names ? `${name}:` : '';
  const print = (line: string, number: number, sign: string): void => {
    const start = search.names ? `${name}${sign}` : '';
    process.stdout(`${start}${search.numbers ? `${number}${sign}` : ''}${line}\n`);
  };
  let found = 0;
  let number = 0;
  let printedTo = 0;
  let following = 0;
  let before: string[] = [];
  for await (const line of linesIn(input)) {
    number++;
    if (process.signal.cancelled) break;
    const matches = [...line.slice(0, longestLine).matchAll(search.expression)];
    if (matches.length > 0 === search.wanted) {
      found++;
      if (silent) {
        if (!counts || found >= search.most) break;
        continue;
      }
      if (search.only) {
        for (const [text] of matches) if (text !== '') print(text, number, ':');
      } else {
        const from = number - before.length;
        if (search.before + search.after > 0 && printedTo > 0 && from > printedTo + 1) process.stdout('--\n');
        for (const [index, earlier] of before.entries()) print(earlier, from + index, '-');
        print(line, number, ':');
        printedTo = number;
        following = search.after;
      }
      before = [];
      if (found >= search.most) break;
    } else if (following > 0) {
      following--;
      print(line, number, '-');
      printedTo = number;
    } else if (search.before > 0) {
      before.push(line);
      if (before.length > search.before) before.shift();
    }
  }
  if (counts) process.stdout(`${prefix}${found}\n`);
  if (listing !== undefined && found > 0 === (listing === 'matching')) process.stdout(`${name}\n`);
  return found;
}
