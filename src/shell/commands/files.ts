import {
  complain,
  inputsOf,
  pathOf,
  printLines,
  readOptions,
  splitFlags,
  type ShellCommand,
  type ShellProcess,
} from '../command.ts';
import { linesIn } from '../input.ts';
import { inColumns } from '../in-columns.ts';
import { homeFolder } from '../session-state.ts';

const noSuchFile = 'No such file or directory';

const cat: ShellCommand = async (process) => {
  const { has, rest } = readOptions(process.args);
  const { inputs, failed } = inputsOf(process, rest);
  const numbered = has('n', 'number');
  let number = 0;
  for (const { input } of inputs) {
    if (numbered || has('A', 'E', 'T', 'show-all')) {
      for await (const line of linesIn(input)) {
        const shown = has('A', 'T') ? line.replaceAll('\t', '^I') : line;
        const start = numbered ? `${String(++number).padStart(6)}\t` : '';
        process.stdout(`${start}${shown}${has('A', 'E') ? '$' : ''}\n`);
      }
      continue;
    }
    for (let piece = await input.read(); piece !== undefined; piece = await input.read()) {
      process.stdout(piece);
      if (process.signal.cancelled) return 130;
    }
  }
  return failed ? 1 : 0;
};

const cd: ShellCommand = (process) => {
  const { state, files, args } = process;
  const [to = homeFolder] = args;
  const path = to === '-' ? (state.variables.get('OLDPWD') ?? state.workingFolder) : pathOf(process, to);
  if (!files.isFolder(path)) {
    process.stderr(`bash: cd: ${to}: ${files.exists(path) ? 'Not a directory' : noSuchFile}\n`);
    return 1;
  }
  if (to === '-') process.stdout(`${path}\n`);
  state.variables.set('OLDPWD', state.workingFolder);
  state.variables.set('PWD', path);
  state.workingFolder = path;
  return 0;
};

const pwd: ShellCommand = (process) => {
  process.stdout(`${process.state.workingFolder}\n`);
  return 0;
};

const ls: ShellCommand = (process) => {
  const { flags, rest } = splitFlags(process.args);
  const { files } = process;
  let code = 0;
  const paths = rest.length > 0 ? rest : ['.'];
  const named: string[] = [];
  const folders: string[] = [];
  for (const path of paths) {
    const absolute = pathOf(process, path);
    if (files.isFolder(absolute) && !flags.has('d')) folders.push(path);
    else if (files.exists(absolute)) named.push(path);
    else {
      process.stderr(`ls: cannot access '${path}': ${noSuchFile}\n`);
      code = 2;
    }
  }
  printEntries(
    process,
    flags,
    named.map((path) => entryAt(process, path)),
  );
  for (const [index, path] of folders.entries()) {
    if (paths.length > 1) process.stdout(`${index > 0 || named.length > 0 ? '\n' : ''}${path}:\n`);
    const entries = (files.list(pathOf(process, path)) ?? []).filter(
      ({ name }) => flags.has('a') || !name.startsWith('.'),
    );
    if (flags.has('l')) process.stdout(`total ${entries.length * 4}\n`);
    printEntries(process, flags, entries);
  }
  return code;
};

