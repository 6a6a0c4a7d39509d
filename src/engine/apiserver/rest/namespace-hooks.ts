import { formatTime } from '../../api/time.ts';
import type { KubeObject, Namespace } from '../../api/types.ts';
import type { StoreHooks } from './hooks.ts';
import { replaceStored } from './scope.ts';

/**
 * A namespace is first marked as terminating; it goes when the namespace controller has emptied it
 * and taken `kubernetes` from its finalizers. Models pkg/registry/core/namespace/storage (v1.36).
 */
export const namespaceHooks: StoreHooks = {
  interceptDelete(scope, current) {
    const namespace = current as Namespace;
    if (!hasFinalizers(namespace)) return undefined;
    if (namespace.metadata.deletionTimestamp !== undefined) return { object: namespace, deleted: false };
    const marked: Namespace = {
      ...namespace,
      metadata: { ...namespace.metadata, deletionTimestamp: formatTime(scope.nowMs) },
      status: { ...namespace.status, phase: 'Terminating' },
    };
    const object = scope.dryRun ? marked : replaceStored(scope, namespace, marked);
    return { object, deleted: false };
  },
  mayFinish: (next) => !hasFinalizers(next),
};

function hasFinalizers(object: KubeObject): boolean {
  return ((object as Namespace).spec?.finalizers?.length ?? 0) > 0;
}
