import type { Pod } from '../api/types.ts';
import type { Informer } from '../client/informer.ts';

const byNode = 'node';

/** Lets `podsOnNode` find the pods of one node. */
export function indexPodsByNode(informer: Informer<Pod>): void {
  informer.addIndex(byNode, ({ spec }) => (spec.nodeName ? [spec.nodeName] : []));
}

export function podsOnNode(informer: Informer<Pod>, name: string): Iterable<Pod> {
  return informer.lister.byIndex(byNode, name);
}
