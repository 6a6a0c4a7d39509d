import type { Task } from '../../sim/task.ts';
import { CommandInterrupted, ProcessExit, type Process } from '../process.ts';
import { compareWords } from './compare-words.ts';
import { expr } from './expr.ts';
import { perl, stress, unitMs } from './heavy-work.ts';
import { isMissingProgram } from './missing-program.ts';
import { curl, netcat, nslookup, wget } from './network-commands.ts';
import { runScriptText, ScriptSession } from './run-script.ts';

/** A command of the shell's; answers its exit code. */
type Builtin = (process: Process, args: readonly string[]) => number | Task<number>;

/**
 * Runs a program inside a container. Commands that the simulation does not have succeed and do
 * nothing. Answers its exit code; `exit` is thrown as a ProcessExit.
 */
export function* runProgram(process: Process, words: readonly string[]): Task<number> {
  const [first = '', ...rest] = words;
  const name = baseName(first);
  if (name === 'busybox' && rest.length > 0) return yield* runProgram(process, rest);
  if (isMissingProgram(first)) {
    process.printError(`sh: ${first}: not found\n`);
    return 127;
  }
  const builtin = builtins.get(name);
  const result = builtin?.(process, rest) ?? 0;
  return typeof result === 'number' ? result : yield* result;
}

/** Whether `name` is a command that the shell knows; others are applications. */
export function isShellCommand(name: string): boolean {
  return builtins.has(baseName(name));
}

/** Runs a program to its end, `exit` included. */
export function* runToEnd(process: Process, words: readonly string[]): Task<number> {
  try {
    return yield* runProgram(process, words);
  } catch (error) {
    if (error instanceof ProcessExit) return error.code;
    if (error instanceof CommandInterrupted) return 130;
    throw error;
  }
}

const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['sh', shell('sh')],
  ['bash', shell('bash')],
  ['ash', shell('ash')],
  ['dash', shell('dash')],
  ['read', read],
  ['exec', exec],
  ['nohup', (process, args) => runProgram(process, args)],
  ['timeout', (process, args) => runProgram(process, args.slice(1))],
  ['env', env],
  ['printenv', env],
  ['sleep', sleep],
  ['true', succeed],
  [':', succeed],
  ['set', succeed],
  ['export', setVariables],
  ['cd', succeed],
  ['sync', succeed],
  ['umask', succeed],
  ['chmod', succeed],
  ['chown', succeed],
  ['false', ended(1)],
  ['exit', exit],
  ['trap', trap],
  ['echo', echo],
  ['printf', printf],
  ['date', date],
  ['hostname', print(({ env: variables }) => variables.get('HOSTNAME') ?? '')],
  ['whoami', print(() => 'root')],
  ['id', print(() => 'uid=0(root) gid=0(root) groups=0(root)')],
  ['pwd', print(() => '/')],
  ['uname', print(() => 'Linux')],
  ['touch', touch],
  ['rm', remove],
  ['mkdir', makeFolder],
  ['cat', cat],
  ['ls', list],
  ['test', test],
  ['[', test],
  ['seq', sequence],
  ['expr', expr],
  ['tail', tail],
  ['yes', forever],
  ['nslookup', nslookup],
  ['wget', wget],
  ['curl', curl],
  ['nc', netcat],
  ['netcat', netcat],
  ['grep', grep],
  ['wc', wordCount],
  ['stress', stress],
  ['perl', perl],
]);

function shell(name: string): Builtin {
  return function* (process, args) {
    const at = args.findIndex((argument) => /^-[a-z]*c[a-z]*$/.test(argument));
    if (at >= 0) return yield* runScriptText(process, args[at + 1] ?? '', runProgram);
    const [path] = paths(args);
    if (path === undefined) return yield* runInteractively(process, name);
    const text = process.world.files.read(path);
    if (text !== undefined) return yield* runScriptText(process, text, runProgram);
    process.printError(`${name}: can't open '${path}': No such file or directory\n`);
    return 2;
  };
}

