import { controllerOf } from '../api/owner.ts';
import type { KubeObject } from '../api/types.ts';
import type { Informer } from '../client/informer.ts';

const byNamespace = 'namespace';
const byController = 'controller';
const orphans = 'orphans in ';

/** Lets `inNamespace` find what an informer knows of one namespace. */
export function indexByNamespace<T extends KubeObject>(informer: Informer<T>): void {
  informer.addIndex(byNamespace, ({ metadata }) => [metadata.namespace ?? '']);
}

export function inNamespace<T extends KubeObject>(informer: Informer<T>, namespace: string): Iterable<T> {
  return informer.lister.byIndex(byNamespace, namespace);
}

/** Lets `ownedOrOrphaned` find the candidates of an owner. Models controller.AddPodControllerIndexer (v1.36). */
export function indexByController<T extends KubeObject>(informer: Informer<T>): void {
  informer.addIndex(byController, (object) => {
    const controller = controllerOf(object);
    return [controller === undefined ? orphans + (object.metadata.namespace ?? '') : controller.uid];
  });
}

/** Those that the owner with this uid controls. */
export function ownedBy<T extends KubeObject>(informer: Informer<T>, uid: string | undefined): Iterable<T> {
  return informer.lister.byIndex(byController, uid ?? '');
}

/** Those that `owner` controls, and those in its namespace that nobody controls. */
export function ownedOrOrphaned<T extends KubeObject>(informer: Informer<T>, owner: KubeObject): T[] {
  const { uid, namespace } = owner.metadata;
  return [...ownedBy(informer, uid), ...orphansIn(informer, namespace)];
}

function orphansIn<T extends KubeObject>(informer: Informer<T>, namespace: string | undefined): Iterable<T> {
  return informer.lister.byIndex(byController, orphans + (namespace ?? ''));
}
