import type { ApiHandler } from './api/http.ts';
import { httpClients } from './client/http-client.ts';
import { startControllers } from './controllers/controller-manager.ts';
import { startScheduler, type RunningScheduler } from './scheduler/start-scheduler.ts';
import type { Simulation } from './sim/simulation.ts';
import type { TraceSink } from './sim/trace.ts';

const configFile = '/config.yaml';

/** Controllers and schedulers that run on no machine of the cluster, as where somebody hosts the control plane. */
export class HostedControlPlane {
  readonly #sim: Simulation;
  readonly #handler: ApiHandler;
  readonly #trace: TraceSink;
  readonly #schedulers = new Map<string, RunningScheduler>();

  constructor(sim: Simulation, handler: ApiHandler, trace: TraceSink) {
    this.#sim = sim;
    this.#handler = handler;
    this.#trace = trace;
  }

  /** Without a `clusterCidr` nodes get no ranges for their pods. */
  startControllers(rootCa: string, clusterCidr: string | undefined): void {
    const [sim, handler, trace] = [this.#sim, this.#handler, this.#trace];
    startControllers({ sim, handler, trace, clients: httpClients, rootCa, clusterCidr });
  }

  /** A kube-scheduler begins to serve pods of that `schedulerName`. */
  startScheduler(name: string): void {
    if (this.#schedulers.has(name)) return;
    const user = { name: 'system:kube-scheduler', groups: ['system:masters', 'system:authenticated'] };
    const scheduler = startScheduler({
      sim: this.#sim,
      client: httpClients.clientFor(this.#handler, user, 'kube-scheduler/v1.36.3 (linux/amd64)'),
      argv: [`--config=${configFile}`],
      surroundings: {
        readFile: (path) => (path === configFile ? schedulerConfig(name) : 'apiVersion: v1\nkind: Config\n'),
        inCluster: true,
      },
      hostname: `${name}-host`,
      trace: this.#trace,
    });
    this.#schedulers.set(name, scheduler);
  }

  stopScheduler(name: string): void {
    this.#schedulers.get(name)?.stop();
    this.#schedulers.delete(name);
  }
}

function schedulerConfig(name: string): string {
  return `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
leaderElection:
  leaderElect: false
profiles:
- schedulerName: ${name}
`;
}
