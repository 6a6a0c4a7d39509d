import { type Pod, resourcePath } from '../../engine/index.ts';
import { pods } from '../api/known-resources.ts';
import { listAt, nameOf, namespaceOf, type AnyObject } from '../api/object.ts';
import { ResourceSet } from '../api/resource-set.ts';
import { podSelector } from '../commands/logs.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';
import { firstPod } from './first-pod.ts';
import { byActivity } from './pod-order.ts';

/** The object that a word names (a bare one a pod), and the pod that stands for it. Models polymorphichelpers.attachablePodForObject (v1.36). */
export async function attachablePod(
  context: Context,
  words: readonly string[],
  namespace = context.namespace,
): Promise<{ object: AnyObject; pod: Pod }> {
  const [word = ''] = words;
  const args = words.length > 1 ? words : [word.includes('/') ? word : `pods/${word}`];
  const filenames = word === '' && context.flags.has('filename') ? context.flags.list('filename') : [];
  const set = await ResourceSet.open(context, {
    args: filenames.length > 0 ? [] : args,
    filenames,
    namespace,
    latest: filenames.length === 0,
    flatten: true,
  });
  const infos = await set.infos();
  if (infos.length > 1) throw new CommandError('cannot exec into multiple objects at a time');
  const [info] = infos;
  const object = info?.object as AnyObject;
  if (object['kind'] === 'Pod' && filenames.length > 0)
    return { object, pod: await podNamed(context, namespaceOf(object), nameOf(object)) };
  if (object['kind'] === 'Pod') return { object, pod: object as unknown as Pod };
  const { pod } = await firstPod(context, namespaceOf(object), podSelector(object, 'attach to'), byActivity);
  return { object, pod };
}

/** The pod as it stands now. */
export async function podNamed(context: Context, namespace: string, name: string): Promise<Pod> {
  return (await context.client.request('GET', resourcePath(pods, { namespace, name }))) as Pod;
}

export function conditionsOf(object: AnyObject): AnyObject[] {
  return listAt(object, 'status', 'conditions') as AnyObject[];
}
