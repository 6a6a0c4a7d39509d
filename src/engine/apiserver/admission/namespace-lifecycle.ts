import { failure, forbiddenError, notFoundError } from '../../api/status-error.ts';
import type { Namespace } from '../../api/types.ts';
import type { AdmissionPlugin } from './admission.ts';

const immortal = new Set(['default', 'kube-system', 'kube-public']);
const namespacesResource = { group: '', resource: 'namespaces' };
const accessReviews = new Set(['localsubjectaccessreviews.authorization.k8s.io']);

/**
 * Nothing is created in a namespace that is not there or is going; some namespaces stay.
 * Models plugin/namespace/lifecycle (v1.36).
 */
export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  admit({ server, operation, resource, namespace, name }) {
    if (resource.groupResource === 'namespaces') {
      if (operation === 'DELETE' && immortal.has(name))
        throw forbiddenError(resource, name, 'this namespace may not be deleted');
      return;
    }
    if (namespace === '' || operation === 'DELETE' || accessReviews.has(resource.groupResource)) return;
    const found: Namespace | undefined = server.storage.get('namespaces', '', namespace);
    if (found === undefined) throw notFoundError(namespacesResource, namespace);
    if (operation !== 'CREATE' || found.status?.phase !== 'Terminating') return;
    const problem = `unable to create new content in namespace ${namespace} because it is being terminated`;
    const { status } = forbiddenError(resource, name, problem);
    throw failure(403, 'Forbidden', status.message ?? '', {
      ...status.details,
      causes: [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    });
  },
};
