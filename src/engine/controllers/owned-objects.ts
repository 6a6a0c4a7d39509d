import { matchesLabels, type Selector } from '../api/labels.ts';
import { controllerOf } from '../api/owner.ts';
import type { KubeObject, OwnerReference } from '../api/types.ts';
import type { Informer } from '../client/informer.ts';
import { deepEqual } from '../sim/plain.ts';
import { inNamespace, indexByNamespace } from './indexes.ts';

export interface OwnedObjects<O extends KubeObject, T extends KubeObject> {
  readonly owners: Informer<O>;
  readonly objects: Informer<T>;
  readonly selectorOf: (owner: O) => Selector;
  /** The owner should be looked at again. */
  readonly enqueue: (owner: O) => void;
  /** An object that `owner` controls has been heard of for the first time. */
  onCreated?(owner: O, object: T): void;
  onChanged?(owner: O, old: T, object: T): void;
  /** An object that `owner` controls is gone or going. */
  onGone?(owner: O, object: T): void;
}

/**
 * Follows the objects that owners control: any change wakes the owner, and an orphan wakes every
 * owner that might adopt it. Models the pod handlers of pkg/controller/replicaset and daemon (v1.36).
 */
export function followOwnedObjects<O extends KubeObject, T extends KubeObject>(
  options: OwnedObjects<O, T>,
): void {
  const { owners, objects, selectorOf, enqueue } = options;
  indexByNamespace(owners);

  const ownerBy = (reference: OwnerReference | undefined, namespace: string | undefined): O | undefined => {
    if (reference === undefined || reference.kind !== owners.resource.kind) return undefined;
    const owner = owners.lister.get(`${namespace}/${reference.name}`);
    return owner?.metadata.uid === reference.uid ? owner : undefined;
  };
  const ownerOf = (object: T): O | undefined => ownerBy(controllerOf(object), object.metadata.namespace);

  const wakeAdopters = (object: T): void => {
    if (object.metadata.labels === undefined) return;
    for (const owner of inNamespace(owners, object.metadata.namespace ?? '')) {
      const selector = selectorOf(owner);
      if (selector.requirements.length > 0 && matchesLabels(selector, object.metadata.labels)) enqueue(owner);
    }
  };
  const gone = (object: T): void => {
    const owner = ownerOf(object);
    if (owner === undefined) return;
    options.onGone?.(owner, object);
    enqueue(owner);
  };

  objects.addHandler({
    onAdd: (object) => {
      if (object.metadata.deletionTimestamp) {
        gone(object);
        return;
      }
      if (controllerOf(object) === undefined) {
        wakeAdopters(object);
        return;
      }
      const owner = ownerOf(object);
      if (owner === undefined) return;
      options.onCreated?.(owner, object);
      enqueue(owner);
    },
    onUpdate: (old, object) => {
      if (old.metadata.resourceVersion === object.metadata.resourceVersion) return;
      if (object.metadata.deletionTimestamp) {
        gone(object);
        return;
      }
      const controller = controllerOf(object);
      const controllerChanged = controllerOf(old)?.uid !== controller?.uid;
      if (controllerChanged) {
        const oldOwner = ownerOf(old);
        if (oldOwner !== undefined) enqueue(oldOwner);
      }
      if (controller === undefined) {
        if (controllerChanged || !deepEqual(old.metadata.labels, object.metadata.labels))
          wakeAdopters(object);
        return;
      }
      const owner = ownerOf(object);
      if (owner === undefined) return;
      options.onChanged?.(owner, old, object);
      enqueue(owner);
    },
    onDelete: gone,
  });
}
