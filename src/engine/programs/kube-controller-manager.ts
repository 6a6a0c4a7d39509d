import { startControllers } from '../controllers/controller-manager.ts';
import { flagValue } from './flag-value.ts';
import type { Program } from './program.ts';

/**
 * The controllers, while this program runs.
 *
 * Simplified: there is no leader election; a second one would work as well.
 */
export const kubeControllerManager: Program = ({ sim, args, readFile, log, connection, trace }) => {
  const rootCaFile = flagValue(args, 'root-ca-file') ?? '/etc/kubernetes/pki/ca.crt';
  const allocates = flagValue(args, 'allocate-node-cidrs') === 'true';
  const clusterCidr = allocates ? flagValue(args, 'cluster-cidr') : undefined;
  log('Serving securely on 127.0.0.1:10257', 'stderr');
  const controllers = startControllers({
    sim,
    trace,
    handler: connection.handler,
    clients: connection.clients,
    rootCa: readFile(rootCaFile) ?? '',
    ...(clusterCidr !== undefined && { clusterCidr }),
  });
  const listens = (port: number): boolean => port === 10257;
  return { stop: () => controllers.stop(), listens, http: (port) => (listens(port) ? 200 : undefined) };
};
