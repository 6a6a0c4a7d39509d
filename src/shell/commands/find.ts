import { matchesPattern } from '../../engine/index.ts';
import { complain, pathOf, type ShellCommand, type ShellProcess } from '../command.ts';
import { noInput, readAll } from '../input.ts';

const mostPaths = 10_000;

/** The files at and below a path, as they would be typed. */
export function filesBelow(process: ShellProcess, path: string): string[] {
  return pathsBelow(process, path)
    .filter(({ folder }) => !folder)
    .map((entry) => entry.path);
}

interface Found {
  readonly path: string;
  readonly folder: boolean;
  readonly depth: number;
}

function pathsBelow(process: ShellProcess, path: string): Found[] {
  const found: Found[] = [];
  const visit = (at: string, depth: number): void => {
    if (found.length >= mostPaths) return;
    const absolute = pathOf(process, at);
    const folder = process.files.isFolder(absolute);
    found.push({ path: at, folder, depth });
    if (!folder) return;
    for (const { name } of process.files.list(absolute) ?? [])
      visit(`${at.endsWith('/') ? at.slice(0, -1) : at}/${name}`, depth + 1);
  };
  visit(path, 0);
  return found;
}

type Check = (found: Found) => boolean;

/** `find`: names, kinds, sizes, depths; prints, deletes, or runs a command for each. */
export const find: ShellCommand = async (process) => {
  const { args, files } = process;
  const first = args.findIndex((arg) => /^[-!(]/.test(arg));
  const paths = first < 0 ? args : args.slice(0, first);
  const checks: Check[] = [];
  let command: readonly string[] | undefined;
  let deletes = false;
  let negated = false;
  const add = (check: Check): void => {
    const not = negated;
    negated = false;
    checks.push((found) => check(found) !== not);
  };
  for (let at = first < 0 ? args.length : first; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === '!' || arg === '-not') negated = true;
    else if (arg === '-name' || arg === '-iname') {
      const pattern = args[++at] ?? '';
      const fold = (text: string): string => (arg === '-iname' ? text.toLowerCase() : text);
      add(({ path }) => matchesPattern(fold(path.split('/').at(-1) ?? ''), fold(pattern)));
    } else if (arg === '-path') {
      const pattern = args[++at] ?? '';
      add(({ path }) => matchesPattern(path, pattern));
    } else if (arg === '-type') {
      const folder = args[++at] === 'd';
      add((found) => found.folder === folder);
    } else if (arg === '-maxdepth' || arg === '-mindepth') {
      const depth = Number(args[++at]);
      add((found) => (arg === '-maxdepth' ? found.depth <= depth : found.depth >= depth));
    } else if (arg === '-empty') {
      add(({ path }) => {
        const absolute = pathOf(process, path);
        return files.isFolder(absolute) ? files.list(absolute)?.length === 0 : files.read(absolute) === '';
      });
    } else if (arg === '-delete') deletes = true;
    else if (arg === '-exec') {
      const end = args.findIndex((word, index) => index > at && (word === ';' || word === '+'));
      if (end < 0) return complain(process, "missing argument to `-exec'");
      command = args.slice(at + 1, end);
      at = end;
    } else if (arg !== '-print') return complain(process, `unknown predicate \`${arg}'`);
  }
  let code = 0;
  for (const path of paths.length > 0 ? paths : ['.']) {
    if (!files.exists(pathOf(process, path))) {
      code = complain(process, `‘${path}’: No such file or directory`);
      continue;
    }
    const found = pathsBelow(process, path).filter((each) => checks.every((check) => check(each)));
    for (const each of deletes ? found.toReversed() : found) {
      if (deletes) files.remove(pathOf(process, each.path));
      else if (command === undefined) process.stdout(`${each.path}\n`);
      else
        await process.run(
          command.map((word) => word.replaceAll('{}', each.path)),
          process,
        );
    }
  }
  return code;
};

/** `xargs`: words from standard input as the arguments of a command. */
export const xargs: ShellCommand = async (process) => {
  let { args } = process;
  let perRun = Number.POSITIVE_INFINITY;
  let placeholder: string | undefined;
  let evenWithout = true;
  let separator: string | undefined;
  for (; args[0]?.startsWith('-') === true; args = args.slice(1)) {
    const flag = args[0] ?? '';
    const take = (): string => {
      if (flag.length > 2) return flag.slice(2);
      args = args.slice(1);
      return args[0] ?? '';
    };
    if (flag.startsWith('-n')) perRun = Number(take()) || 1;
    else if (flag.startsWith('-I')) placeholder = take();
    else if (flag.startsWith('-P')) take();
    else if (flag.startsWith('-d')) separator = take().replace(String.raw`\n`, '\n');
    else if (flag === '-r' || flag === '--no-run-if-empty') evenWithout = false;
    else if (flag === '-0') separator = '\0';
  }
  const command = args.length > 0 ? args : ['echo'];
  const text = await readAll(process.stdin);
  const items =
    placeholder !== undefined
      ? text.split('\n').filter((line) => line.trim() !== '')
      : separator === undefined
        ? wordsIn(text)
        : text.split(separator).filter((item) => item.trim() !== '');
  const io = { ...process, stdin: noInput };
  if (items.length === 0) return evenWithout && placeholder === undefined ? process.run(command, io) : 0;
  let code = 0;
  const size = placeholder === undefined ? Math.min(perRun, items.length) : 1;
  for (let at = 0; at < items.length && !process.signal.cancelled; at += size) {
    const some = items.slice(at, at + size);
    const words =
      placeholder === undefined
        ? [...command, ...some]
        : command.map((word) => word.replaceAll(placeholder, some[0]?.trim() ?? ''));
    const ended = await process.run(words, io);
    if (ended !== 0) code = ended === 127 ? 127 : 123;
  }
  return code;
};

/** Words between blanks; quotes and backslashes hold them together. */
function wordsIn(text: string): string[] {
  return Array.from(text.matchAll(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/g), ([word]) =>
    word.replaceAll(
      /"([^"]*)"|'([^']*)'|\\(.)/g,
      (_, double?: string, single?: string, escaped?: string) => double ?? single ?? escaped ?? '',
    ),
  );
}
