import type { UserInfo } from '../../../../src/engine/api/http.ts';
import { ApiServer } from '../../../../src/engine/apiserver/api-server.ts';
import { httpClients } from '../../../../src/engine/client/http-client.ts';
import type { LogLine } from '../../../../src/engine/api/klog.ts';
import { startScheduler, type RunningScheduler } from '../../../../src/engine/scheduler/start-scheduler.ts';
import { Simulation } from '../../../../src/engine/sim/simulation.ts';
import { ClusterView } from './cluster-view.ts';

/** A scheduler of its own whose service account nobody gave any rights. */
const secondSchedulerFile = (leaderElect: boolean): string => `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
clientConnection:
  kubeconfig: /etc/kubernetes/scheduler.conf
profiles:
- schedulerName: my-scheduler
leaderElection:
  leaderElect: ${leaderElect}
`;
const withoutRights: UserInfo = {
  name: 'system:serviceaccount:kube-system:my-scheduler',
  groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
};

/** A recorded log: what a kube-scheduler said at each step. */
export interface LogCase {
  readonly name: string;
  readonly flags: readonly string[];
  readonly steps: readonly {
    readonly step: string;
    readonly scheduler?: string;
    readonly lines: readonly (readonly [level: string, source: string, message: string])[];
  }[];
}

const startMs = Date.UTC(2026, 0, 5, 10);
/** Each step had that long before the next. */
const stepMs = 8_000;
/** The end of one is over before another notices. */
const endMs = 50;
const usualFlags = [
  '--authentication-kubeconfig=/etc/kubernetes/scheduler.conf',
  '--authorization-kubeconfig=/etc/kubernetes/scheduler.conf',
  '--bind-address=127.0.0.1',
  '--kubeconfig=/etc/kubernetes/scheduler.conf',
];

/**
 * Plays what the steps of a log say in words; one line for each log line that is too much or missing.
 * `alreadyTold` is what earlier cases of the file have said for those that follow.
 */
export function playLog(recorded: LogCase, alreadyTold: Set<string>): string[] {
  return new LogPlayer(recorded).play(alreadyTold);
}

