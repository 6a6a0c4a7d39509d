import { base64Problem, decodeBase64Text, encodeBase64Text } from '../../engine/index.ts';
import {
  complain,
  inputText,
  linesOf,
  printLines,
  readOptions,
  sleepInterruptibly,
  type ShellCommand,
  type ShellProcess,
} from '../command.ts';
import { cancelSignal } from '../cancel.ts';
import { dateText } from './date.ts';

const env: ShellCommand = (process) => {
  const { args } = process;
  let at = 0;
  const values = new Map(process.name === 'printenv' ? [] : process.env);
  for (; at < args.length && args[at]?.startsWith('-'); at++) {
    if (args[at] === '-i') values.clear();
    if (args[at] === '-u') values.delete(args[++at] ?? '');
  }
  if (process.name === 'printenv' && args.length > 0) {
    const found = args.map((name) => process.env.get(name)).filter((value) => value !== undefined);
    printLines(process, found);
    return found.length === args.length ? 0 : 1;
  }
  for (; /^[A-Za-z_]\w*=/.test(args[at] ?? ''); at++) {
    const [name = '', ...value] = (args[at] ?? '').split('=');
    values.set(name, value.join('='));
  }
  if (at < args.length) return process.run(args.slice(at), process, values);
  printLines(
    process,
    Array.from(process.name === 'printenv' ? process.env : values, ([name, value]) => `${name}=${value}`),
  );
  return 0;
};

const date: ShellCommand = (process) => {
  const options = readOptions(process.args, ['d', 'date', 'r']);
  const [format] = options.rest.filter((arg) => arg.startsWith('+'));
  const text = dateText({
    nowMs: process.host.now(),
    at: options.value('d', 'date'),
    format:
      options.has('Iseconds', 'iso-8601') || process.args.includes('-Iseconds')
        ? '+%Y-%m-%dT%H:%M:%S+00:00'
        : options.has('I')
          ? '+%F'
          : options.has('R')
            ? '+%a, %d %b %Y %T +0000'
            : format,
  });
  if (text === undefined) return complain(process, `invalid date ‘${options.value('d', 'date')}’`);
  process.stdout(`${text}\n`);
  return 0;
};

const sleep: ShellCommand = async (process) => {
  if (process.args.length === 0) return complain(process, 'missing operand');
  let seconds = 0;
  for (const arg of process.args) {
    const match = /^(\d*\.?\d+|inf(?:inity)?)([smhd]?)$/.exec(arg);
    if (match === null) return complain(process, `invalid time interval ‘${arg}’`);
    const unit = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }[match[2] as ''];
    seconds += (match[1]?.startsWith('inf') === true ? 1e9 : Number(match[1])) * unit;
  }
  await sleepInterruptibly(process, seconds * 1000);
  return process.signal.cancelled ? 130 : 0;
};

const print =
  (text: (process: ShellProcess) => string): ShellCommand =>
  (process) => {
    process.stdout(`${text(process)}\n`);
    return 0;
  };

const base64: ShellCommand = async (process) => {
  const options = readOptions(process.args, ['w', 'wrap']);
  const text = await inputText(process, options.rest);
  if (text === undefined) return 1;
  if (options.has('d', 'D', 'decode')) {
    const bare = text.replaceAll(/\s/g, '');
    if (base64Problem(bare) !== undefined) return complain(process, 'invalid input');
    process.stdout(decodeBase64Text(bare));
    return 0;
  }
  const encoded = encodeBase64Text(text);
  const width = Number(options.value('w', 'wrap') ?? 76);
  if (width === 0) process.stdout(encoded);
  else printLines(process, encoded.match(new RegExp(`.{1,${width}}`, 'g')) ?? []);
  return 0;
};

const history: ShellCommand = (process) => {
  const shown = Number(process.args[0] ?? process.history.length);
  const from = Math.max(0, process.history.length - shown);
  printLines(
    process,
    process.history
      .slice(from)
      .map((line, index) => `${String(from + index + 1).padStart(5)}  ${linesOf(line).join('\n')}`),
  );
  return 0;
};

