import { base64Problem, compareWords, decodeBase64Text, encodeBase64Text } from '../../engine/index.ts';
import {
  complain,
  linesOf,
  pathOf,
  printLines,
  sleepInterruptibly,
  splitFlags,
  type ShellCommand,
} from '../command.ts';
import { LogoutRequest } from '../interpreter-errors.ts';

const exportVariables: ShellCommand = (process) => {
  const { state } = process;
  const { rest } = splitFlags(process.args);
  if (rest.length === 0) {
    printLines(process, [...process.env].map(([name, value]) => `declare -x ${name}="${value}"`).toSorted());
    return 0;
  }
  for (const word of rest) {
    const [name = '', ...value] = word.split('=');
    if (!/^[A-Za-z_]\w*$/.test(name)) return complain(process, `\`${word}': not a valid identifier`);
    if (word.includes('=')) state.variables.set(name, value.join('='));
    state.exported.add(name);
  }
  return 0;
};

const unset: ShellCommand = ({ args, state }) => {
  for (const name of args) {
    state.variables.delete(name);
    state.exported.delete(name);
  }
  return 0;
};

const env: ShellCommand = (process) => {
  printLines(
    process,
    Array.from(process.env, ([name, value]) => `${name}=${value}`),
  );
  return 0;
};

const alias: ShellCommand = (process) => {
  const { aliases } = process.state;
  const show = (name: string): string => `alias ${name}='${aliases.get(name)}'`;
  if (process.args.length === 0) printLines(process, [...aliases.keys()].toSorted().map(show));
  for (const word of process.args) {
    const at = word.indexOf('=');
    if (at > 0) aliases.set(word.slice(0, at), word.slice(at + 1));
    else if (aliases.has(word)) printLines(process, [show(word)]);
    else return complain(process, `${word}: not found`);
  }
  return 0;
};

const unalias: ShellCommand = ({ args, state }) => {
  for (const name of args) state.aliases.delete(name);
  return 0;
};

const source: ShellCommand = async (process) => {
  const [path] = process.args;
  if (path === undefined) return complain(process, 'filename argument required');
  // `source <(kubectl completion bash)` is on every CKA page; completion is here from the start.
  const text = process.files.read(pathOf(process, path));
  if (text === undefined) return complain(process, `${path}: No such file or directory`);
  return process.runText(text, process);
};

const exit: ShellCommand = ({ args, state }) => {
  throw new LogoutRequest(
    Number.parseInt(args[0] ?? '', 10) || (args[0] === undefined ? state.lastExitCode : 0),
  );
};

const test: ShellCommand = (process) => {
  const args = process.name === '[' ? process.args.slice(0, -1) : [...process.args];
  const negated = args[0] === '!';
  if (negated) args.shift();
  const [a = '', operator, b = ''] = args;
  const { files } = process;
  const checks: Readonly<Record<string, () => boolean>> = {
    '-f': () => files.read(pathOf(process, operator ?? '')) !== undefined,
    '-d': () => files.isFolder(pathOf(process, operator ?? '')),
    '-e': () => files.exists(pathOf(process, operator ?? '')),
    '-z': () => (operator ?? '') === '',
    '-n': () => (operator ?? '') !== '',
  };
  const holds =
    args.length === 3 ? compareWords(a, operator ?? '', b) : args.length === 2 ? checks[a]?.() : a !== '';
  if (holds === undefined) {
    process.stderr(`bash: ${process.name}: ${args[1] ?? a}: unary operator expected\n`);
    return 2;
  }
  return holds === negated ? 1 : 0;
};

const which: ShellCommand = (process) => {
  const found = process.args.filter((name) => process.isCommand(name));
  printLines(
    process,
    found.map((name) => (name === 'kubectl' ? `/usr/local/bin/${name}` : `/usr/bin/${name}`)),
  );
  return found.length === process.args.length ? 0 : 1;
};

const date: ShellCommand = ({ args, host, stdout }) => {
  const now = new Date(host.now());
  const [format] = args.filter((arg) => arg.startsWith('+'));
  const [weekday = '', day = '', month = '', year = '', time = ''] = now
    .toUTCString()
    .replace(',', '')
    .split(' ');
  const iso = now.toISOString();
  const fields: Readonly<Record<string, string>> = {
    Y: year,
    m: iso.slice(5, 7),
    d: day,
    H: iso.slice(11, 13),
    M: iso.slice(14, 16),
    S: iso.slice(17, 19),
    s: String(Math.floor(host.now() / 1000)),
    F: iso.slice(0, 10),
    T: time,
    '%': '%',
  };
  const shown =
    format === undefined
      ? `${weekday} ${month} ${day.replace(/^0/, ' ')} ${time} UTC ${year}`
      : format.slice(1).replaceAll(/%(.)/g, (whole, letter: string) => fields[letter] ?? whole);
  stdout(`${shown}\n`);
  return 0;
};

const sleep: ShellCommand = async (process) => {
  const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(process.args[0] ?? '');
  if (match === null) return complain(process, `invalid time interval ‘${process.args[0] ?? ''}’`);
  const seconds = Number(match[1]) * { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }[match[2] as ''];
  await sleepInterruptibly(process, seconds * 1000);
  return process.signal.cancelled ? 130 : 0;
};

const print =
  (text: (process: Parameters<ShellCommand>[0]) => string): ShellCommand =>
  (process) => {
    process.stdout(`${text(process)}\n`);
    return 0;
  };

const base64: ShellCommand = (process) => {
  const { flags, rest } = splitFlags(process.args.filter((arg) => !/^-w|^0$/.test(arg)));
  const text =
    rest[0] === undefined ? (process.stdin ?? '') : (process.files.read(pathOf(process, rest[0])) ?? '');
  if (flags.has('d') || flags.has('decode')) {
    if (base64Problem(text) !== undefined) return complain(process, 'invalid input');
    process.stdout(decodeBase64Text(text));
  } else process.stdout(`${encodeBase64Text(text)}\n`);
  return 0;
};

const history: ShellCommand = (process) => {
  printLines(
    process,
    process.history.map((line, index) => `${String(index + 1).padStart(5)}  ${linesOf(line).join('; ')}`),
  );
  return 0;
};

export const environmentCommands: Readonly<Record<string, ShellCommand>> = {
  export: exportVariables,
  unset,
  env,
  printenv: env,
  alias,
  unalias,
  source,
  '.': source,
  exit,
  logout: exit,
  test,
  '[': test,
  which,
  type: which,
  command: which,
  date,
  sleep,
  base64,
  history,
  true: () => 0,
  ':': () => 0,
  false: () => 1,
  set: () => 0,
  clear: ({ stdout }) => {
    stdout('\u001B[H\u001B[2J\u001B[3J');
    return 0;
  },
  whoami: print(() => 'root'),
  id: print(() => 'uid=0(root) gid=0(root) groups=0(root)'),
  hostname: print(({ state }) => state.machine),
  uname: print(({ args, state }) =>
    args.includes('-a') ? `Linux ${state.machine} 6.8.0 #1 SMP x86_64 GNU/Linux` : 'Linux',
  ),
};
