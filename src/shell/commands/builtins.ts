import { evaluateArithmetic } from '../../engine/index.ts';
import {
  complain,
  linesOf,
  pathOf,
  printLines,
  readOptions,
  type ShellCommand,
  type ShellProcess,
} from '../command.ts';
import { readAll, readLine } from '../input.ts';
import { Jump, LogoutRequest } from '../interpreter-errors.ts';
import { variables } from '../variables.ts';
import { jobCommands } from './jobs.ts';
import { refuse } from './refuse.ts';
import { test } from './test.ts';

const variableName = /^[A-Za-z_]\w*$/;

/** `NAME=value` words as variables; answers the names, or undefined when one is none, which is said. */
function assign(process: ShellProcess, words: readonly string[]): string[] | undefined {
  const names: string[] = [];
  for (const word of words) {
    const [name = '', ...value] = word.split('=');
    if (!variableName.test(name)) {
      refuse(process, `\`${word}': not a valid identifier`);
      return undefined;
    }
    if (word.includes('=')) process.state.variables.set(name, value.join('='));
    names.push(name);
  }
  return names;
}

const exportVariables: ShellCommand = (process) => {
  const { state } = process;
  const { has, rest } = readOptions(process.args);
  if (rest.length === 0) {
    printLines(process, [...process.env].map(([name, value]) => `declare -x ${name}="${value}"`).toSorted());
    return 0;
  }
  const names = assign(process, rest);
  for (const name of names ?? []) {
    if (has('n')) state.exported.delete(name);
    else state.exported.add(name);
  }
  return names === undefined ? 1 : 0;
};

const declare: ShellCommand = (process) => {
  const { state } = process;
  const { has, rest } = readOptions(process.args.map((arg) => arg.replace(/^\+/, '-')));
  if (has('F', 'f')) {
    printLines(
      process,
      [...state.functions.keys()].toSorted().map((name) => `declare -f ${name}`),
    );
    return 0;
  }
  if (rest.length === 0) {
    printLines(process, [...state.variables].map(([name, value]) => `${name}=${value}`).toSorted());
    return 0;
  }
  if (has('p')) {
    printLines(
      process,
      rest.map((name) => `declare -- ${name}="${state.variables.get(name) ?? ''}"`),
    );
    return 0;
  }
  const hidden = state.hidden.at(-1);
  if (hidden !== undefined && !has('g')) hide(process, rest, hidden);
  const names = assign(process, rest);
  if (has('x')) for (const name of names ?? []) state.exported.add(name);
  return names === undefined ? 1 : 0;
};

function hide(
  { state }: ShellProcess,
  words: readonly string[],
  hidden: Map<string, string | undefined>,
): void {
  for (const word of words) {
    const name = word.split('=', 1)[0] ?? '';
    if (!hidden.has(name)) hidden.set(name, state.variables.get(name));
    if (!word.includes('=')) state.variables.set(name, '');
  }
}

const local: ShellCommand = (process) => {
  const hidden = process.state.hidden.at(-1);
  if (hidden === undefined) return refuse(process, 'can only be used in a function');
  const words = process.args.filter((arg) => !arg.startsWith('-'));
  hide(process, words, hidden);
  return assign(process, words) === undefined ? 1 : 0;
};

const unset: ShellCommand = ({ args, state }) => {
  for (const name of args.filter((arg) => !arg.startsWith('-'))) {
    if (args[0] === '-f' || !state.variables.has(name)) state.functions.delete(name);
    if (args[0] === '-f') continue;
    state.variables.delete(name);
    state.exported.delete(name);
  }
  return 0;
};

const optionLetters: Readonly<Record<string, string>> = {
  e: 'errexit',
  u: 'nounset',
  x: 'xtrace',
};

