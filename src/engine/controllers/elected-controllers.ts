import { LeaderElector } from '../client/leader-election.ts';
import type { Controller } from './controller.ts';
import {
  controllerManagerUser,
  startControllers,
  type ControllerManagerOptions,
} from './controller-manager.ts';

/** kube-controller-manager's flags --leader-elect-… as they are where nobody sets them. */
const lock = { namespace: 'kube-system', name: 'kube-controller-manager' };
const leaseDurationMs = 15_000;
const renewDeadlineMs = 10_000;
const retryPeriodMs = 2000;

export interface ElectedControllersOptions extends ControllerManagerOptions {
  /** `HOSTNAME_UUID`: who stands in the Lease. */
  readonly identity: string;
  /** The Lease was lost, which ends the program. */
  readonly onLost: () => void;
}

export interface ElectedControllers extends Controller {
  /** It is gone without a word, and its Lease runs out. */
  kill(): void;
}

/** The controllers, for as long as this candidate holds the Lease. Models cmd/kube-controller-manager/app (v1.36). */
export function startElectedControllers(options: ElectedControllersOptions): ElectedControllers {
  const { sim, handler, clients, identity, onLost } = options;
  let controllers: Controller | undefined;
  const stopControllers = (): void => {
    controllers?.stop();
    controllers = undefined;
  };
  const elector = new LeaderElector({
    sim,
    client: clients.clientFor(handler, controllerManagerUser, 'kube-controller-manager/leader-election'),
    lock,
    identity,
    leaseDurationMs,
    renewDeadlineMs,
    retryPeriodMs,
    onStartedLeading: () => {
      controllers = startControllers(options);
    },
    onStoppedLeading: () => {
      stopControllers();
      onLost();
    },
  });
  elector.start();
  return {
    stop: () => {
      stopControllers();
      elector.stop();
    },
    kill: () => {
      stopControllers();
      elector.kill();
    },
  };
}
