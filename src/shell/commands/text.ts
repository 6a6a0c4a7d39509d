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

function unescaped(text: string): string {
  return text.replaceAll(/\\([nte\\])/g, (_whole, letter: string) =>
    letter === 'n' ? '\n' : letter === 't' ? '\t' : letter === 'e' ? '\u001B' : '\\',
  );
}

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

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

/** A POSIX basic expression in JavaScript's syntax: `\|`, `\+`, `\(` have their meaning with the backslash. */
function basicExpression(pattern: string, extended: boolean): string {
  if (extended) return pattern;
  return pattern.replaceAll(
    /\\([|+?(){}])|([|+?(){}])/g,
    (_whole, escaped?: string, bare?: string) => escaped ?? `\\${bare}`,
  );
}

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

/** Simplified: `s` with the flags g and i, and `/pattern/d`, in scripts separated by `;`. */
const sed: ShellCommand = (process) => {
  const { flags, rest } = splitFlags(process.args);
  const [script = '', ...paths] = rest;
  const edits: ((line: string) => string | undefined)[] = [];
  for (const command of script.split(/;(?=\s*(?:s\W|\/))/)) {
    const edit = sedCommand(command.trim());
    if (edit === undefined)
      return complain(
        process,
        `-e expression #1, char ${command.length}: unknown command: \`${command[0] ?? ''}'`,
      );
    edits.push(edit);
  }
  const text = inputText(process, paths);
  if (text === undefined) return 1;
  const lines = linesOf(text).flatMap((line) => {
    let edited: string | undefined = line;
    for (const edit of edits) edited = edited === undefined ? undefined : edit(edited);
    return edited === undefined ? [] : [edited];
  });
  const [path] = paths;
  if (!flags.has('i') || path === undefined) {
    printLines(process, lines);
    return 0;
  }
  const problem = process.files.write(
    pathOf(process, path),
    lines.map((line) => `${line}\n`).join(''),
    process.host.now(),
  );
  return problem === undefined ? 0 : complain(process, `couldn't edit ${path}: ${problem}`);
};

function sedCommand(command: string): ((line: string) => string | undefined) | undefined {
  const deletes = /^\/(.+)\/d$/.exec(command);
  try {
    if (deletes !== null) {
      const pattern = new RegExp(basicExpression(deletes[1] ?? '', false));
      return (line) => (pattern.test(line) ? undefined : line);
    }
    const separator = command[1];
    if (command[0] !== 's' || separator === undefined) return undefined;
    const [, pattern, replacement, flags = ''] = command.split(new RegExp(`(?<!\\\\)${literal(separator)}`));
    if (pattern === undefined || replacement === undefined) return undefined;
    const bare = (text: string): string => text.replaceAll(`\\${separator}`, separator);
    const expression = new RegExp(basicExpression(bare(pattern), false), flags.replaceAll(/[^gi]/g, ''));
    const template = bare(replacement)
      .replaceAll('$', '$$$$')
      .replaceAll(/\\(\d)/g, '$$$1')
      .replaceAll(/(?<!\\)&/g, '$$&');
    return (line) => line.replace(expression, template);
  } catch {
    return undefined;
  }
}

/** Simplified: `{print …}` of fields and texts, with `/pattern/`, `NR>1`-like conditions and `-F`. */
const awk: ShellCommand = (process) => {
  const args = [...process.args];
  let separator: string | RegExp = /\s+/;
  const at = args.findIndex((arg) => arg.startsWith('-F'));
  if (at >= 0) {
    const bundled = args[at]?.slice(2);
    separator = bundled || (args[at + 1] ?? ' ');
    args.splice(at, bundled ? 1 : 2);
  }
  const [program = '', ...paths] = args;
  const match =
    /^\s*(?:\/((?:[^/\\]|\\.)*)\/|NR\s*(==|>=|<=|>|<|!=)\s*(\d+))?\s*(?:\{\s*print\s*([^}]*)\})?\s*$/.exec(
      program,
    );
  if (match === null || program.trim() === '') return complain(process, `syntax error at source line 1`);
  const [, pattern, comparison, number, printed = ''] = match;
  const expression = pattern === undefined ? undefined : new RegExp(pattern);
  const text = inputText(process, paths);
  if (text === undefined) return 2;
  linesOf(text).forEach((line, index) => {
    if (expression !== undefined && !expression.test(line)) return;
    if (comparison !== undefined && !compares(index + 1, comparison, Number(number))) return;
    const fields = (typeof separator === 'string' ? line : line.trim()).split(separator);
    process.stdout(`${awkValue(printed, line, fields, index + 1)}\n`);
  });
  return 0;
};

function compares(a: number, comparison: string, b: number): boolean {
  if (comparison === '==') return a === b;
  if (comparison === '!=') return a !== b;
  if (comparison.startsWith('>')) return comparison === '>' ? a > b : a >= b;
  return comparison === '<' ? a < b : a <= b;
}

function awkValue(expression: string, line: string, fields: readonly string[], record: number): string {
  if (expression.trim() === '') return line;
  return expression
    .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((part) =>
      Array.from(
        part.matchAll(/"((?:[^"\\]|\\.)*)"|\$(NF|\d+)|(NR)|(NF)/g),
        ([, quoted, field, isRecord, isCount]) => {
          if (quoted !== undefined) return unescaped(quoted);
          if (isRecord) return String(record);
          if (isCount) return String(fields.length);
          if (field === '0') return line;
          return fields[field === 'NF' ? fields.length - 1 : Number(field) - 1] ?? '';
        },
      ).join(''),
    )
    .join(' ');
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
