import { resources } from '../../engine/index.ts';

/** Resources that kubectl asks for by itself, without discovery. */
export const {
  configMaps,
  controllerRevisions,
  coreEvents,
  cronJobs,
  daemonSets,
  deployments,
  endpointSlices,
  jobs,
  leases,
  namespaces,
  nodes,
  podDisruptionBudgets,
  pods,
  priorityClasses,
  replicaSets,
  resourceQuotas,
  secrets,
  serviceAccounts,
  services,
} = resources;
