/**
 * Plays the recorded cases of conformance/kubectl with the real kubectl against our API server behind
 * HTTP: where ours disagrees with a recording, this tells whether kubectl's clone errs or the server.
 * What depends on the client's clock is normalised on both sides.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { readCases } from '../../conformance/runner/cases.ts';
import {
  outputDifferences,
  type Expected,
  type Rules,
} from '../../conformance/runner/kubectl/compare-output.ts';
import { emptyServer, stateServer } from '../../conformance/runner/kubectl/servers.ts';
import { Simulation } from '../../src/engine/sim/simulation.ts';
import type { ApiHandler } from '../../src/engine/api/http.ts';
import { httpListener } from '../../src/server/http-listener.ts';
import type { Kubectl } from './kubectls.ts';

interface Step extends Expected {
  readonly argv: readonly string[];
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Recorded extends Step {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly now?: string;
}

interface RecordedSession {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

const folder = resolve(import.meta.dirname, '../../conformance/kubectl');
const rules = JSON.parse(readFileSync(join(folder, 'normalise.json'), 'utf8')) as Rules;
const sessionsBegin = Date.parse('2026-11-25T10:00:00Z');
const tickMs = 20;
const stepLimitMs = 60_000;
/** Cases of a state change nothing: some are played at the same time. */
const atOnce = 6;
const admin = {
  name: 'kubernetes-admin',
  groups: ['system:masters', 'system:authenticated'],
  extra: {
    'authentication.kubernetes.io/credential-id': [
      'X509SHA256=3669866ccbefa6935fafe551a1d0a4f7b28a0b520426547b961d11b10dbb8a9d',
    ],
  },
};
/** They show a kubeconfig with certificates, which one for plain HTTP has not. */
const showsCertificates = /config (?:view|get-|set)/;

/** Answers how many cases agree and how many do not; what differs is printed. */
export async function playRecorded(kubectl: Kubectl): Promise<{ passed: number; failed: number }> {
  const count = { passed: 0, failed: 0 };
  const tell = (name: string, problems: readonly string[]): void => {
    if (problems.length === 0) count.passed++;
    else count.failed++;
    for (const problem of problems) console.log(`${name} | ${problem}`);
  };
  for (const state of ['command-line', 'empty', 'shop', 'troubles']) {
    const ofLine = state === 'command-line';
    const cases = ofLine
      ? readCases<Recorded>(folder, 'command-line.jsonl')
      : readCases<Recorded>(join(folder, 'states'), `${state}.cases.jsonl`);
    const nowMs = Date.parse(cases.find(({ now }) => now !== undefined)?.now ?? '') || sessionsBegin;
    await withServer(
      nowMs,
      (sim) => (ofLine ? emptyServer(sim) : stateServer(sim, join(folder, 'states'), state)),
      async (address) => {
        const left = cases.filter(({ name }) => !showsCertificates.test(name));
        const playAll = async (): Promise<void> => {
          for (let one = left.shift(); one !== undefined; one = left.shift()) {
            const place = new Place(kubectl, address, one.files);
            tell(`${state} | ${one.name}`, await place.play(one));
            place.remove();
          }
        };
        await Promise.all(Array.from({ length: atOnce }, playAll));
      },
    );
  }
  for (const session of readCases<RecordedSession>(folder, 'sessions-apiserver.jsonl')) {
    if (session.name.startsWith('config')) continue;
    await withServer(sessionsBegin, emptyServer, async (address) => {
      const place = new Place(kubectl, address, session.files);
      for (const [index, step] of session.steps.entries())
        tell(`${session.name} | ${index + 1} ${step.argv.slice(1).join(' ')}`, await place.play(step));
      place.remove();
    });
  }
  return count;
}

/** Serves over HTTP, with a clock that goes on from `startMs`. */
async function withServer(
  startMs: number,
  make: (sim: Simulation) => ApiHandler,
  act: (address: string) => Promise<void>,
): Promise<void> {
  const sim = new Simulation({ seed: 'recorded', startMs });
  const handler = make(sim);
  const beganMs = Date.now();
  const clock = setInterval(() => sim.advance(startMs + Math.floor((Date.now() - beganMs) / 1000)), tickMs);
  const listener = httpListener({
    handler: { handle: (request) => handler.handle({ user: admin, ...request }) },
    hosts: new Set(['127.0.0.1']),
    onCrash: (error) => console.log(error),
  });
  // A slow machine must not find its connection closed between two requests.
  const server: Server = createServer({ keepAliveTimeout: 2 * stepLimitMs }, listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    clearInterval(clock);
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}

/** A home and a working folder for kubectl. */
class Place {
  readonly #kubectl: Kubectl;
  readonly #address: string;
  readonly #home = mkdtempSync(join(tmpdir(), 'recorded-'));

  constructor(kubectl: Kubectl, address: string, files: Readonly<Record<string, string>> = {}) {
    this.#kubectl = kubectl;
    this.#address = address;
    mkdirSync(join(this.#home, '.kube'));
    mkdirSync(join(this.#home, 'work'));
    writeFileSync(join(this.#home, '.kube', 'config'), kubeconfig(address));
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.#home, 'work', name);
      if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
    }
  }

  async play(step: Step): Promise<string[]> {
    const got = await this.#run(step);
    // The client's clock is not the recorder's: both sides lose what it shows.
    const expected: Step = {
      ...step,
      norm: ['stdout', 'stderr'],
      stdout: normalised(step.stdout),
      stderr: normalised(step.stderr),
    };
    return outputDifferences(expected, got, rules);
  }

  #run({ argv, stdin = '', env }: Step): Promise<{ stdout: string; stderr: string; exit: number }> {
    return new Promise((done) => {
      const child = spawn(this.#kubectl.path, argv.slice(1), {
        cwd: join(this.#home, 'work'),
        env: { PATH: process.env['PATH'], HOME: this.#home, TZ: 'UTC', LANG: 'C.UTF-8', ...env },
        timeout: stepLimitMs,
      });
      const texts = { stdout: '', stderr: '' };
      child.stdout.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
      child.stdin.on('error', () => undefined);
      child.stdin.end(stdin);
      child.once('close', (code) =>
        done({
          stdout: this.#asRecorded(texts.stdout),
          stderr: this.#asRecorded(texts.stderr),
          exit: code ?? -1,
        }),
      );
    });
  }

  /** The recorder's names of the server and of the home. */
  #asRecorded(text: string): string {
    return (
      text
        .replaceAll(this.#address, 'https://controlplane:6443')
        .replaceAll(this.#address.slice('http://'.length), 'controlplane:6443')
        // Kustomize tells whole paths; the recorder's were taken off.
        .replaceAll(`${this.#home}/work/`, '')
        .replaceAll(`${this.#home}/work`, '.')
        .replaceAll(this.#home, '/root')
    );
  }

  remove(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }
}

function normalised(text: string): string {
  return rules.reduce(
    (current, [pattern, replacement]) => current.replace(new RegExp(pattern, 'gm'), replacement),
    text,
  );
}

function kubeconfig(server: string): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: kubernetes
  cluster: {server: '${server}'}
contexts:
- name: kubernetes-admin@kubernetes
  context: {cluster: kubernetes, user: kubernetes-admin}
users:
- name: kubernetes-admin
  user: {}
current-context: kubernetes-admin@kubernetes
`;
}
