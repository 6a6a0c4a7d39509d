import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiHandler } from '../../../src/engine/api/http.ts';
import type { Simulation } from '../../../src/engine/sim/simulation.ts';
import { runKubectl, type Environment } from '../../../src/kubectl/index.ts';
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

export interface CommandInput {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A command that has begun; time does not move by itself. */
export class StartedCommand {
  readonly out: string[] = [];
  readonly err: string[] = [];
  exit: number | undefined;
  private readonly listeners = new Set<() => void>();
  private cancelled = false;

  constructor({ sim, handler, files }: Place, argv: readonly string[], more: CommandInput = {}) {
    const signal = (): boolean => this.cancelled;
    const { listeners, out, err } = this;
    const environment: Environment = {
      transport: { send: (request) => Promise.resolve(handler.handle({ user, ...request })) },
      files,
      workingFolder,
      env: new Map(Object.entries({ HOME: '/root', ...more.env })),
      signal: {
        get cancelled() {
          return signal();
        },
        onCancel: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      now: () => sim.nowMs,
      sleep: (ms) => new Promise((resolve) => void sim.after(ms, () => resolve())),
      stdout: (text) => out.push(text),
      stderr: (text) => err.push(text),
      stdin: () => Promise.resolve(more.stdin ?? ''),
      editor: (path) =>
        editByScript(files, out, more.env?.['KUBE_EDITOR'] ?? more.env?.['EDITOR'] ?? '', path),
      random: () => 0.5,
    };
    void runKubectl(argv, environment).then((code) => {
      this.exit = code;
    });
  }

  /** As Ctrl-C. */
  cancel(): void {
    this.cancelled = true;
    for (const listener of this.listeners) listener();
  }

  get run(): CommandRun {
    return { stdout: this.out.join(''), stderr: this.err.join(''), exit: this.exit ?? -1 };
  }
}

/** Runs one command to its end, moving the clock only while nothing else is to do. */
export async function playCommand(
  place: Place,
  argv: readonly string[],
  more: CommandInput = {},
): Promise<CommandRun> {
  const { sim } = place;
  const command = new StartedCommand(place, argv, more);
  const deadline = sim.nowMs + longestMs;
  await settled();
  while (command.exit === undefined && sim.step(deadline)) await settled();
  return command.run;
}

/** Edits a file with one of a case's scripts, as the recorder did. */
function editByScript(files: MemoryFiles, out: string[], editor: string, path: string): Promise<number> {
  const script = files.read(`${workingFolder}/${editor.replace('./', '')}`);
  if (script === undefined) return Promise.resolve(1);
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-edit-'));
  try {
    const file = join(folder, 'file');
    writeFileSync(file, files.read(path) ?? '');
    writeFileSync(join(folder, 'editor'), script);
    const { status, stdout } = spawnSync('sh', [join(folder, 'editor'), file], { encoding: 'utf8' });
    out.push(stdout);
    files.write(path, readFileSync(file, 'utf8'));
    return Promise.resolve(status ?? 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Lets every promise that can go on do so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
