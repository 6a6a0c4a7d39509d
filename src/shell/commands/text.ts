import {
  complain,
  inputText,
  linesOf,
  pathOf,
  printLines,
  splitFlags,
  type ShellCommand,
  type ShellProcess,
} from '../command.ts';
import { awk } from './awk.ts';
import { basicExpression, literal, unescaped } from './patterns.ts';
import { sed } from './sed.ts';

const echo: ShellCommand = ({ args, stdout }) => {
  let rest = args;
  let newline = true;
  let escapes = false;
  while (/^-[neE]+$/.test(rest[0] ?? '')) {
    newline &&= !rest[0]?.includes('n');
    escapes = rest[0]?.includes('e') ?? false;
    rest = rest.slice(1);
  }
  const text = rest.join(' ');
  stdout((escapes ? unescaped(text) : text) + (newline ? '\n' : ''));
  return 0;
};

const printf: ShellCommand = ({ args: [format = '', ...values], stdout }) => {
  let at = 0;
  const once = (): string =>
    unescaped(format).replaceAll(/%(-?\d*)([sd%])/g, (_whole, width: string, kind: string) => {
      if (kind === '%') return '%';
      const value = values[at++] ?? (kind === 'd' ? '0' : '');
      return width.startsWith('-') ? value.padEnd(Number(width.slice(1))) : value.padStart(Number(width));
    });
  let text = once();
  while (at > 0 && at < values.length) text += once();
  stdout(text);
  return 0;
};

const head: ShellCommand = (process) => firstOrLast(process, (lines, count) => lines.slice(0, count));
const tail: ShellCommand = (process) =>
  firstOrLast(process, (lines, count) => lines.slice(Math.max(0, lines.length - count)));

function firstOrLast(process: ShellProcess, choose: (lines: string[], count: number) => string[]): number {
  const paths: string[] = [];
  let count = 10;
  for (let index = 0; index < process.args.length; index++) {
    const arg = process.args[index] as string;
    const given = arg === '-n' ? process.args[++index] : /^-n?(\d+)$/.exec(arg)?.[1];
    if (given !== undefined) count = Number(given);
    else paths.push(arg);
  }
  if (!Number.isInteger(count)) return complain(process, 'invalid number of lines');
  const text = inputText(process, paths);
  if (text === undefined) return 1;
  printLines(process, choose(linesOf(text), count));
  return 0;
}

const grep: ShellCommand = (process) => {
  const { flags, rest } = splitFlags(process.args.filter((arg) => arg !== '-e'));
  const [pattern, ...paths] = rest;
  if (pattern === undefined) {
    process.stderr('Usage: grep [OPTION]... PATTERNS [FILE]...\n');
    return 2;
  }
  let expression: RegExp;
  try {
    const source = flags.has('F')
      ? literal(pattern)
      : basicExpression(pattern, flags.has('E') || process.name === 'egrep');
    expression = new RegExp(flags.has('w') ? `\\b(?:${source})\\b` : source, flags.has('i') ? 'i' : '');
  } catch {
    process.stderr(`grep: Invalid regular expression\n`);
    return 2;
  }
  const text = inputText(process, paths);
  if (text === undefined) return 2;
  const wanted = !flags.has('v');
  const found = linesOf(text)
    .map((line, index) => ({ line, index }))
    .filter(({ line }) => expression.test(line.slice(0, 10_000)) === wanted);
  if (flags.has('c')) process.stdout(`${found.length}\n`);
  else if (flags.has('o'))
    printLines(
      process,
      found.map(({ line }) => expression.exec(line)?.[0] ?? line),
    );
  else if (!flags.has('q'))
    printLines(
      process,
      found.map(({ line, index }) => (flags.has('n') ? `${index + 1}:${line}` : line)),
    );
  return found.length > 0 ? 0 : 1;
};

const wc: ShellCommand = (process) => {
  const { flags, rest } = splitFlags(process.args);
  const text = inputText(process, rest);
  if (text === undefined) return 1;
  const counts = [
    { flag: 'l', count: text.split('\n').length - 1 },
    { flag: 'w', count: text.split(/\s+/).filter(Boolean).length },
    { flag: 'c', count: text.length },
  ].filter(({ flag }) => flags.size === 0 || flags.has(flag));
  const name = rest.length === 1 ? ` ${rest[0]}` : '';
  const shown = counts.map(({ count }) => String(count).padStart(counts.length > 1 ? 7 : 0)).join(' ');
  process.stdout(`${shown}${name}\n`);
  return 0;
};

