import { isStartFailure, type ContainerExit } from '../cri/container-runtime.ts';
import type { Machine } from '../machine/machine.ts';
import type { MachineProcess, ProcessIo } from '../machine/systemd.ts';
import { readBinary } from './binary.ts';
import { hostFolder } from '../machine/files-view.ts';
import type { ProgramRuntime } from './program-runtime.ts';
import { isShellCommand } from './sh/commands.ts';

const systemFolders = ['/bin/', '/sbin/', '/usr/bin/', '/usr/sbin/'];

/** Runs a program on a machine itself, outside of any container; a text says why it cannot be executed. */
export function startMachineProgram(
  runtime: ProgramRuntime,
  machine: Machine,
  now: () => number,
  [path = '', ...args]: readonly string[],
  io: ProcessIo,
): MachineProcess | string {
  const command = commandOf(machine, path);
  if (typeof command === 'string') return command;
  let ended = false;
  let asked: 'TERM' | 'KILL' | undefined;
  const started = runtime.start({
    podNamespace: '',
    podName: machine.name,
    podUid: '',
    podIP: machine.ip,
    hostNetwork: true,
    containerName: io.unit,
    containerId: io.unit,
    image: command.image,
    command: [...command.words, ...args],
    args: [],
    env: new Map([...io.environment, ['HOSTNAME', machine.name]]),
    mounts: [{ path: '/', readOnly: false, files: hostFolder(machine.files, '/', now) }],
    machine,
    hosts: machine.files.read('/etc/hosts') ?? '',
    resolvConf: machine.files.read('/etc/resolv.conf') ?? '',
    restartCount: 0,
    onLog: io.log,
    onExit: ({ exitCode }: ContainerExit) => {
      ended = true;
      const killed = exitCode === 137 ? asked : undefined;
      io.onEnd({ code: exitCode, ...(killed !== undefined && { signal: killed }) });
    },
  });
  if (isStartFailure(started)) return 'Exec format error';
  return {
    signal: (signal) => {
      asked = signal;
      started.signal(`SIG${signal}`);
      // Who has no handler for it ends at once: only a container's first process is spared.
      if (!ended && signal === 'TERM') started.signal('SIGKILL');
    },
  };
}

/** What a file runs. */
function commandOf(machine: Machine, path: string): { image: string; words: readonly string[] } | string {
  const text = machine.files.read(path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (text === undefined) {
    const isSystem = systemFolders.some((folder) => path === folder + name) && isShellCommand(name);
    return isSystem ? { image: 'machine', words: [name] } : 'No such file or directory';
  }
  const binary = readBinary(text);
  if (binary !== undefined) return { image: `${binary.name}:${binary.version}`, words: [binary.name] };
  if (text.startsWith('#!')) return { image: 'machine', words: ['sh', '-c', text] };
  return 'Exec format error';
}
