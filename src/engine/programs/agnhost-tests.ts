import { flagValue } from './flag-value.ts';
import type { Program, ProgramContext, RunningProgram } from './program.ts';

const waiting: RunningProgram = { stop: () => {} };

const pause: Program = ({ log }) => {
  log('Paused');
  return waiting;
};

/** Says with which words it was called. */
const entrypointTester: Program = ({ config, args, log, exit }) => {
  const [path = '/agnhost'] = config.command;
  log(`[${[path, ...args].join(' ')}]`);
  exit(0);
  return waiting;
};

const grpcHealthChecking: Program = (context) => {
  const port = Number(flagValue(context.args, 'port') ?? 5000);
  const delayMs = Number(flagValue(context.args, 'delay-unhealthy-sec') ?? -1) * 1000;
  const startedMs = context.sim.nowMs;
  const listens = (asked: number): boolean => asked === port;
  return {
    stop: () => {},
    listens,
    grpc: () => delayMs < 0 || context.sim.nowMs - startedMs < delayMs,
  };
};

const overlayMagic = 0x794c7630;
const newFileText = 'mount-tester new file\n';
const loopMs = 2000;
const usualRetrySeconds = 180;

/** Looks at mounted files and says what they are. Models test/images/agnhost/mounttest (v2.5x). */
const mounttest: Program = (context) => {
  const { args, log, exit, files } = context;
  const value = (name: string): string => flagValue(args, name) ?? '';
  const made = new Map<string, number>();
  const say = (text: string): void => log(text.replace(/\n$/, ''));
  const content = (path: string): boolean => {
    const text = files.read(path);
    if (text === undefined) {
      say(`error reading file content for "${path}": open ${path}: no such file or directory`);
      return false;
    }
    for (const line of `content of file "${path}": ${text}`.split('\n')) log(line);
    return true;
  };
  const modeOf = (path: string): number | undefined => made.get(path) ?? files.mode(path);
  let failed = false;
  const look = (path: string, run: (path: string) => boolean): void => {
    if (path !== '' && !run(path)) failed = true;
  };

  look(value('fs_type'), (path) => {
    const isTmpfs = files.isInMemory(path);
    say(`mount type of "${path}": ${isTmpfs ? 'tmpfs' : overlayMagic}`);
    return true;
  });
  for (const [flag, mode] of newFiles)
    look(value(flag), (path) => {
      const refusal = files.write(path, newFileText, false);
      if (refusal !== undefined) {
        say(`error writing new file "${path}": open ${path}: ${refusal.replace(/^.*: /, '').toLowerCase()}`);
        return false;
      }
      made.set(path, mode);
      return content(path);
    });
  look(value('file_mode'), (path) => {
    const mode = modeOf(path);
    if (mode === undefined) {
      say(`error from Lstat("${path}"): lstat ${path}: no such file or directory`);
      return false;
    }
    say(`mode of file "${path}": ${files.isFolder(path) ? 'd' : '-'}${permissions(mode)}`);
    return true;
  });
  look(value('file_perm'), (path) => {
    const mode = modeOf(path);
    if (mode === undefined) {
      say(`error from Lstat("${path}"): lstat ${path}: no such file or directory`);
      return false;
    }
    say(`perms of file "${path}": -${permissions(mode)}`);
    return true;
  });
  look(value('file_content'), content);
  look(value('file_owner'), (path) => {
    say(`owner UID of "${path}": 0`);
    say(`owner GID of "${path}": 0`);
    return true;
  });
  const loop = value('file_content_in_loop');
  if (loop === '') {
    exit(failed ? 1 : 0);
    return waiting;
  }
  return inLoop(context, loop, content);
};

const newFiles = [
  ['rw_new_file', 0o644],
  ['new_file_0644', 0o644],
  ['new_file_0660', 0o660],
  ['new_file_0666', 0o666],
  ['new_file_0777', 0o777],
] as const;

/** Reads a file again and again, until it is there or for as long as it is told. */
function inLoop(
  { sim, args, files, exit, log }: ProgramContext,
  path: string,
  content: (path: string) => boolean,
): RunningProgram {
  const endMs = sim.nowMs + Number(flagValue(args, 'retry_time') ?? usualRetrySeconds) * 1000;
  const breaks = flagValue(args, 'break_on_expected_content') !== 'false';
  let stopped = false;
  const turn = (): void => {
    if (stopped) return;
    if (files.read(path) === undefined)
      log(`Error reading file ${path}: open ${path}: no such file or directory, retrying`);
    else if (content(path) && breaks) return exit(0);
    if (sim.nowMs >= endMs) exit(0);
    else sim.after(loopMs, turn);
  };
  turn();
  return { stop: () => void (stopped = true) };
}

/** `rw-r--r--` */
function permissions(mode: number): string {
  return Array.from('rwxrwxrwx', (letter, index) => ((mode >> (8 - index)) & 1 ? letter : '-')).join('');
}

/** What agnhost has for Kubernetes' own tests, by its first argument. */
export const agnhostTests: Readonly<Record<string, Program>> = {
  pause,
  'entrypoint-tester': entrypointTester,
  'grpc-health-checking': grpcHealthChecking,
  mounttest,
};