const sort: ShellCommand = (process) => {
  const keyAt = process.args.findIndex((arg) => arg.startsWith('-k'));
  const key =
    keyAt < 0 ? 0 : Number.parseInt(process.args[keyAt]?.slice(2) || (process.args[keyAt + 1] ?? ''), 10);
  const separate = keyAt >= 0 && process.args[keyAt] === '-k';
  const { flags, rest } = splitFlags(
    process.args.filter(
      (_arg, index) => keyAt < 0 || (index !== keyAt && !(separate && index === keyAt + 1)),
    ),
  );
  const text = inputText(process, rest);
  if (text === undefined) return 1;
  const field = (line: string): string => (key > 0 ? (line.trim().split(/\s+/)[key - 1] ?? '') : line);
  const compare = (a: string, b: string): number => {
    if (flags.has('n')) return (Number.parseFloat(field(a)) || 0) - (Number.parseFloat(field(b)) || 0);
    return field(a) < field(b) ? -1 : field(a) > field(b) ? 1 : 0;
  };
  let lines = linesOf(text).toSorted((a, b) => compare(a, b) || (a < b ? -1 : a > b ? 1 : 0));
  if (flags.has('u')) lines = [...new Set(lines)];
  if (flags.has('r')) lines.reverse();
  printLines(process, lines);
  return 0;
};

const uniq: ShellCommand = (process) => {
  const { flags, rest } = splitFlags(process.args);
  const text = inputText(process, rest);
  if (text === undefined) return 1;
  const runs: { line: string; count: number }[] = [];
  for (const line of linesOf(text)) {
    const last = runs.at(-1);
    if (last?.line === line) last.count++;
    else runs.push({ line, count: 1 });
  }
  printLines(
    process,
    runs.map(({ line, count }) => (flags.has('c') ? `${String(count).padStart(7)} ${line}` : line)),
  );
  return 0;
};

const cut: ShellCommand = (process) => {
  const option = (letter: string): string | undefined => {
    const at = process.args.findIndex((arg) => arg.startsWith(`-${letter}`));
    return at < 0 ? undefined : process.args[at]?.slice(2) || process.args[at + 1];
  };
  const separator = option('d') ?? '\t';
  const wanted = (option('f') ?? '').split(',').map(Number);
  if (wanted.some((field) => !(field > 0)))
    return complain(process, 'you must specify a list of bytes, characters, or fields');
  printLines(
    process,
    linesOf(process.stdin ?? '').map((line) => {
      const fields = line.split(separator);
      return fields.length === 1
        ? line
        : wanted
            .map((field) => fields[field - 1])
            .filter((field) => field !== undefined)
            .join(separator);
    }),
  );
  return 0;
};

const tr: ShellCommand = ({ args, stdin = '', stdout }) => {
  const removes = args[0] === '-d';
  const [from = '', to = ''] = (removes ? args.slice(1) : args).map((set) => characterSet(unescaped(set)));
  const last = to.at(-1) ?? '';
  stdout(
    Array.from(stdin, (character) => {
      const at = from.indexOf(character);
      return at < 0 ? character : removes ? '' : (to[at] ?? last);
    }).join(''),
  );
  return 0;
};

/** `a-e` → `abcde`, `[:upper:]` → the capitals. */
function characterSet(set: string): string {
  const named = set
    .replaceAll('[:upper:]', 'A-Z')
    .replaceAll('[:lower:]', 'a-z')
    .replaceAll('[:digit:]', '0-9')
    .replaceAll('[:space:]', ' \t\n');
  return named.replaceAll(/([\s\S])-([\s\S])/g, (_whole, first: string, last: string) => {
    const begin = first.charCodeAt(0);
    const length = Math.max(0, last.charCodeAt(0) - begin + 1);
    return String.fromCharCode(...Array.from({ length }, (_step, index) => begin + index));
  });
}

const tee: ShellCommand = (process) => {
  const { flags, rest } = splitFlags(process.args);
  const text = process.stdin ?? '';
  for (const path of rest) {
    const absolute = pathOf(process, path);
    const before = flags.has('a') ? (process.files.read(absolute) ?? '') : '';
    const problem = process.files.write(absolute, before + text, process.host.now());
    if (problem !== undefined) return complain(process, `${path}: ${problem}`);
  }
  process.stdout(text);
  return 0;
};

export const textCommands: Readonly<Record<string, ShellCommand>> = {
  echo,
  printf,
  head,
  tail,
  grep,
  egrep: grep,
  wc,
  sort,
  uniq,
  cut,
  tr,
  sed,
  awk,
  tee,
};
