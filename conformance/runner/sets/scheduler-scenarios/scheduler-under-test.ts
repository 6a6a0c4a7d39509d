import type { ApiHandler, ApiRequest, UserInfo } from '../../../../src/engine/api/http.ts';
import { httpClients } from '../../../../src/engine/client/http-client.ts';
import { startScheduler, type RunningScheduler } from '../../../../src/engine/scheduler/start-scheduler.ts';
import type { QueueMove, SchedulingAttempt } from '../../../../src/engine/scheduler/trace.ts';
import type { Simulation } from '../../../../src/engine/sim/simulation.ts';
import type { TraceRecord } from '../../../../src/engine/sim/trace.ts';
import type { SchedulerDeclaration, SchedulerState } from './case.ts';

/** What a scheduler wrote, as the recordings tell it. */
export interface WrittenRequest {
  readonly verb: string;
  readonly resource: string;
  readonly name: string;
  readonly code: number;
  readonly body?: unknown;
}

const users: Readonly<Record<'system' | 'custom', UserInfo>> = {
  system: { name: 'system:kube-scheduler', groups: ['system:authenticated'] },
  custom: {
    name: 'system:serviceaccount:kube-system:my-scheduler',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
  },
};

const verbs: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** One scheduler of a scenario, and what it did since it was last asked. */
export class SchedulerUnderTest {
  readonly id: string;
  readonly #sim: Simulation;
  readonly #server: ApiHandler;
  readonly #declaration: SchedulerDeclaration;
  readonly #originMs: () => number | undefined;
  #running: RunningScheduler | undefined;
  #exitCode: number | undefined;
  #attempts: unknown[] = [];
  #moves: { pod: string; event: string; stays?: string }[] = [];
  #requests: WrittenRequest[] = [];
  /** The identity with which it stands in Leases. */
  identity: string | undefined;
  /** How many attempts it made in all. */
  attemptCount = 0;

  /** `originMs` is the time from which attempts are counted; undefined where they carry none. */
  constructor(
    sim: Simulation,
    server: ApiHandler,
    declaration: SchedulerDeclaration,
    originMs: () => number | undefined,
  ) {
    this.#sim = sim;
    this.#server = server;
    this.#declaration = declaration;
    this.#originMs = originMs;
    this.id = declaration.id;
  }

  get runs(): boolean {
    return this.#running !== undefined;
  }

  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  /** Whether a pod is about to be tried. */
  get busy(): boolean {
    const { active = 0, backoff = 0 } = this.#running?.pendingPods ?? {};
    return active + backoff > 0;
  }

  start(): void {
    const { config, flags = ['--leader-elect=false'], user } = this.#declaration;
    const files = new Map([['scheduler.conf', '']]);
    const argv = ['--kubeconfig=scheduler.conf', ...flags];
    if (config !== undefined) {
      files.set('config.yaml', JSON.stringify(config));
      argv.push('--config=config.yaml', '--master=https://127.0.0.1:6443');
    }
    this.#exitCode = undefined;
    this.#running = startScheduler({
      sim: this.#sim,
      client: httpClients.clientFor(this.#recorder(), users[user ?? 'system'], 'kube-scheduler'),
      argv,
      surroundings: { readFile: (path) => files.get(path), inCluster: false },
      hostname: '<host>',
      trace: { wanted: () => true, write: (record) => this.#note(record) },
      onExit: (code) => {
        this.#exitCode = code;
        this.#running = undefined;
      },
    });
  }

  stop(): void {
    this.#running?.stop();
  }

  /** What it did since the last call. */
  takeState(): SchedulerState {
    const attempts = this.#attempts;
    const moves = this.#moves.toSorted((a, b) => (a.pod < b.pod ? -1 : a.pod > b.pod ? 1 : 0));
    this.#attempts = [];
    this.#moves = [];
    return {
      running: this.runs,
      ...(attempts.length > 0 && { attempts }),
      ...(moves.length > 0 && { moves }),
      ...(this.#running !== undefined && { queue: this.#running.pendingPods }),
    };
  }

  takeRequests(): WrittenRequest[] {
    const requests = this.#requests;
    this.#requests = [];
    return requests;
  }

  #note(record: TraceRecord): void {
    if (record.kind === 'scheduling-attempt') {
      const { namespace, pod, atMs } = record as SchedulingAttempt;
      const name = `${namespace}/${pod}`;
      const originMs = this.#originMs();
      this.attemptCount++;
      this.#attempts.push(originMs === undefined ? name : { pod: name, t: (atMs - originMs) / 1000 });
    } else if (record.kind === 'queue-move') {
      const { from, to, namespace, pod, event } = record as QueueMove;
      if (from !== 'unschedulablePods' && from !== 'gated') return;
      if (to === undefined || to === 'unschedulablePods') return;
      this.#moves.push({ pod: `${namespace}/${pod}`, event, ...(to === 'gated' && { stays: 'gated' }) });
    }
  }

  #recorder(): ApiHandler {
    return {
      handle: (request) => {
        const response = this.#server.handle(request);
        const verb = verbs[request.method];
        if (verb !== undefined) this.#write(verb, request, response.status);
        return response;
      },
    };
  }

  #write(verb: string, request: ApiRequest, code: number): void {
    const [, namespace = '', resource = '', name = '', subresource] =
      /(?:namespaces\/([^/]+)\/)?([a-z]+)(?:\/([^/?]+))?(?:\/([a-z]+))?$/.exec(request.path) ?? [];
    if (resource === 'leases') {
      const { spec } = request.body as { spec?: { holderIdentity?: string } };
      if (spec?.holderIdentity) this.identity = spec.holderIdentity;
      return;
    }
    if (resource === 'events') return;
    this.#requests.push({
      verb,
      resource: subresource === undefined ? resource : `${resource}/${subresource}`,
      name: namespace === '' ? name : `${namespace}/${name}`,
      code,
      body: request.body,
    });
  }
}
