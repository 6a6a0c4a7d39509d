import type { ApiHandler } from '../../../src/engine/api/http.ts';
import type { Simulation } from '../../../src/engine/sim/simulation.ts';
import { neverCancelled, runKubectl, type Environment } from '../../../src/kubectl/index.ts';
import type { MemoryFiles } from './memory-files.ts';

export interface CommandRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** Where commands are played: a server, its clock, and a disk. */
export interface Place {
  readonly sim: Simulation;
  readonly handler: ApiHandler;
  readonly files: MemoryFiles;
}

/** The recorder's home folder. */
export const workingFolder = '/root/work';

const user = {
  name: 'kubernetes-admin',
  groups: ['system:masters', 'system:authenticated'],
  extra: {
    'authentication.kubernetes.io/credential-id': [
      'X509SHA256=3669866ccbefa6935fafe551a1d0a4f7b28a0b520426547b961d11b10dbb8a9d',
    ],
  },
};
/** No recorded command took longer than this. */
const longestMs = 10 * 60_000;

/** Runs one command to its end, moving the clock only while nothing else is to do. */
export async function playCommand(
  place: Place,
  argv: readonly string[],
  more: { stdin?: string; env?: Readonly<Record<string, string>>; editor?: Environment['editor'] } = {},
): Promise<CommandRun> {
  const { sim, handler, files } = place;
  const out: string[] = [];
  const err: string[] = [];
  const environment: Environment = {
    transport: { send: (request) => Promise.resolve(handler.handle({ user, ...request })) },
    files,
    workingFolder,
    env: new Map(Object.entries({ HOME: '/root', ...more.env })),
    signal: neverCancelled,
    now: () => sim.nowMs,
    sleep: (ms) => new Promise((resolve) => void sim.after(ms, () => resolve())),
    stdout: (text) => out.push(text),
    stderr: (text) => err.push(text),
    stdin: () => Promise.resolve(more.stdin ?? ''),
    editor: more.editor,
    random: () => 0.5,
  };
  let exit: number | undefined;
  void runKubectl(argv, environment).then((code) => {
    exit = code;
  });
  const deadline = sim.nowMs + longestMs;
  while (exit === undefined) {
    await settled();
    if (exit !== undefined) break;
    if (!sim.step(deadline)) return { stdout: out.join(''), stderr: err.join(''), exit: -1 };
  }
  return { stdout: out.join(''), stderr: err.join(''), exit };
}

/** Lets every promise that can go on do so. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
