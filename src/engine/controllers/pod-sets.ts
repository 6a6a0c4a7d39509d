import type { Selector } from '../api/labels.ts';
import { isPodReady } from '../api/pod-status.ts';
import type { KubeObject, Pod } from '../api/types.ts';
import type { Informer } from '../client/informer.ts';
import { objectKey } from '../client/store.ts';
import type { ControllerRuntime } from './controller.ts';
import type { Expectations } from './expectations.ts';
import { followOwnedObjects } from './owned-objects.ts';

/** A ReplicaSet, DaemonSet or StatefulSet. */
interface PodSet extends KubeObject {
  readonly spec: { readonly minReadySeconds?: number };
}

export interface PodSets<S extends PodSet> {
  readonly sets: Informer<S>;
  readonly pods: Informer<Pod>;
  readonly selectorOf: (set: S) => Selector;
  readonly runtime: ControllerRuntime;
  /** What was asked for and is to be heard of; absent where nothing is. */
  readonly expectations?: Expectations;
}

/**
 * Wakes sets when they or their pods change, and when a pod that is ready will have been so for
 * `minReadySeconds`.
 */
export function followPodSets<S extends PodSet>(options: PodSets<S>): void {
  const { sets, pods, selectorOf, runtime, expectations } = options;
  const { enqueue, queue } = runtime;
  sets.addHandler({
    onAdd: enqueue,
    onUpdate: (old, set) => {
      if (old.metadata.uid !== set.metadata.uid) expectations?.forget(objectKey(old));
      enqueue(set);
    },
    onDelete: (set) => {
      expectations?.forget(objectKey(set));
      enqueue(set);
    },
  });
  followOwnedObjects<S, Pod>({
    owners: sets,
    objects: pods,
    selectorOf,
    enqueue,
    onCreated: (set) => expectations?.creationObserved(objectKey(set)),
    onGone: (set, pod) => expectations?.deletionObserved(objectKey(set), pod.metadata.uid ?? ''),
    onChanged: (set, old, pod) => {
      const { minReadySeconds = 0 } = set.spec;
      if (minReadySeconds > 0 && !isPodReady(old) && isPodReady(pod)) {
        queue.addAfter(objectKey(set), (minReadySeconds + 1) * 1000);
      }
    },
  });
}
