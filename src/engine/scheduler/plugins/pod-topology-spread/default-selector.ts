import {
  matchesLabels,
  selectorFrom,
  selectorFromMap,
  type Labels,
  type Selector,
} from '../../../api/labels.ts';
import { setOwn } from '../../../sim/plain.ts';
import type { LabelSelector, Pod } from '../../../api/types.ts';
import type { Listers } from '../../framework/handle.ts';

/**
 * What a pod without constraints of its own is spread by: the selectors of the services that select
 * it and of the controller that owns it, together. Models helper.DefaultSelector (v1.36).
 */
export function defaultSelector(pod: Pod, listers: Listers): Selector {
  const namespace = pod.metadata.namespace ?? '';
  const merged: Record<string, string> = {};
  const merge = (labels: Labels | undefined): void => {
    for (const key of Object.keys(labels ?? {})) setOwn(merged, key, labels?.[key]);
  };
  for (const service of listers.services.values()) {
    const selector = service.spec?.selector;
    if (!selector || (service.metadata.namespace ?? '') !== namespace) continue;
    if (matchesLabels(selectorFromMap(selector), pod.metadata.labels)) merge(selector);
  }
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner === undefined) return selectorFromMap(merged);
  const key = `${namespace}/${owner.name}`;
  switch (`${owner.apiVersion}/${owner.kind}`) {
    case 'v1/ReplicationController':
      merge(listers.replicationControllers.get(key)?.spec.selector);
      return selectorFromMap(merged);
    case 'apps/v1/ReplicaSet':
      return and(selectorFromMap(merged), listers.replicaSets.get(key)?.spec.selector);
    case 'apps/v1/StatefulSet':
      return and(selectorFromMap(merged), listers.statefulSets.get(key)?.spec.selector);
    default:
      return selectorFromMap(merged);
  }
}

function and(selector: Selector, other: LabelSelector | undefined): Selector {
  const more = selectorFrom(other);
  return { nothing: false, requirements: [...selector.requirements, ...more.requirements] };
}
