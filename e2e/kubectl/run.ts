/**
 * Drives the real kubectl against `podyard serve`: `npm run e2e:kubectl [-- --newest] [TEXT…]` runs the
 * stories whose titles hold one of the texts, with every kubectl that is found or the newest;
 * `--recorded` plays what conformance/kubectl has recorded instead. Ends with `N passed, N failed`.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { findKubectls, type Kubectl } from './kubectls.ts';
import { playRecorded } from './recorded.ts';
import { stories } from './stories/index.ts';
import { wordsOf, type Step, type Story } from './step.ts';

/** Steps of one kubectl share a cluster and a folder. */
interface Stage {
  readonly kubectl: Kubectl;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const isPageBuilt = existsSync(resolve(import.meta.dirname, '../../dist/kubernetes-schema.json'));
const program = resolve(import.meta.dirname, '../../bin/podyard.js');
/** The cluster's time goes faster, so that nobody waits for grace periods. */
const speed = 10;
const recordedVersion = 'v1.36';
const stepLimitMs = 60_000;
const patienceMs = 20_000;
const pauseMs = 100;

async function main(words: readonly string[]): Promise<void> {
  const [titles, isQuick] = [words.filter((word) => word !== '--newest'), words.includes('--newest')];
  const kubectls = findKubectls(process.env).slice(0, isQuick ? 1 : undefined);
  if (kubectls.length === 0) console.log('skipped: there is no kubectl of 1.27 or later on this machine');
  if (words.includes('--recorded')) return recorded(kubectls);
  let [passed, failed] = [0, 0];
  for (const kubectl of kubectls) {
    console.log(`kubectl ${kubectl.version} (${kubectl.path})`);
    for (const [flags, group] of byFlags(titles)) {
      await withStage(kubectl, flags, async (stage) => {
        for (const story of group) {
          const { taken, problems } = await tell(story, stage);
          passed += taken - problems.length;
          failed += problems.length;
          console.log(`${problems.length === 0 ? '✓' : '✗'} ${story.title} (${taken} steps)`);
          for (const problem of problems) console.log(problem.replaceAll(/^/gm, '    '));
        }
      });
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** Only the version that was recorded can be held against the recordings. */
async function recorded(kubectls: readonly Kubectl[]): Promise<void> {
  const kubectl = kubectls.find(({ version }) => version.startsWith(recordedVersion));
  if (kubectl === undefined) {
    console.log(`skipped: there is no kubectl ${recordedVersion} on this machine`);
    return;
  }
  const { passed, failed } = await playRecorded(kubectl);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** The stories that are asked for, by the server that they need. */
function byFlags(titles: readonly string[]): Map<string, Story[]> {
  const groups = new Map<string, Story[]>();
  for (const story of stories) {
    if (titles.length > 0 && !titles.some((text) => story.title.includes(text))) continue;
    const flags = (story.flags ?? []).join(' ');
    groups.set(flags, [...(groups.get(flags) ?? []), story]);
  }
  return groups;
}

/** Starts a server and a folder for one kubectl, and takes both away in the end. */
async function withStage(
  kubectl: Kubectl,
  more: string,
  act: (stage: Stage) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'podyard-kubectl-'));
  const config = join(folder, 'kubeconfig');
  const flags = [
    '--port',
    '0',
    '--seed',
    'e2e',
    '--speed',
    String(speed),
    '--kubeconfig',
    config,
    ...wordsOf(more),
  ];
  const server = spawn(process.execPath, [program, 'serve', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await shows(server, /kubectl get nodes/);
    const env = { PATH: process.env['PATH'], HOME: folder, KUBECONFIG: config, TERM: 'dumb', COLUMNS: '200' };
    await act({ kubectl, folder, env });
  } finally {
    server.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

function shows(child: ChildProcess, pattern: RegExp): Promise<void> {
  return new Promise((done, fail) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (pattern.test(text)) done();
    });
    child.once('exit', (code) => fail(new Error(`ended with code ${code}`)));
  });
}

/** Runs a story's steps; answers how many, and what was wrong, a text a step. */
async function tell(story: Story, stage: Stage): Promise<{ taken: number; problems: string[] }> {
  for (const [name, text] of Object.entries(story.files ?? {}))
    writeFileSync(join(stage.folder, name), text, { mode: 0o755 });
  const problems: string[] = [];
  const steps = story.steps.filter(
    ({ since = 0, needsPage }) => since <= stage.kubectl.minor && (needsPage !== true || isPageBuilt),
  );
  for (const step of steps) {
    const problem = await take(step, stage);
    if (problem !== undefined) problems.push(problem);
  }
  return { taken: steps.length, problems };
}

async function take(step: Step, stage: Stage): Promise<string | undefined> {
  const deadlineMs = Date.now() + patienceMs;
  for (;;) {
    const result =
      step.during === undefined ? await run(step, stage) : await runDuring(step, step.during, stage);
    const problem = problemWith(step, result);
    if (problem === undefined || step.eventually !== true || Date.now() > deadlineMs) return problem;
    await setTimeout(pauseMs);
  }
}

function start(step: Step, { kubectl, folder, env }: Stage): ChildProcess {
  const child = spawn(kubectl.path, wordsOf(step.run), {
    cwd: folder,
    env: { ...env, ...step.env },
    timeout: stepLimitMs,
  });
  child.stdin.end(step.stdin ?? '');
  return child;
}

function run(step: Step, stage: Stage): Promise<Result> {
  return ended(start(step, stage));
}

function ended(child: ChildProcess): Promise<Result> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((done) => child.once('close', (code) => done({ code, out, err })));
}

/** A command that goes on: it is stopped when it has shown what it should, which counts as its success. */
async function runDuring(step: Step, others: readonly string[], stage: Stage): Promise<Result> {
  const child = start(step, stage);
  let [text, isDone] = ['', false];
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    isDone ||= patternsOf(step.out).every((pattern) => pattern.test(text));
    if (isDone) child.kill();
  });
  const result = ended(child);
  await setTimeout(pauseMs);
  for (const other of others) await run({ run: other }, stage);
  const limit = new AbortController();
  void setTimeout(patienceMs, undefined, { signal: limit.signal }).then(
    () => child.kill(),
    () => undefined,
  );
  const { out, err, code } = await result;
  limit.abort();
  return { out, err, code: isDone ? 0 : code };
}

function patternsOf(patterns: Step['out']): readonly RegExp[] {
  if (patterns === undefined) return [];
  return patterns instanceof RegExp ? [patterns] : patterns;
}

function problemWith(step: Step, { code, out, err }: Result): string | undefined {
  const wrong: string[] = [];
  if (code !== (step.code ?? 0)) wrong.push(`exit code ${code}, not ${step.code ?? 0}`);
  for (const pattern of patternsOf(step.out)) if (!pattern.test(out)) wrong.push(`does not show ${pattern}`);
  if (step.notOut?.test(out)) wrong.push(`shows ${step.notOut}`);
  if (step.err !== undefined && !step.err.test(err)) wrong.push(`its errors do not show ${step.err}`);
  if (wrong.length === 0) return undefined;
  return [`$ kubectl ${step.run}`, ...wrong, out.trimEnd().slice(-1500), err.trimEnd().slice(-800)]
    .filter(Boolean)
    .join('\n');
}

await main(process.argv.slice(2));
