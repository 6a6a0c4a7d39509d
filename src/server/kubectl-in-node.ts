import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { accessSync, constants, statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { runKubectl, type CancelSignal, type Environment } from '../kubectl/index.ts';
import { connectionOf } from './connection.ts';
import { binaryOnDisk, diskFiles } from './disk-files.ts';
import { HttpTransport } from './http-transport.ts';
import { listenLocally } from './local-listener.ts';

/** Runs Podyard's kubectl in this process, on its files and streams. Answers its exit code. */
export async function kubectlInNode(words: readonly string[]): Promise<number> {
  const env = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const environment: Environment = {
    transport: new HttpTransport(connectionOf(words, process.env)),
    files: diskFiles,
    binary: binaryOnDisk,
    workingFolder: process.cwd(),
    env: new Map(env),
    signal: interrupts(),
    now: () => Date.now(),
    sleep: async (ms) => setTimeout(ms, undefined, { ref: false }),
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    stdin: readStdin,
    listen: listenLocally,
    programs,
    editor: async (path) => runEditor(path),
    random: () => randomInt(2 ** 47) / 2 ** 47,
  };
  // What sleeps holds no process, so that nobody waits for deadlines; the command itself does.
  const running = setInterval(() => undefined, longMs);
  try {
    return await runKubectl(['kubectl', ...words], environment);
  } finally {
    clearInterval(running);
  }
}

const longMs = 2 ** 30;

/** Ctrl-C. */
function interrupts(): CancelSignal {
  const listeners = new Set<() => void>();
  const signal = {
    cancelled: false,
    onCancel(listener: () => void) {
      if (signal.cancelled) listener();
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  process.once('SIGINT', () => {
    signal.cancelled = true;
    for (const listener of listeners) listener();
  });
  return signal;
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const programs: NonNullable<Environment['programs']> = {
  isExecutable(path) {
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  },
  async run([program = '', ...args]) {
    const { status, error } = spawnSync(program, args, { stdio: 'inherit' });
    if (error !== undefined) throw error;
    return status ?? 1;
  },
};

/** The editor that kubectl would take, through a shell as kubectl does. */
function runEditor(path: string): number {
  const editor = process.env['KUBE_EDITOR'] || process.env['EDITOR'] || 'vi';
  const { status } = spawnSync('/bin/sh', ['-c', `${editor} "$1"`, 'editor', path], { stdio: 'inherit' });
  return status ?? 1;
}