interface Entry {
  readonly name: string;
  readonly folder: boolean;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

function entryAt(process: ShellProcess, path: string): Entry {
  const absolute = pathOf(process, path);
  const slash = absolute.lastIndexOf('/');
  const found = process.files
    .list(absolute.slice(0, slash) || '/')
    ?.find(({ name }) => name === absolute.slice(slash + 1));
  return { sizeBytes: 0, modifiedMs: 0, folder: true, ...found, name: path };
}

function printEntries(process: ShellProcess, flags: ReadonlySet<string>, entries: readonly Entry[]): void {
  if (entries.length === 0) return;
  const sorted = flags.has('t') ? entries.toSorted((a, b) => b.modifiedMs - a.modifiedMs) : [...entries];
  if (flags.has('r')) sorted.reverse();
  if (!flags.has('l')) {
    const names = sorted.map(({ name, folder }) => (flags.has('F') && folder ? `${name}/` : name));
    const { screen } = process;
    process.stdout(
      flags.has('1') || screen === undefined ? linesText(names) : inColumns(names, screen.columns),
    );
    return;
  }
  const width = Math.max(...sorted.map(({ sizeBytes, folder }) => String(folder ? 4096 : sizeBytes).length));
  printLines(
    process,
    sorted.map(({ name, folder, sizeBytes, modifiedMs }) => {
      const mode = folder ? 'drwxr-xr-x 2' : '-rw-r--r-- 1';
      return `${mode} root root ${String(folder ? 4096 : sizeBytes).padStart(width)} ${listTime(modifiedMs)} ${name}`;
    }),
  );
}

function linesText(names: readonly string[]): string {
  return names.map((name) => `${name}\n`).join('');
}

/** `Nov 25 10:00` */
function listTime(ms: number): string {
  const [, month = '', day = '', time = ''] =
    /^\w+, (\d+) (\w+) \d+ (\d+:\d+)/.exec(new Date(ms).toUTCString()) ?? [];
  return `${day} ${month.replace(/^0/, ' ')} ${time}`;
}

const mkdir: ShellCommand = (process) => {
  const { flags, rest } = splitFlags(process.args);
  if (rest.length === 0) return complain(process, 'missing operand');
  let code = 0;
  for (const path of rest) {
    const absolute = pathOf(process, path);
    const parent = absolute.slice(0, absolute.lastIndexOf('/')) || '/';
    const parents = flags.has('p') || flags.has('parents');
    const problem = process.files.exists(absolute)
      ? parents && process.files.isFolder(absolute)
        ? undefined
        : 'File exists'
      : !parents && !process.files.isFolder(parent)
        ? noSuchFile
        : process.files.makeFolder(absolute);
    if (problem !== undefined) code = complain(process, `cannot create directory ‘${path}’: ${problem}`);
  }
  return code;
};

const rm: ShellCommand = (process) => {
  const { flags, rest } = splitFlags(process.args);
  const recursive = flags.has('r') || flags.has('R') || flags.has('recursive');
  const force = flags.has('f') || flags.has('force');
  if (rest.length === 0) return force ? 0 : complain(process, 'missing operand');
  let code = 0;
  for (const path of rest) {
    const absolute = pathOf(process, path);
    if (!process.files.exists(absolute)) {
      if (!force) code = complain(process, `cannot remove '${path}': ${noSuchFile}`);
    } else if (process.files.isFolder(absolute) && !recursive) {
      code = complain(process, `cannot remove '${path}': Is a directory`);
    } else removeAll(process, absolute);
  }
  return code;
};

function removeAll(process: ShellProcess, path: string): void {
  for (const { name } of process.files.list(path) ?? []) removeAll(process, `${path}/${name}`);
  process.files.remove(path);
}

const rmdir: ShellCommand = (process) => {
  let code = 0;
  for (const path of splitFlags(process.args).rest) {
    const absolute = pathOf(process, path);
    const entries = process.files.list(absolute);
    if (entries === undefined) {
      const problem = process.files.exists(absolute) ? 'Not a directory' : noSuchFile;
      code = complain(process, `failed to remove '${path}': ${problem}`);
    } else if (entries.length > 0)
      code = complain(process, `failed to remove '${path}': Directory not empty`);
    else process.files.remove(absolute);
  }
  return code;
};

const mv: ShellCommand = (process) => transfer(process, 'move');
const cp: ShellCommand = (process) => transfer(process, 'copy');

function transfer(process: ShellProcess, how: 'move' | 'copy'): number {
  const { flags, rest } = splitFlags(process.args);
  const { files } = process;
  const to = rest.at(-1);
  if (to === undefined) return complain(process, 'missing file operand');
  if (rest.length < 2) return complain(process, `missing destination file operand after '${to}'`);
  const target = pathOf(process, to);
  const intoFolder = files.isFolder(target);
  if (rest.length > 2 && !intoFolder) return complain(process, `target '${to}' is not a directory`);
  let code = 0;
  for (const from of rest.slice(0, -1)) {
    const source = pathOf(process, from);
    const destination = intoFolder
      ? `${target === '/' ? '' : target}/${source.slice(source.lastIndexOf('/') + 1)}`
      : target;
    const problem = !files.exists(source)
      ? `cannot stat '${from}': ${noSuchFile}`
      : how === 'move'
        ? failed(`cannot move '${from}' to '${to}'`, move(process, source, destination))
        : copy(process, source, destination, from, flags);
    if (problem !== undefined) code = complain(process, problem);
  }
  return code;
}

/** A folder moves file by file. */
function move(process: ShellProcess, source: string, destination: string): string | undefined {
  const { files, host } = process;
  if (!files.isFolder(source)) return files.move(source, destination, host.now());
  if (destination === source || destination.startsWith(`${source}/`))
    return 'cannot move a directory to a subdirectory of itself';
  files.makeFolder(destination);
  for (const { name } of files.list(source) ?? []) {
    const problem = move(process, `${source}/${name}`, `${destination}/${name}`);
    if (problem !== undefined) return problem;
  }
  files.remove(source);
  return undefined;
}

function failed(what: string, problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : `${what}: ${problem}`;
}

function copy(
  process: ShellProcess,
  source: string,
  destination: string,
  from: string,
  flags: ReadonlySet<string>,
): string | undefined {
  const { files, host } = process;
  if (!files.isFolder(source)) {
    return failed(
      `cannot create regular file '${destination}'`,
      files.write(destination, files.read(source) ?? '', host.now()),
    );
  }
  if (!['r', 'R', 'a', 'recursive'].some((flag) => flags.has(flag))) {
    return `-r not specified; omitting directory '${from}'`;
  }
  if (destination === source || destination.startsWith(`${source}/`)) {
    return `cannot copy a directory, '${from}', into itself, '${destination}'`;
  }
  files.makeFolder(destination);
  for (const { name } of files.list(source) ?? []) {
    const problem = copy(process, `${source}/${name}`, `${destination}/${name}`, from, flags);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const touch: ShellCommand = (process) => {
  for (const path of splitFlags(process.args).rest) {
    const absolute = pathOf(process, path);
    if (process.files.isFolder(absolute)) continue;
    const problem = process.files.write(absolute, process.files.read(absolute) ?? '', process.host.now());
    if (problem !== undefined) return complain(process, `cannot touch '${path}': ${problem}`);
  }
  return 0;
};

const edit: ShellCommand = (process) => {
  const [path] = splitFlags(process.args).rest;
  if (path === undefined) return complain(process, 'name the file to edit');
  const absolute = pathOf(process, path);
  if (process.host.editFile === undefined) return complain(process, 'there is no editor here');
  if (!process.files.exists(absolute)) {
    const problem = process.files.write(absolute, '', process.host.now());
    if (problem !== undefined) return complain(process, `${path}: ${problem}`);
  }
  process.host.editFile(process.state.machine, absolute);
  process.stdout(`${path} is open in the editor\n`);
  return 0;
};

export const fileCommands: Readonly<Record<string, ShellCommand>> = {
  cat,
  cd,
  pwd,
  ls,
  mkdir,
  rm,
  rmdir,
  mv,
  cp,
  touch,
  vi: edit,
  vim: edit,
  nano: edit,
};
