import type { MachineContainers, ServiceProblem, Services } from '../engine/index.ts';
import type { Operation } from './protocol.ts';
import type { OperationResult } from './recorded-cluster.ts';

/** A machine's services for a shell: reads go straight through, changes are operations. */
export function recordedServices(
  machine: string,
  services: () => Services | undefined,
  perform: (operation: Operation) => OperationResult,
): Services {
  return {
    status: (name) => services()?.status(name),
    names: () => services()?.names() ?? [],
    get journal() {
      return services()?.journal ?? noJournal;
    },
    act: (verb, unit) =>
      perform({ type: 'service', machine, verb, unit }).problem as ServiceProblem | undefined,
  };
}

/** Of a machine that is gone. */
const noJournal: Services['journal'] = { lines: [], follow: () => () => undefined };

/** A machine's containers for a shell: reads go straight through, changes are operations. */
export function recordedContainers(
  machine: string,
  containers: () => MachineContainers | undefined,
  perform: (operation: Operation) => OperationResult,
): MachineContainers {
  return {
    get unavailableSinceMs() {
      return containers()?.unavailableSinceMs;
    },
    view: () => containers()?.view() ?? { sandboxes: [], containers: [], images: [] },
    act: (verb, id) => perform({ type: 'runtime', machine, verb, id }).problem,
  };
}