const set: ShellCommand = (process) => {
  const { args, state } = process;
  if (args.length === 0) {
    printLines(process, [...state.variables].map(([name, value]) => `${name}=${value}`).toSorted());
    return 0;
  }
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === '--' || !/^[-+]./.test(arg)) {
      state.parameters = args.slice(arg === '--' ? at + 1 : at);
      return 0;
    }
    for (const letter of arg.slice(1)) {
      const name = letter === 'o' ? (args[++at] ?? '') : (optionLetters[letter] ?? letter);
      if (arg.startsWith('-')) state.options.add(name);
      else state.options.delete(name);
    }
  }
  return 0;
};

const shift: ShellCommand = ({ args, state }) => {
  const count = Number(args[0] ?? 1);
  if (!(count <= state.parameters.length)) return 1;
  state.parameters = state.parameters.slice(count);
  return 0;
};

const alias: ShellCommand = (process) => {
  const { aliases } = process.state;
  const show = (name: string): string => `alias ${name}='${aliases.get(name)}'`;
  const words = process.args.filter((arg) => arg !== '-p');
  if (words.length === 0) printLines(process, [...aliases.keys()].toSorted().map(show));
  let code = 0;
  for (const word of words) {
    const at = word.indexOf('=');
    if (at > 0) aliases.set(word.slice(0, at), word.slice(at + 1));
    else if (aliases.has(word)) printLines(process, [show(word)]);
    else code = refuse(process, `${word}: not found`);
  }
  return code;
};

const unalias: ShellCommand = (process) => {
  let code = 0;
  for (const name of process.args) {
    if (name === '-a') process.state.aliases.clear();
    else if (!process.state.aliases.delete(name)) code = refuse(process, `${name}: not found`);
  }
  return code;
};

const source: ShellCommand = async (process) => {
  const [path, ...parameters] = process.args;
  const { state } = process;
  if (path === undefined) return refuse(process, 'filename argument required', 2);
  const absolute = pathOf(process, path);
  const text = absolute === '/dev/stdin' ? await readAll(process.stdin) : process.files.read(absolute);
  if (text === undefined) return refuse({ ...process, name: path }, 'No such file or directory');
  const outer = state.parameters;
  if (parameters.length > 0) state.parameters = parameters;
  try {
    return await process.runText(text, process);
  } catch (error) {
    if (error instanceof Jump && error.kind === 'return') return error.code;
    throw error;
  } finally {
    state.parameters = outer;
  }
};

const exit: ShellCommand = (process) => {
  const [word] = process.args;
  if (word === undefined) throw new LogoutRequest(process.state.lastExitCode);
  if (!/^-?\d+$/.test(word)) refuse(process, `${word}: numeric argument required`);
  throw new LogoutRequest(/^-?\d+$/.test(word) ? Number(word) & 255 : 2);
};

const jump =
  (kind: 'break' | 'continue' | 'return'): ShellCommand =>
  ({ args, state }) => {
    const number = Number(args[0] ?? (kind === 'return' ? state.lastExitCode : 1)) || 0;
    throw new Jump(kind, kind === 'return' ? { code: number & 255 } : { levels: Math.max(1, number) });
  };

/** `read`: a line into variables, by `IFS`. */
const read: ShellCommand = async (process) => {
  const { state } = process;
  const options = readOptions(process.args, ['p', 'n', 'N', 't', 'd', 'u', 'a', 'i']);
  const prompt = options.value('p');
  if (prompt !== undefined && process.stdin.keyboard !== undefined) process.stderr(prompt);
  const most = Number(options.value('n', 'N') ?? 0);
  const { keyboard } = process.stdin;
  let line: string | undefined;
  if (keyboard !== undefined && (most > 0 || options.has('s'))) {
    line = await keysUntil(() => keyboard.key(), most);
    if (options.has('s') || most > 0) process.stderr('\n');
  } else line = await readLine(process.stdin);
  const whole = (line ?? '').replace(/\n$/, '');
  const text = options.has('r') ? whole : whole.replaceAll(/\\(.)/g, '$1');
  const names = options.rest.length > 0 ? options.rest : ['REPLY'];
  const separators = state.variables.get('IFS') ?? ' \t\n';
  const blank = /^\s*$/.test(separators);
  const words = separators === '' || options.rest.length === 0 ? [text] : [];
  let rest = blank && separators !== '' && options.rest.length > 0 ? text.trim() : text;
  while (words.length < names.length - 1 && rest !== '' && separators !== '') {
    const at = Array.from(rest).findIndex((sign) => separators.includes(sign));
    if (at < 0) break;
    words.push(rest.slice(0, at));
    rest = blank ? rest.slice(at).trimStart() : rest.slice(at + 1);
  }
  if (separators !== '' && options.rest.length > 0) words.push(rest);
  names.forEach((name, index) => state.variables.set(name, words[index] ?? ''));
  return line === undefined || process.signal.cancelled ? 1 : 0;
};

