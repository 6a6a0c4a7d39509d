import { namespaces, serviceAccounts } from '../../api/resources.ts';
import { isReason, StatusError } from '../../api/status-error.ts';
import {
  isNamespaceTerminating,
  makeRuntime,
  type Controller,
  type ControllerContext,
} from '../controller.ts';

const name = 'default';

/** Gives every namespace its ServiceAccount `default`. Models pkg/controller/serviceaccount (v1.36). */
export function startServiceAccountController(context: ControllerContext): Controller {
  const all = context.informers.of(namespaces);
  const accounts = context.informers.of(serviceAccounts);
  const sync = (namespace: string): void => {
    if (all.lister.get(namespace)?.status?.phase !== 'Active') return;
    if (accounts.lister.get(`${namespace}/${name}`) !== undefined) return;
    try {
      runtime.client.create(serviceAccounts, {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name, namespace },
      });
    } catch (error) {
      if (isReason(error, 'AlreadyExists')) return;
      if (!(error instanceof StatusError && isNamespaceTerminating(error))) throw error;
    }
  };
  const runtime = makeRuntime(context, { name: 'service-account-controller', needs: [all, accounts], sync });
  all.addHandler({ onAdd: runtime.enqueue, onUpdate: (_, namespace) => runtime.enqueue(namespace) });
  accounts.addHandler({
    onDelete: ({ metadata }) => {
      if (metadata.name === name) runtime.queue.add(metadata.namespace ?? '');
    },
  });
  return runtime;
}
