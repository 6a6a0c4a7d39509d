import { runKubectl, type Environment } from '../../kubectl/index.ts';
import { complain, sleepInterruptibly, type ShellCommand, type ShellProcess } from '../command.ts';
import { captured } from '../captured.ts';
import type { Answer } from '../host.ts';
import { noInput, readAll, type Keyboard } from '../input.ts';

const kubectl: ShellCommand = (process) => {
  const { state, host, files, signal } = process;
  return runKubectl([process.name, ...process.args], {
    transport: host.transport,
    files,
    workingFolder: state.workingFolder,
    env: process.env,
    signal,
    now: () => host.now(),
    sleep: (ms) => host.sleep(ms),
    stdout: (text) => process.stdout(text),
    stderr: (text) => process.stderr(text),
    stdin: () => readAll(process.stdin),
    random: () => host.random(),
    editor: (path) => edited(process, path),
    ...(host.ports && { listen: listenOn(process, host.ports) }),
    ...(process.stdin.keyboard && { terminal: terminalOf(process, process.stdin.keyboard) }),
  });
};

/** Lets somebody edit a file: outside the terminal, or by what `KUBE_EDITOR` names. Answers the editor's exit code. */
async function edited(process: ShellProcess, path: string): Promise<number> {
  const { env, host, state, stdin } = process;
  const editor = env.get('KUBE_EDITOR') || env.get('EDITOR') || 'vi';
  if (!/^(?:vi|vim|nano|code|emacs)\b/.test(editor)) return process.runText(`${editor} '${path}'`, process);
  if (host.editFile === undefined || stdin.keyboard === undefined) return 1;
  host.editFile(state.machine, path);
  process.stdout(`${path} is open in the editor. Press Enter here when it is as you want it. `);
  await stdin.read();
  return process.signal.cancelled ? 130 : 0;
}

/** Serves on an address of the machine that the shell is on. */
function listenOn(
  { state, host }: ShellProcess,
  ports: Map<string, Answer>,
): NonNullable<Environment['listen']> {
  return (address, wanted, answer) => {
    const port = wanted === 0 ? 30_000 + Math.floor(host.random() * 30_000) : wanted;
    const key = `${state.machine}:${port}`;
    if (ports.has(key))
      return Promise.reject(new Error(`listen tcp4 ${address}:${port}: bind: address already in use`));
    ports.set(key, answer);
    return Promise.resolve({ port, close: () => void ports.delete(key) });
  };
}

function terminalOf(
  { stdin, screen }: ShellProcess,
  keyboard: Keyboard,
): NonNullable<Environment['terminal']> {
  return {
    line: () => stdin.read(),
    key: (signal) => keyboard.key({ signal, raw: true }),
    columns: screen?.columns ?? 80,
    rows: screen?.rows ?? 24,
  };
}

/** `ssh node01`, also `root@node01`; with words behind it, runs them there. */
const ssh: ShellCommand = async (process) => {
  const words = [...process.args];
  while (words[0]?.startsWith('-')) if (/^-[bcDEeFIiJLlmOopQRSWw]$/.test(words.shift() ?? '')) words.shift();
  const [target, ...command] = words;
  if (target === undefined) {
    process.stderr('usage: ssh destination [command [argument ...]]\n');
    return 255;
  }
  const name = target.replace(/^[^@]*@/, '');
  const machine = [...process.host.machines().values()].find((one) => one.name === name || one.ip === name);
  if (machine === undefined) {
    process.stderr(`ssh: Could not resolve hostname ${name}: Name or service not known\n`);
    return 255;
  }
  if (command.length > 0) return process.runOn(machine.name, command.join(' '));
  process.state.nextLogin = machine.name;
  return 0;
};

/** Runs a command again and again until Ctrl-C, each time on a clean screen. */
const watch: ShellCommand = async (process) => {
  const args = [...process.args];
  let seconds = 2;
  while (args[0]?.startsWith('-')) {
    const flag = args.shift();
    const given =
      /^-n(.+)$/.exec(flag ?? '')?.[1] ?? (flag === '-n' || flag === '--interval' ? args.shift() : undefined);
    if (given !== undefined) seconds = Math.max(0.1, Number(given) || 2);
  }
  if (args.length === 0) return complain(process, 'name a command to watch');
  const command = args.join(' ');
  while (!process.signal.cancelled) {
    const { io, text } = captured(process);
    await process.runText(command, { ...io, stdin: noInput, stderr: io.stdout });
    process.stdout(`\u001B[H\u001B[2JEvery ${seconds.toFixed(1)}s: ${command}\n\n${text()}`);
    await sleepInterruptibly(process, seconds * 1000);
  }
  return 130;
};

export const clusterCommands: Readonly<Record<string, ShellCommand>> = { kubectl, ssh, watch };