class LogPlayer {
  readonly #case: LogCase;
  readonly #sim = new Simulation({ seed: 'logs', startMs });
  readonly #server = new ApiServer({
    sim: this.#sim,
    disabledAdmissionPlugins: ['TaintNodesByCondition', 'ServiceAccount'],
  });
  readonly #view = new ClusterView(this.#server);
  readonly #running = new Map<string, RunningScheduler>();
  #lines: string[] = [];

  constructor(recorded: LogCase) {
    this.#case = recorded;
  }

  play(alreadyTold: Set<string>): string[] {
    // Where no pod is to be placed there were no nodes either.
    if (this.#case.steps.some(({ step }) => step.startsWith('a pod that fits'))) {
      this.#node('node01');
      this.#node('node02', [{ key: 'k', value: 'v', effect: 'NoSchedule' }]);
    }
    this.#post('/apis/scheduling.k8s.io/v1/priorityclasses', {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'vip' },
      value: 1000,
    });
    return this.#case.steps.flatMap(({ step, lines }) => {
      this.#lines = [];
      const understood = this.#enact(step);
      if (!understood) return [`step "${step}" is not understood`];
      const lastsMs = step.includes('SIGTERM') ? endMs : stepMs;
      this.#sim.advance(this.#sim.nowMs + lastsMs);
      // Of lines that repeat while it waits for rights only the first are told.
      const told = saysOnce(step) ? [...new Set(this.#lines)] : this.#lines;
      return compareLines(step, lines, told, saysOnce(step) ? alreadyTold : new Set());
    });
  }

  #enact(step: string): boolean {
    const name = /^[ab](?= )/.exec(step)?.[0] ?? 'a';
    if (/^(?:[ab] )?starts?\b/.test(step)) this.#start(name);
    else if (step.includes('SIGTERM')) this.#running.get(name)?.stop();
    else if (step.startsWith('a pod that fits')) this.#pod('web');
    else if (step.startsWith('a pod that does not fit')) this.#pod('big');
    else if (step.startsWith('default/web is deleted'))
      this.#view.send('DELETE', '/api/v1/namespaces/default/pods/web');
    else if (step.startsWith('preemption')) this.#pod('vip', { priorityClassName: 'vip' });
    else if (step === 'a pod of another scheduler') this.#pod('other', { schedulerName: 'other' });
    else if (step === 'b takes over') return true;
    else if (step.startsWith('the Lease is taken')) this.#stealLease();
    else return false;
    return true;
  }

  #start(name: string): void {
    const { name: title, flags } = this.#case;
    const isOwn = flags.some((flag) => flag.startsWith('--kubeconfig='));
    const isElected = title.endsWith('with leader election');
    const hasFile = flags.some((flag) => flag.startsWith('--config='));
    const given = hasFile ? [...usualFlags.slice(0, 3), ...flags] : isOwn ? flags : [...usualFlags, ...flags];
    const started = startScheduler({
      sim: this.#sim,
      client: httpClients.clientFor(
        this.#server,
        hasFile ? withoutRights : { name: 'system:kube-scheduler', groups: ['system:authenticated'] },
        'kube-scheduler',
      ),
      argv: given,
      surroundings: {
        readFile: (path) => (path.endsWith('.yaml') ? secondSchedulerFile(isElected) : ''),
        inCluster: true,
      },
      hostname: '<host>',
      // Each has a machine of its own, where a stranger may be.
      openPorts: new Set(title.includes('port already in use') ? ['10259'] : []),
      log: (line) => this.#note(line),
    });
    this.#running.set(name, started);
  }

  #note({ level, source, message }: LogLine): void {
    const plain = message
      .replaceAll(/@\d{10}/g, '@<unix>')
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC/g, '<time>')
      .replaceAll(/reflector="[^"]*"/g, 'reflector="<callsite>"')
      .replace(/ duration="[^"]*"/, ' duration="<duration>"')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>');
    this.#lines.push(`${level} ${source}] ${plain}`);
  }

  #stealLease(): void {
    const path = '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-scheduler';
    const spec = {
      holderIdentity: 'thief',
      renewTime: '2099-01-01T00:00:00.000000Z',
      leaseDurationSeconds: 3600,
    };
    this.#view.send('PATCH', path, { spec }, 'application/merge-patch+json');
  }

  #node(name: string, taints?: object[]): void {
    const allocatable = { cpu: '2', memory: '4Gi', pods: '110' };
    this.#post('/api/v1/nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name },
      spec: { ...(taints !== undefined && { taints }) },
      status: { capacity: allocatable, allocatable },
    });
  }

  #pod(name: string, spec: object = {}): void {
    const container = { name: 'c', image: 'nginx', resources: { requests: { cpu: '1500m' } } };
    this.#post('/api/v1/namespaces/default/pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: { containers: [container], terminationGracePeriodSeconds: 0, ...spec },
    });
  }

  #post(path: string, body: object): void {
    const { status, body: answer } = this.#view.send('POST', path, body);
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
  }
}

/**
 * Lines of goroutines that stop together with the process. How many of them still get to the log before
 * it is gone is chance: the recording may lack some.
 */
const lastWords =
  /^I (reflector\.go:434|tlsconfig\.go:258|configmap_cafile_content\.go:226|requestheader_controller\.go:194)\]/;

/**
 * Lines that come again on each try, and on each piece that a certificate is made up of. How often
 * they come in a step depends on jitter, and on which piece is there first.
 */
const retries = /^I (leaderelection\.go:(267|481)|tlsconfig\.go:(181|203))\]/;

/** As multisets: lines of different goroutines may change places. */
function compareLines(
  step: string,
  recorded: LogCase['steps'][number]['lines'],
  got: readonly string[],
  alreadyTold: Set<string>,
): string[] {
  const expected = recorded.map(([level, source, message]) => `${level} ${source}] ${message}`);
  const hasFlags = recorded.some(([, source]) => source === 'flags.go:64');
  const left = got.filter((line) => hasFlags || !line.includes('flags.go:64]'));
  const missing = expected.filter((line) => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  const ends = step.includes('exit code');
  const mayRepeat = new Set(expected.filter((line) => retries.test(line)));
  const tooMuch = left.filter(
    (line) => !mayRepeat.has(line) && !alreadyTold.has(line) && !(ends && lastWords.test(line)),
  );
  // In the cases without rights, what one of them has said is not said again by the next.
  if (saysOnce(step)) for (const line of expected) alreadyTold.add(line);
  return [
    ...missing.map((line) => `${step}: expected ${line}`),
    ...tooMuch.map((line) => `${step}: not expected ${line}`),
  ];
}

function saysOnce(step: string): boolean {
  return step.includes('the lines repeat');
}
