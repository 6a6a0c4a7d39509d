/**
 * `kubectl get pods -A`: ours and the real kubectl (`$KUBECTL`, else on the PATH) ask the same
 * `podyard serve`. Ours is measured as the page has it, loaded already, and as a process; of each the
 * quickest of some runs counts, which other work on the machine disturbs least.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { neverCancelled, runKubectl } from '../src/kubectl/index.ts';
import { MemoryFiles } from '../src/engine/machine/file-tree.ts';
import { HttpTransport } from '../src/server/http-transport.ts';

const sizes = [1_000, 10_000];
const runs = 7;
const namespaces = 20;
const program = resolve(process.cwd(), 'bin/podyard.js');
const commands = [
  ['get', 'pods', '-A'],
  ['get', 'pods', '-A', '-o', 'wide'],
  ['get', 'pods', '-n', 'team-1'],
];

const folder = mkdtempSync(join(tmpdir(), 'kubectl-bench-'));
const config = join(folder, 'kubeconfig');
const kubectl = realKubectl();
if (kubectl === undefined) console.log('no kubectl on this machine: nothing to compare with');

for (const size of sizes) await measure(size);
rmSync(folder, { recursive: true, force: true });

async function measure(size: number): Promise<void> {
  const flags = ['--port', '0', '--seed', 'bench', '--nodes', '0', '--kubeconfig', config];
  const server = spawn(process.execPath, [program, 'serve', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const address = await addressOf(server);
    const transport = new HttpTransport({ server: address, headers: {}, tls: {} });
    await fill(transport, size);
    console.log(`${size} pods`);
    for (const words of commands) {
      const warm = await quickest(() => inThisProcess(transport, words));
      const cold = await quickest(() => asProcess(process.execPath, [program, 'kubectl', ...words]));
      const theirs = kubectl === undefined ? undefined : await quickest(() => asProcess(kubectl, words));
      const beside =
        theirs === undefined ? '' : `, the real one ${ms(theirs)}: ${(theirs / warm).toFixed(1)}×`;
      console.log(`  ${words.join(' ').padEnd(24)} ${ms(warm)} (as a process ${ms(cold)})${beside}`);
    }
  } finally {
    server.kill('SIGTERM');
  }
}

async function fill(transport: HttpTransport, size: number): Promise<void> {
  const send = async (path: string, body: object): Promise<void> => {
    const { status, body: answer } = await transport.send({
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (status !== 201) throw new Error(JSON.stringify(answer));
  };
  for (let at = 0; at < namespaces; at++)
    await send('/api/v1/namespaces', { metadata: { name: `team-${at}` } });
  const one = (index: number): Promise<void> => {
    const metadata = { name: `web-${index}`, labels: { app: 'web' } };
    const spec = { containers: [{ name: 'web', image: 'nginx' }] };
    return send(`/api/v1/namespaces/team-${index % namespaces}/pods`, { metadata, spec });
  };
  for (let from = 0; from < size; from += 50)
    await Promise.all(Array.from({ length: Math.min(50, size - from) }, (_, index) => one(from + index)));
}

async function quickest(run: () => Promise<void> | void): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < runs; turn++) {
    const beganMs = performance.now();
    await run();
    best = Math.min(best, performance.now() - beganMs);
  }
  return best;
}

async function inThisProcess(transport: HttpTransport, words: readonly string[]): Promise<void> {
  let length = 0;
  const print = (text: string): void => void (length += text.length);
  const code = await runKubectl(['kubectl', ...words], {
    transport,
    files: new MemoryFiles(),
    workingFolder: '/',
    env: new Map(),
    signal: neverCancelled,
    now: () => Date.now(),
    sleep: () => Promise.resolve(),
    stdout: print,
    stderr: print,
    stdin: () => Promise.resolve(''),
    random: () => 0.5,
  });
  if (code !== 0 || length === 0) throw new Error(`kubectl ${words.join(' ')} ended with ${code}`);
}

function asProcess(path: string, words: readonly string[]): void {
  const env = { PATH: process.env['PATH'], HOME: folder, KUBECONFIG: config };
  const { status, stderr } = spawnSync(path, words, { env, maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(String(stderr));
}

function realKubectl(): string | undefined {
  const path = process.env['KUBECTL'] ?? 'kubectl';
  return spawnSync(path, ['version', '--client']).status === 0 ? path : undefined;
}

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    server.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = /https?:\/\/127\.0\.0\.1:\d+/.exec(text);
      if (found !== null && text.includes('kubectl')) done(found[0]);
    });
    server.once('exit', (code) => fail(new Error(`the server ended with ${code}`)));
  });
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}
