import type { Failure } from './cycle-parts.ts';
import { fitErrorMessage } from './framework/fit-error.ts';
import { NodeStatuses } from './framework/node-statuses.ts';
import type { Status } from './framework/status.ts';

/**
 * The failure of a pod whose node was found and then refused, at Reserve, Permit or later. Text and
 * plugins are as if the cluster had that node alone; its nomination is cleared.
 */
export function refusedByOne(status: Status, nodeName: string): Failure {
  const nominatedNodeName = '';
  if (!status.rejected) return { message: status.message, rejected: false, nominatedNodeName };
  const statuses = new NodeStatuses();
  statuses.set(nodeName, status);
  const plugins = new Set(status.plugin === '' ? [] : [status.plugin]);
  const diagnosis = {
    statuses,
    unschedulablePlugins: plugins,
    pendingPlugins: status.code === 'Pending' ? plugins : new Set<string>(),
    preFilterMessage: '',
    postFilterMessage: '',
  };
  return {
    message: fitErrorMessage(diagnosis, 1),
    rejected: true,
    unschedulablePlugins: diagnosis.unschedulablePlugins,
    pendingPlugins: diagnosis.pendingPlugins,
    nominatedNodeName,
  };
}
