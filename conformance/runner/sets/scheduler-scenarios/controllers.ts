import type { ApiHandler } from '../../../../src/engine/api/http.ts';
import { httpClients } from '../../../../src/engine/client/http-client.ts';
import { Informers } from '../../../../src/engine/client/informers.ts';
import { startNodeLifecycleController } from '../../../../src/engine/controllers/node-lifecycle/node-lifecycle-controller.ts';
import { startTaintEvictionController } from '../../../../src/engine/controllers/taint-eviction/taint-eviction-controller.ts';
import type { Simulation } from '../../../../src/engine/sim/simulation.ts';
import { noTrace } from '../../../../src/engine/sim/trace.ts';

const starters = {
  'node-lifecycle-controller': startNodeLifecycleController,
  'taint-eviction-controller': startTaintEvictionController,
} as const;

/** Runs just these controllers beside the schedulers. */
export function startControllersOf(names: readonly string[], sim: Simulation, server: ApiHandler): void {
  if (names.length === 0) return;
  const clientFor = (name: string) =>
    httpClients.clientFor(
      server,
      {
        name: `system:serviceaccount:kube-system:${name}`,
        groups: ['system:masters', 'system:authenticated'],
      },
      'kube-controller-manager',
    );
  const informers = new Informers(sim, clientFor('shared-informers'));
  for (const name of names) {
    const start = starters[name as keyof typeof starters];
    if (start === undefined) throw new Error(`no controller ${name}`);
    start({ sim, trace: noTrace, informers, clientFor });
  }
  informers.start();
}
