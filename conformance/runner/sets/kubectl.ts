import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiHandler } from '../../../src/engine/api/http.ts';
import { Simulation } from '../../../src/engine/sim/simulation.ts';
import { humanDuration, shortHumanDuration } from '../../../src/kubectl/go/duration.ts';
import { readCases } from '../cases.ts';
import { differences } from '../compare.ts';
import { outputDifferences, type Expected, type Rules } from '../kubectl/compare-output.ts';
import { kubeconfigText, MemoryFiles } from '../kubectl/memory-files.ts';
import { emptyServer, stateServer } from '../kubectl/servers.ts';
import { playCommand, workingFolder, type Place } from '../kubectl/play-command.ts';
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
  readonly steps: readonly Step[];
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
  const files = new MemoryFiles();
  files.write('/root/.kube/config', kubeconfigText);
  files.makeFolder(workingFolder);
  for (const [name, text] of Object.entries(one.files ?? {})) files.write(`${workingFolder}/${name}`, text);
  return { sim, handler: { handle: (request) => (lazy ??= server(sim)).handle(request) }, files };
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
  for (const [index, step] of session.steps.entries()) {
    const name = `${session.name} | ${index + 1} ${step.argv.slice(1).join(' ').slice(0, 80)}`;
    const { disagreements } = await playCase({ ...step, name, family: session.family }, group, place, rules);
    yield { family, name, disagreements };
  }
}
