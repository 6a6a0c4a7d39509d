import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiHandler } from '../../../src/engine/api/http.ts';
import { Simulation } from '../../../src/engine/sim/simulation.ts';
import { humanDuration, shortHumanDuration } from '../../../src/engine/api/duration.ts';
import { readCases } from '../cases.ts';
import { differences } from '../compare.ts';
import { outputDifferences, type Expected, type Rules } from '../kubectl/compare-output.ts';
import { kubeconfigText, MemoryFiles } from '../kubectl/memory-files.ts';
import { emptyServer, stateServer, wholeCluster } from '../kubectl/servers.ts';
import { playCommand, settled, StartedCommand, workingFolder, type Place } from '../kubectl/play-command.ts';
import type { CaseResult, ConformanceSet } from '../set.ts';

interface Step extends Expected {
  readonly argv: readonly string[];
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface CommandCase extends Step {
  readonly name: string;
  readonly family: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly now?: string;
}

interface Session {
  readonly name: string;
  readonly family: string;
  readonly cluster: 'apiserver' | 'whole';
  readonly files?: Readonly<Record<string, string>>;
  readonly steps: readonly (Step & { after?: { argv: readonly string[]; matches: string } })[];
  readonly watch?: {
    readonly argv: readonly string[];
    readonly stdout: string;
    readonly norm?: readonly string[];
  };
}

/** What kubectl printed, played against our kubectl and our API server. */
export const set: ConformanceSet = {
  name: 'kubectl',
  async *run(folder) {
    const rules = JSON.parse(readFileSync(join(folder, 'normalise.json'), 'utf8')) as Rules;
    yield* durations(folder);
    for (const one of cases<CommandCase>(folder, 'command-line.jsonl')) {
      yield await playCase(one, 'command-line', placeFor(emptyServer, one), rules);
    }
    for (const state of ['empty', 'shop', 'troubles']) {
      for (const one of cases<CommandCase>(join(folder, 'states'), `${state}.cases.jsonl`)) {
        const server = (sim: Simulation): ApiHandler => stateServer(sim, join(folder, 'states'), state);
        yield await playCase(one, `states/${state}`, placeFor(server, one), rules);
      }
    }
    for (const session of cases<Session>(folder, 'sessions-apiserver.jsonl')) {
      yield* playSession(session, 'sessions-apiserver', placeFor(emptyServer, session), rules);
    }
    for (const session of cases<Session>(folder, 'sessions-cluster.jsonl')) {
      const cluster = wholeCluster();
      const place = { sim: cluster.sim, handler: cluster, files: filesOf(session) };
      yield* playSession(session, 'sessions-cluster', place, rules);
    }
  },
};

function cases<T>(folder: string, file: string): T[] {
  return existsSync(join(folder, file)) ? readCases<T>(folder, file) : [];
}

function* durations(folder: string): Generator<CaseResult> {
  const list = cases<{ name: string; ms: number; human: string; short: string }>(folder, 'durations.jsonl');
  for (const { name, ms, human, short } of list) {
    const got = { human: humanDuration(ms), short: shortHumanDuration(ms) };
    yield { family: 'kubectl/durations', name, disagreements: differences({ human, short }, got) };
  }
}

const sessionsBegin = Date.parse('2026-11-25T10:00:00Z');

function placeFor(
  server: (sim: Simulation) => ApiHandler,
  one: { now?: string; files?: Readonly<Record<string, string>> },
): Place {
  const startMs = one.now === undefined ? sessionsBegin : Date.parse(one.now);
  const sim = new Simulation({ seed: 'conformance', startMs });
  let lazy: ApiHandler | undefined;
  return {
    sim,
    handler: { handle: (request) => (lazy ??= server(sim)).handle(request) },
    files: filesOf(one),
  };
}

function filesOf(one: { files?: Readonly<Record<string, string>> }): MemoryFiles {
  const files = new MemoryFiles();
  files.write('/root/.kube/config', kubeconfigText);
  files.makeFolder(workingFolder);
  for (const [name, text] of Object.entries(one.files ?? {})) files.write(`${workingFolder}/${name}`, text);
  return files;
}

async function playCase(one: CommandCase, group: string, place: Place, rules: Rules): Promise<CaseResult> {
  const family = `kubectl/${group}/${one.family}`;
  try {
    const got = await playCommand(place, one.argv, one);
    return { family, name: one.name, disagreements: outputDifferences(one, got, rules) };
  } catch (error) {
    return { family, name: one.name, disagreements: [`crashed: ${String((error as Error).stack)}`] };
  }
}

/** Each step of a session counts by itself, since a later one rests on those before it. */
async function* playSession(
  session: Session,
  group: string,
  place: Place,
  rules: Rules,
): AsyncGenerator<CaseResult> {
  const family = `kubectl/${group}/${session.family}`;
  const { watch } = session;
  const background = watch === undefined ? undefined : new StartedCommand(place, watch.argv);
  await settled();
  for (const [index, step] of session.steps.entries()) {
    if (session.cluster === 'whole') await pause(place, betweenStepsMs);
    if (step.after !== undefined) await until(place, step.after);
    const name = `${session.name} | ${index + 1} ${step.argv.slice(1).join(' ').slice(0, 80)}`;
    const { disagreements } = await playCase({ ...step, name, family: session.family }, group, place, rules);
    yield { family, name, disagreements };
  }
  if (watch === undefined || background === undefined) return;
  await pause(place, afterWatchMs);
  background.cancel();
  await settled();
  const expected = { ...watch, stderr: '', exit: background.run.exit };
  const disagreements = outputDifferences(expected, background.run, rules);
  yield { family, name: `${session.name} | watch ${watch.argv.slice(1).join(' ')}`, disagreements };
}

/** No recorded step followed the one before at once. */
const betweenStepsMs = 250;
/** How long the recorder went on watching after the last step. */
const afterWatchMs = 5_000;
const pollMs = 200;
const longestWaitMs = 5 * 60_000;

/** Lets time pass until a command's output is as wanted, as the recorder did. */
async function until(place: Place, after: { argv: readonly string[]; matches: string }): Promise<void> {
  const wanted = new RegExp(after.matches);
  const deadline = place.sim.nowMs + longestWaitMs;
  while (place.sim.nowMs < deadline) {
    const { stdout, stderr } = await playCommand(place, after.argv);
    if (wanted.test(stdout) || wanted.test(stdout + stderr)) return;
    await pause(place, pollMs);
  }
}

async function pause({ sim }: Place, ms: number): Promise<void> {
  const end = sim.nowMs + ms;
  while (sim.step(end)) await settled();
  sim.advance(end);
  await settled();
}
