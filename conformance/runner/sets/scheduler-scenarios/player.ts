import { ApiServer } from '../../../../src/engine/apiserver/api-server.ts';
import { Simulation } from '../../../../src/engine/sim/simulation.ts';
import { differences } from '../../compare.ts';
import type { Scenario, State, Step } from './case.ts';
import { ClusterView } from './cluster-view.ts';
import { startControllersOf } from './controllers.ts';
import { SchedulerUnderTest, type WrittenRequest } from './scheduler-under-test.ts';

/** A whole second: the first step comes 0.2 s later. */
const startMs = Date.UTC(2026, 0, 5, 10);
const firstStepMs = 2_200;
/** Between two requests a little time passes, as it did in the recordings. */
const betweenStepsMs = 20;
const quietMs = 1_500;
/** A settled wait gives up here. */
const longestWaitMs = 120_000;

/** Plays one scenario on a fresh cluster; one line for each place where it goes another way. */
export function playScenario(scenario: Scenario): string[] {
  return new Player(scenario).play();
}

class Player {
  readonly #scenario: Scenario;
  readonly #sim = new Simulation({ seed: 'scenario', startMs });
  readonly #server = new ApiServer({
    sim: this.#sim,
    disabledAdmissionPlugins: ['TaintNodesByCondition', 'ServiceAccount'],
  });
  readonly #view = new ClusterView(this.#server);
  readonly #schedulers: readonly SchedulerUnderTest[];
  readonly #stopped = new Set<string>();

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    const originMs = (): number | undefined => (scenario.times === true ? startMs + firstStepMs : undefined);
    this.#schedulers = scenario.schedulers.map(
      (declaration) => new SchedulerUnderTest(this.#sim, this.#server, declaration, originMs),
    );
  }

  play(): string[] {
    const { setup = [], controllers = [], steps, schedulers } = this.#scenario;
    for (const { method = 'POST', path, body, contentType } of setup) {
      const { status, body: answer } = this.#view.send(method, path, body, contentType);
      if (status >= 300) return [`setup ${method} ${path}: ${status} ${JSON.stringify(answer)}`];
    }
    this.#sim.advance(startMs + 1_000);
    this.#view.takeEvents();
    startControllersOf(controllers, this.#sim, this.#server);
    schedulers.forEach(({ start }, index) => {
      if (start !== false) this.#schedulers[index]?.start();
    });
    this.#sim.advance(startMs + firstStepMs);
    return steps.flatMap((step, index) =>
      this.#playStep(step).map((line) => `${index + 1}. ${step.op} ${step.path ?? ''}: ${line}`),
    );
  }

  #playStep(step: Step): string[] {
    switch (step.op) {
      case 'wait':
        if (step.until === 'settled') this.#settle();
        else this.#sim.advance(this.#sim.nowMs + (step.seconds ?? 0) * 1000);
        return step.state === undefined ? [] : this.#compareState(step.state);
      case 'pause':
        this.#sim.advance(this.#sim.nowMs + (step.seconds ?? 0) * 1000);
        return [];
      case 'startScheduler':
        this.#scheduler(step).start();
        this.#sim.advance(this.#sim.nowMs + betweenStepsMs);
        return [];
      case 'stopScheduler':
        return this.#stop(step);
      default:
        return this.#request(step);
    }
  }

  #scheduler({ id }: Step): SchedulerUnderTest {
    const found = this.#schedulers.find((scheduler) => scheduler.id === id);
    if (found === undefined) throw new Error(`no scheduler ${id}`);
    return found;
  }

  #stop(step: Step): string[] {
    const scheduler = this.#scheduler(step);
    scheduler.stop();
    this.#stopped.add(scheduler.id);
    this.#sim.advance(this.#sim.nowMs + betweenStepsMs);
    return step.exitCode === undefined ? [] : differences(step.exitCode, scheduler.exitCode, 'exitCode');
  }

  #request({ method = 'GET', path = '', body, contentType, response: expected }: Step): string[] {
    const sent = body === undefined ? undefined : this.#view.withUids(body);
    const { status, body: answer } = this.#view.send(method, path, sent, contentType);
    this.#sim.advance(this.#sim.nowMs + betweenStepsMs);
    if (expected === undefined) return [];
    const got = {
      code: status,
      ...(expected.body !== undefined && {
        body: JSON.parse(this.#view.normalise(JSON.stringify(answer))) as unknown,
      }),
    };
    return differences(expected, got, 'response');
  }

  /** Runs until nothing has changed for a while and no pod is about to be tried. */
  #settle(): void {
    const sim = this.#sim;
    const endMs = sim.nowMs + longestWaitMs;
    let changedMs = sim.nowMs;
    let before = this.#activity();
    for (;;) {
      const quiet = Math.min(changedMs + quietMs, endMs);
      const isBusy = this.#schedulers.some((scheduler) => scheduler.busy);
      if (!sim.step(isBusy ? endMs : quiet)) {
        sim.advance(isBusy ? endMs : quiet);
        return;
      }
      const now = this.#activity();
      if (now !== before) changedMs = sim.nowMs;
      before = now;
    }
  }

  /** A number that grows with each write and each attempt, Leases apart. */
  #activity(): number {
    const attempts = this.#schedulers.reduce((sum, { attemptCount }) => sum + attemptCount, 0);
    return this.#server.revision + attempts;
  }

  #compareState(expected: State): string[] {
    const got: Record<string, unknown> = { pods: this.#view.pods() };
    for (const path of this.#scenario.record ?? []) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      got[name] = this.#view.collection(path, (identity) => this.#holder(identity));
    }
    const events = this.#view.takeEvents().map((event) => this.#withHolder(event));
    const requests = this.#requests(expected.requests ?? []);
    const schedulers: Record<string, unknown> = {};
    for (const scheduler of this.#schedulers) {
      const ended = scheduler.exitCode !== undefined && !this.#stopped.has(scheduler.id);
      schedulers[scheduler.id] = {
        ...scheduler.takeState(),
        ...(ended && { exitCode: scheduler.exitCode }),
      };
    }
    const wanted = { ...expected, schedulers: this.#withTimes(expected.schedulers, schedulers) };
    return differences(
      { ...wanted, events: sorted(expected.events ?? []), requests: expected.requests ?? [] },
      { ...got, events: sorted(events), requests, schedulers },
    );
  }

  /** Times need to agree within 0.3 s. */
  #withTimes(expected: State['schedulers'], got: Record<string, unknown>): unknown {
    if (this.#scenario.times !== true) return expected;
    return Object.fromEntries(
      Object.entries(expected).map(([id, state]) => {
        const actual = (got[id] as { attempts?: { t: number }[] } | undefined)?.attempts ?? [];
        const attempts = (state.attempts as { pod: string; t: number }[] | undefined)?.map(
          (attempt, index) => {
            const t = actual[index]?.t ?? Number.NaN;
            return Math.abs(t - attempt.t) <= 0.3 ? { ...attempt, t } : attempt;
          },
        );
        return [id, { ...state, ...(attempts !== undefined && { attempts }) }];
      }),
    );
  }

  #requests(expected: readonly Readonly<Record<string, unknown>>[]): unknown[] {
    const written = this.#schedulers.flatMap((scheduler) => scheduler.takeRequests());
    return written
      .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
      .map((request, index) =>
        expected[index]?.['body'] === undefined ? shortRequest(request) : this.#wireRequest(request),
      );
  }

  /** The recordings took bodies from the audit log, which shows DeleteOptions in their internal version. */
  #wireRequest({ verb, resource, name, code, body }: WrittenRequest): unknown {
    const sent = verb === 'delete' ? { ...(body as object), apiVersion: 'meta.k8s.io/__internal' } : body;
    const text = this.#view.normalise(JSON.stringify(sent)).replace(/"\d{4}-\d\d-\d\dT[^"]*"/g, '"<time>"');
    return { verb, resource, name, code, body: JSON.parse(text) as unknown };
  }

  #holder(identity: string): string {
    const found = this.#schedulers.find((scheduler) => scheduler.identity === identity);
    return found === undefined ? identity : `<host>_<uuid:${found.id}>`;
  }

  #withHolder(event: Readonly<Record<string, unknown>>): unknown {
    const [identity = '', ...rest] = String(event['note']).split(' ');
    return { ...event, note: [this.#holder(identity), ...rest].join(' ') };
  }
}

/** The parts of a request that the recordings tell where it is not about the wire. */
function shortRequest({ verb, resource, name, code, body }: WrittenRequest): unknown {
  const { target, status } = (body ?? {}) as {
    target?: { name?: string };
    status?: { conditions?: { type: string; status?: string }[]; nominatedNodeName?: string | null };
  };
  const conditions = status?.conditions ?? [];
  const sets = conditions.filter((condition) => condition.status !== undefined);
  const changes = conditions.filter((condition) => condition.status === undefined);
  return {
    verb,
    resource,
    name,
    code,
    ...(target?.name !== undefined && code < 300 && { node: target.name }),
    ...(sets.length > 0 && { sets: sets.map((condition) => `${condition.type}=${condition.status}`) }),
    ...(changes.length > 0 && { changes: changes.map(({ type }) => type) }),
    ...(status?.nominatedNodeName !== undefined && { nominatedNodeName: status.nominatedNodeName }),
  };
}

/** Events are compared as a multiset. */
function sorted(events: readonly unknown[]): unknown[] {
  const text = (event: unknown): string => JSON.stringify(event, Object.keys(event as object).toSorted());
  return events.toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
}
