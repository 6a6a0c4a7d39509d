import {
  controllerOf,
  type Deployment,
  formatSelector,
  type LabelSelector,
  type PodTemplateSpec,
  type ReplicaSet,
  type Resource,
  resourcePath,
  selectorFrom,
} from '../../engine/index.ts';
import { controllerRevisions, replicaSets } from '../api/known-resources.ts';
import { listAt, mapAt, numberAt, textAt, type AnyObject } from '../api/object.ts';
import type { Context } from '../context.ts';
import { changeCauseAnnotation } from '../patch/change-cause.ts';
import { revisionOf, splitReplicaSets } from './deployment-history.ts';

/** One template that a workload had, and what remembers it. */
export interface Revision {
  readonly number: number;
  readonly template: PodTemplateSpec;
  readonly changeCause: string;
  /** A replica set, or a controller revision whose data is a patch. */
  readonly keeper: AnyObject;
}

/** The revisions of a workload, oldest first; undefined for a kind that keeps none. */
export async function revisionsOf(context: Context, object: AnyObject): Promise<Revision[] | undefined> {
  const kind = textAt(object, 'kind');
  if (kind === 'Deployment') return sorted(await deploymentRevisions(context, object));
  if (kind === 'DaemonSet' || kind === 'StatefulSet')
    return sorted(await controllerRevisionsOf(context, object));
  return undefined;
}

function sorted(revisions: Revision[]): Revision[] {
  // Of two with one number the later counts.
  const byNumber = new Map(revisions.map((revision) => [revision.number, revision]));
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}

async function listSelected(context: Context, resource: Resource, object: AnyObject): Promise<AnyObject[]> {
  const selector = mapAt(object, 'spec', 'selector') as LabelSelector;
  const path = resourcePath(resource, { namespace: textAt(object, 'metadata', 'namespace') });
  const list = await context.client.request('GET', path, {
    query: { labelSelector: formatSelector(selectorFrom(selector)) },
  });
  return listAt(list, 'items') as AnyObject[];
}

async function deploymentRevisions(context: Context, object: AnyObject): Promise<Revision[]> {
  const all = (await listSelected(context, replicaSets, object)) as unknown as ReplicaSet[];
  const { old, current } = splitReplicaSets(object as unknown as Deployment, all);
  return [...old, ...(current === undefined ? [] : [current])].map((set) => ({
    number: revisionOf(set),
    template: set.spec.template as PodTemplateSpec,
    changeCause: set.metadata.annotations?.[changeCauseAnnotation] ?? '',
    keeper: set as unknown as AnyObject,
  }));
}

async function controllerRevisionsOf(context: Context, object: AnyObject): Promise<Revision[]> {
  const all = await listSelected(context, controllerRevisions, object);
  const uid = textAt(object, 'metadata', 'uid');
  return all
    .filter((revision) => controllerOf(revision as unknown as ReplicaSet)?.uid === uid)
    .map((keeper) => {
      const { $patch: _, ...template } = mapAt(keeper, 'data', 'spec', 'template');
      return {
        number: numberAt(keeper, 'revision'),
        template: template,
        changeCause: textAt(keeper, 'metadata', 'annotations', changeCauseAnnotation),
        keeper,
      };
    });
}