const uname: ShellCommand = (process) => {
  const { has } = readOptions(process.args);
  const parts = [
    { flag: 's', text: 'Linux' },
    { flag: 'n', text: process.state.machine },
    { flag: 'r', text: '6.8.0-51-generic' },
    { flag: 'v', text: '#52-Ubuntu SMP PREEMPT_DYNAMIC Thu Dec  5 13:09:44 UTC 2024' },
    { flag: 'm', text: 'x86_64' },
    { flag: 'o', text: 'GNU/Linux' },
  ];
  const wanted = parts.filter(({ flag }) => has('a', 'all') || has(flag));
  process.stdout(`${(wanted.length > 0 ? wanted : parts.slice(0, 1)).map(({ text }) => text).join(' ')}\n`);
  return 0;
};

const id: ShellCommand = (process) => {
  const { has } = readOptions(process.args);
  const one = has('n') ? 'root' : '0';
  process.stdout(has('u') || has('g') || has('G') ? `${one}\n` : 'uid=0(root) gid=0(root) groups=0(root)\n');
  return 0;
};

const lastPart: ShellCommand = (process) => {
  const [path, suffix = ''] = process.args;
  if (path === undefined) return complain(process, 'missing operand');
  const name = path.replace(/\/+$/, '').split('/').at(-1) ?? '';
  process.stdout(
    `${name !== suffix && suffix !== '' && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`,
  );
  return 0;
};

const folderPart: ShellCommand = (process) => {
  const [path] = process.args;
  if (path === undefined) return complain(process, 'missing operand');
  const slash = path.replace(/\/+$/, '').lastIndexOf('/');
  process.stdout(`${slash < 0 ? '.' : path.slice(0, slash) || '/'}\n`);
  return 0;
};

const sudo: ShellCommand = (process) => {
  const at = process.args.findIndex((arg) => !arg.startsWith('-'));
  return at < 0 ? 0 : process.run(process.args.slice(at), process);
};

const timeout: ShellCommand = async (process) => {
  const [duration = '', ...words] = process.args.filter((arg, index) => index > 1 || !arg.startsWith('-'));
  const match = /^(\d*\.?\d+)([smhd]?)$/.exec(duration);
  if (match === null) return complain(process, `invalid time interval ‘${duration}’`, 125);
  const ms = Number(match[1]) * { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }[match[2] as ''] * 1000;
  const { signal, cancel } = cancelSignal(process.signal);
  let late = false;
  void process.host.sleep(ms).then(() => {
    late = true;
    cancel();
  });
  const code = await process.run(words, { ...process, signal });
  return late && !process.signal.cancelled && signal.cancelled ? 124 : code;
};

/** `time COMMAND`: what it takes of the cluster's time. */
const time: ShellCommand = async (process) => {
  const { host, stderr } = process;
  const from = host.now();
  const code = await process.run(process.args, process);
  const seconds = (host.now() - from) / 1000;
  const shown = (value: number): string => `${Math.floor(value / 60)}m${(value % 60).toFixed(3)}s`;
  stderr(`\nreal\t${shown(seconds)}\nuser\t${shown(0)}\nsys\t${shown(0)}\n`);
  return code;
};

export const environmentCommands: Readonly<Record<string, ShellCommand>> = {
  env,
  printenv: env,
  date,
  sleep,
  base64,
  history,
  sudo,
  timeout,
  time,
  basename: lastPart,
  dirname: folderPart,
  clear: ({ stdout }) => {
    stdout('\u001B[H\u001B[2J\u001B[3J');
    return 0;
  },
  reset: ({ stdout }) => {
    stdout('\u001Bc');
    return 0;
  },
  whoami: print(() => 'root'),
  logname: print(() => 'root'),
  id,
  hostname: print(({ state, args, host }) =>
    args.some((arg) => arg === '-i' || arg === '-I')
      ? (host.machines().get(state.machine)?.ip ?? '127.0.0.1')
      : state.machine,
  ),
  nproc: print(() => '2'),
  tty: print(() => '/dev/pts/0'),
  arch: print(() => 'x86_64'),
  uname,
};