/** A shell that is typed into: line after line, until the input ends or `exit`. */
function* runInteractively(process: Process, name: string): Task<number> {
  const { input } = process;
  if (input === undefined) return 0;
  const session = new ScriptSession(process, function* (shell, words) {
    const [command = ''] = words;
    if (isShellCommand(command)) return yield* runProgram(shell, words);
    shell.printError(`${name}: ${command}: not found\n`);
    return 127;
  });
  const prompt = promptOf(process, name);
  let text = '';
  for (;;) {
    process.prompt = text === '' ? prompt : '> ';
    if (process.tty) process.print(process.prompt);
    const line = yield* input.line();
    process.prompt = undefined;
    if (line === undefined) return session.lastCode;
    text += line;
    try {
      if (!session.isComplete(text)) continue;
      yield* session.run(text);
    } catch (error) {
      if (!(error instanceof CommandInterrupted)) throw error;
    }
    text = '';
  }
}

/** `/ # ` in an image of busybox, `# ` or bash's longer one in others. */
function promptOf({ env: variables, world }: Process, name: string): string {
  if (/busybox|alpine/.test(world.image)) return '/ # ';
  return name === 'bash' ? `root@${variables.get('HOSTNAME') ?? world.podName}:/# ` : '# ';
}

function* read(process: Process, args: readonly string[]): Task<number> {
  const names = paths(args);
  const line = yield* nextLine(process);
  const words = (line ?? '').trim().split(/\s+/);
  for (const [index, name] of (names.length > 0 ? names : ['REPLY']).entries())
    process.env.set(name, index === names.length - 1 ? words.slice(index).join(' ') : (words[index] ?? ''));
  return line === undefined ? 1 : 0;
}

/** The next line of what is piped in, or else of what is typed. */
function* nextLine(process: Process): Task<string | undefined> {
  const piped = process.env.get('STDIN');
  if (piped === undefined) return process.input === undefined ? undefined : yield* process.input.line();
  if (piped === '') return undefined;
  const end = piped.indexOf('\n') + 1 || piped.length;
  process.env.set('STDIN', piped.slice(end));
  return piped.slice(0, end);
}

function* exec(process: Process, args: readonly string[]): Task<number> {
  if (args.length === 0) return 0;
  throw new ProcessExit(yield* runProgram(process, args));
}

function env(process: Process, args: readonly string[]): number {
  if (args.length > 0) {
    for (const name of args) process.print(`${process.env.get(name) ?? ''}\n`);
    return 0;
  }
  const lines = [...process.env]
    .filter(([name]) => name !== 'STDIN')
    .map(([name, value]) => `${name}=${value}\n`);
  process.print(lines.toSorted().join(''));
  return 0;
}

function* sleep(process: Process, args: readonly string[]): Task<number> {
  let ms = 0;
  for (const argument of args) {
    if (argument.startsWith('inf')) ms = Number.POSITIVE_INFINITY;
    const match = /^(\d*\.?\d+)([smhd]?)$/.exec(argument);
    if (match === null && Number.isFinite(ms)) {
      process.printError(`sleep: invalid number '${argument}'\n`);
      return 1;
    }
    ms += Number(match?.[1] ?? 0) * (unitMs[match?.[2] || 's'] ?? 1000);
  }
  yield* process.sleep(Number.isFinite(ms) ? ms : undefined);
  return 0;
}

function exit(_process: Process, args: readonly string[]): never {
  throw new ProcessExit(Number.parseInt(args[0] ?? '0', 10) || 0);
}

function trap(process: Process, args: readonly string[]): number {
  const [script = '', ...signals] = args;
  for (const signal of signals) process.setTrap(signal.replace(/^SIG/, ''), script === '' ? ':' : script);
  return 0;
}

function echo(process: Process, args: readonly string[]): number {
  let index = 0;
  let newline = '\n';
  for (; /^-[ne]+$/.test(args[index] ?? ''); index++) if (args[index]?.includes('n') === true) newline = '';
  process.print(args.slice(index).join(' ') + newline);
  return 0;
}

function printf(process: Process, [format = '', ...values]: readonly string[]): number {
  let next = 0;
  const text = format.replaceAll('\\n', '\n').replaceAll(/%[sd]/g, () => values[next++] ?? '');
  process.print(text);
  return 0;
}

function date(process: Process, args: readonly string[]): number {
  const iso = new Date(process.world.sim.nowMs).toISOString();
  process.print(
    args[0] === '+%s' ? `${Math.floor(process.world.sim.nowMs / 1000)}\n` : `${iso.slice(0, 19)}Z\n`,
  );
  return 0;
}

function touch(process: Process, args: readonly string[]): number {
  for (const path of args) {
    const refusal = process.world.files.write(path, '', true);
    if (refusal === undefined) continue;
    process.printError(`touch: ${refusal}\n`);
    return 1;
  }
  return 0;
}