async function keysUntil(key: () => Promise<string | undefined>, most: number): Promise<string | undefined> {
  let text = '';
  for (;;) {
    const pressed = await key();
    if (pressed === undefined) return text === '' ? undefined : text;
    if (pressed === '\r') return text;
    text = pressed === '\u007F' ? text.slice(0, -1) : text + pressed;
    if (most > 0 && text.length >= most) return text;
  }
}

const evalWords: ShellCommand = (process) =>
  process.args.length === 0 ? 0 : process.runText(process.args.join(' '), process);

const letNumbers: ShellCommand = ({ args, state, host }) => {
  let last = 0;
  for (const expression of args) last = evaluateArithmetic(expression, variables(state, host));
  return last === 0 ? 1 : 0;
};

const help: ShellCommand = (process) => {
  process.stdout(
    'GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)\nThese shell commands are defined internally.\n\n',
  );
  printLines(process, Object.keys(builtinCommands).toSorted());
  return 0;
};

/** `complete` and `compopt`: completion is the terminal's own, and knows an alias by what it stands for. */
const completion: ShellCommand = () => 0;

const exec: ShellCommand = async (process) => {
  if (process.args.length === 0) return 0;
  throw new LogoutRequest(await process.run(process.args, process));
};

const shell: ShellCommand = async (process) => {
  const { args } = process;
  const at = args.findIndex((arg) => /^-[a-z]*c$/.test(arg));
  if (at >= 0)
    return process.runScript(
      args[at + 1] ?? '',
      args.slice(at + 2).length > 0 ? args.slice(at + 2) : ['bash'],
      process,
    );
  const words = args.filter((arg, index) => index > 0 || !/^-[a-z]+$/.test(arg));
  const [path] = words;
  if (path === undefined) {
    if (process.stdin.keyboard !== undefined) return 0;
    return process.runScript(await readAll(process.stdin), ['bash'], process);
  }
  const text = process.files.read(pathOf(process, path));
  if (text === undefined)
    return complain({ ...process, name: `bash: ${path}` }, 'No such file or directory', 127);
  return process.runScript(text, words, process);
};

const mapfile: ShellCommand = async (process) => {
  const name = process.args.find((arg) => !arg.startsWith('-')) ?? 'MAPFILE';
  process.state.variables.set(name, linesOf(await readAll(process.stdin)).join('\n'));
  return 0;
};

const succeed: ShellCommand = () => 0;

/** What bash does by itself. */
export const builtinCommands: Readonly<Record<string, ShellCommand>> = {
  export: exportVariables,
  declare,
  typeset: declare,
  readonly: declare,
  local,
  unset,
  set,
  shift,
  alias,
  unalias,
  source,
  '.': source,
  exit,
  logout: exit,
  break: jump('break'),
  continue: jump('continue'),
  return: jump('return'),
  test,
  '[': test,
  read,
  mapfile,
  readarray: mapfile,
  eval: evalWords,
  let: letNumbers,
  ...jobCommands,
  bg: succeed,
  help,
  complete: completion,
  compopt: completion,
  bind: succeed,
  shopt: succeed,
  trap: succeed,
  ulimit: succeed,
  umask: succeed,
  hash: succeed,
  disown: succeed,
  exec,
  true: succeed,
  ':': succeed,
  false: () => 1,
};

/** Shells that may be started by name. */
export const shellCommands: Readonly<Record<string, ShellCommand>> = { bash: shell, sh: shell };
