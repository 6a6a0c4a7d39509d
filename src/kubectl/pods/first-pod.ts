import { type Pod, resourcePath } from '../../engine/index.ts';
import { pods } from '../api/known-resources.ts';
import { listAt, textAt } from '../api/object.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';
import { goSort } from '../go/sort.ts';
import type { PodOrder } from './pod-order.ts';

/** The first of the pods that a selector names, waiting for one to come. Models polymorphichelpers.GetFirstPod (v1.36). */
export async function firstPod(
  context: Context,
  namespace: string,
  labelSelector: string,
  order: PodOrder,
): Promise<{ pod: Pod; all: Pod[] }> {
  const path = resourcePath(pods, { namespace });
  const list = await context.client.request('GET', path, { query: { labelSelector } });
  const found = goSort(listAt(list, 'items') as Pod[], order);
  const [first] = found;
  if (first !== undefined) return { pod: first, all: found };
  const timeoutMs = context.flags.duration('pod-running-timeout');
  let pod: Pod | undefined;
  await context.client.watch(
    path,
    { labelSelector, resourceVersion: textAt(list, 'metadata', 'resourceVersion') },
    (event) => {
      if (event.type !== 'ADDED' && event.type !== 'MODIFIED') return false;
      pod = event.object as unknown as Pod;
      return true;
    },
    { timeoutMs },
  );
  if (pod === undefined) throw new CommandError('timed out waiting for the condition');
  return { pod, all: [pod] };
}