function remove(process: Process, args: readonly string[]): number {
  for (const path of paths(args)) process.world.files.remove(path);
  return 0;
}

function makeFolder(process: Process, args: readonly string[]): number {
  for (const path of paths(args)) process.world.files.makeFolder(path);
  return 0;
}

function* cat(process: Process, args: readonly string[]): Task<number> {
  const files = paths(args);
  if (files.length === 0) {
    if (process.env.get('STDIN') === undefined && process.input === undefined) yield* process.sleep();
    for (let line = yield* nextLine(process); line !== undefined; line = yield* nextLine(process))
      process.print(line);
    return 0;
  }
  for (const path of files) {
    const text = process.world.files.read(path);
    if (text === undefined) {
      process.printError(`cat: can't open '${path}': No such file or directory\n`);
      return 1;
    }
    process.print(text);
  }
  return 0;
}

function list(process: Process, args: readonly string[]): number {
  const { files } = process.world;
  for (const path of paths(args).length > 0 ? paths(args) : ['/']) {
    if (files.isFolder(path))
      process.print(
        files
          .list(path)
          .map((name) => `${name}\n`)
          .join(''),
      );
    else if (files.exists(path)) process.print(`${path}\n`);
    else {
      process.printError(`ls: ${path}: No such file or directory\n`);
      return 1;
    }
  }
  return 0;
}

function test(process: Process, args: readonly string[]): number {
  const words = args.at(-1) === ']' ? args.slice(0, -1) : args;
  const [a = '', operator = '', b = ''] = words[0] === '!' ? words.slice(1) : words;
  const holds = evaluate(process, a, operator, b);
  return holds === (words[0] !== '!') ? 0 : 1;
}

function evaluate({ world: { files } }: Process, a: string, operator: string, b: string): boolean {
  const compared = compareWords(a, operator, b);
  if (compared !== undefined) return compared;
  switch (a) {
    case '-z':
      return operator === '';
    case '-n':
      return operator !== '';
    case '-d':
      return files.isFolder(operator);
    case '-f':
    case '-r':
      return files.read(operator) !== undefined;
    case '-s':
      return (files.read(operator) ?? '') !== '';
    case '-e':
      return files.exists(operator);
    default:
      return operator === '' && a !== '';
  }
}

function sequence(process: Process, args: readonly string[]): number {
  const numbers = args.map(Number);
  const [first = 1, last = 0] = numbers.length === 1 ? [1, numbers[0]] : [numbers[0], numbers.at(-1)];
  const most = Math.min(last, first + 10_000);
  for (let number = first; number <= most; number++) process.print(`${number}\n`);
  return 0;
}

function* tail(process: Process, args: readonly string[]): Task<number> {
  if (args.some((argument) => /^-.*[fF]/.test(argument))) yield* process.sleep();
  else for (const path of paths(args)) process.print(process.world.files.read(path) ?? '');
  return 0;
}

function* forever(process: Process): Task<number> {
  yield* process.sleep();
  return 0;
}

function grep(process: Process, args: readonly string[]): number {
  const [pattern = '', ...files] = paths(args);
  const text =
    files.length === 0
      ? (process.env.get('STDIN') ?? '')
      : files.map((path) => process.world.files.read(path) ?? '').join('');
  const found = text.split('\n').filter((line) => line.includes(pattern) && line !== '');
  if (!args.includes('-q')) process.print(found.map((line) => `${line}\n`).join(''));
  return found.length > 0 ? 0 : 1;
}

function wordCount(process: Process, _args: readonly string[]): number {
  const lines = (process.env.get('STDIN') ?? '').split('\n').length - 1;
  process.print(`${lines}\n`);
  return 0;
}

function setVariables(process: Process, args: readonly string[]): number {
  for (const argument of args) {
    const equals = argument.indexOf('=');
    if (equals > 0) process.env.set(argument.slice(0, equals), argument.slice(equals + 1));
  }
  return 0;
}

function succeed(): number {
  return 0;
}

function ended(code: number): Builtin {
  return () => code;
}

function print(text: (process: Process) => string): Builtin {
  return (process) => {
    process.print(`${text(process)}\n`);
    return 0;
  };
}

function paths(args: readonly string[]): string[] {
  return args.filter((argument) => !argument.startsWith('-'));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
