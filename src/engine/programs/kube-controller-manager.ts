import { startControllers } from '../controllers/controller-manager.ts';
import { startElectedControllers } from '../controllers/elected-controllers.ts';
import { flagValue } from './flag-value.ts';
import type { Program } from './program.ts';

/** The controllers, while this program runs and, with `--leader-elect`, holds the Lease. */
export const kubeControllerManager: Program = (context) => {
  const { sim, args, config, readFile, log, connection, trace, exit } = context;
  const rootCaFile = flagValue(args, 'root-ca-file') ?? '/etc/kubernetes/pki/ca.crt';
  const allocates = flagValue(args, 'allocate-node-cidrs') === 'true';
  const clusterCidr = allocates ? flagValue(args, 'cluster-cidr') : undefined;
  log('Serving securely on 127.0.0.1:10257', 'stderr');
  const options = {
    sim,
    trace,
    handler: connection.handler,
    clients: connection.clients,
    rootCa: readFile(rootCaFile) ?? '',
    ...(clusterCidr !== undefined && { clusterCidr }),
    ...(context.asInSlides && { daemonPodsNameTheirNode: true }),
  };
  const elects = flagValue(args, 'leader-elect') !== 'false';
  const hostname = config.hostNetwork ? config.machine.name : config.podName;
  const identity = `${hostname}_${sim.random('leader-identity').uuid()}`;
  const elected = elects
    ? startElectedControllers({ ...options, identity, onLost: () => exit(1) })
    : undefined;
  const controllers = elected ?? startControllers(options);
  const listens = (port: number): boolean => port === 10257;
  return {
    stop: () => controllers.stop(),
    ...(elected && { kill: () => elected.kill() }),
    listens,
    http: (port) => (listens(port) ? 200 : undefined),
  };
};
