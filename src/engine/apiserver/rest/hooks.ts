import { forbiddenError } from '../../api/status-error.ts';
import type { KubeObject } from '../../api/types.ts';
import type { ServedResource } from '../registry/resource-registry.ts';
import { serviceHooks } from '../service-allocators.ts';
import type { DeleteResult } from './delete.ts';
import { namespaceHooks } from './namespace-hooks.ts';
import type { Scope } from './scope.ts';

/**
 * What a kind does in the store beyond its strategy: where writing one object takes something that
 * others share. Models registry.Store's BeginCreate and BeginUpdate (v1.36).
 */
export interface StoreHooks {
  /** Before a draft is prepared and validated, dry runs included. */
  beginCreate?(scope: Scope, draft: KubeObject): void;
  /** Once a draft is prepared, before it is validated: from here on it is only read. */
  completeCreate?(scope: Scope, draft: KubeObject): void;
  beginUpdate?(scope: Scope, draft: KubeObject, old: KubeObject): void;
  /** After a write; `old` is absent for a new object. */
  afterWrite?(scope: Scope, stored: KubeObject, old: KubeObject | undefined): void;
  afterDelete?(scope: Scope, last: KubeObject): void;
  /** Takes a deletion over, where the kind has its own way to go. */
  interceptDelete?(scope: Scope, current: KubeObject): DeleteResult | undefined;
  /** False while an object whose finalizers are gone must stay nevertheless. */
  mayFinish?(next: KubeObject): boolean;
}

const none: StoreHooks = {};

const hooks: Readonly<Record<string, StoreHooks>> = {
  namespaces: namespaceHooks,
  pods: {
    completeCreate({ server, dryRun }, draft) {
      // What a dry run makes is not frozen.
      if (!dryRun) server.podTwins.share(draft);
    },
  },
  'priorityclasses.scheduling.k8s.io': {
    interceptDelete({ resource }, { metadata }) {
      if (!metadata.name.startsWith('system-')) return undefined;
      throw forbiddenError(resource, metadata.name, 'this is a system priority class and cannot be deleted');
    },
  },
  services: serviceHooks,
};

export function hooksOf(resource: ServedResource): StoreHooks {
  return hooks[resource.groupResource] ?? none;
}
