import { selectorFrom } from '../api/labels.ts';
import { newControllerRef } from '../api/owner.ts';
import { groupVersion, type Resource } from '../api/resource.ts';
import { controllerRevisions } from '../api/resources.ts';
import { StatusError } from '../api/status-error.ts';
import type { ControllerRevision, KubeObject, LabelSelector, PodTemplateSpec } from '../api/types.ts';
import type { Client } from '../client/client.ts';
import type { Informer } from '../client/informer.ts';
import { deepEqual, withSortedKeys } from '../sim/plain.ts';
import { claimObjects } from './claim.ts';
import { ifFound } from './controller.ts';
import { ownedOrOrphaned } from './indexes.ts';
import { templateHash } from './template-hash.ts';

export const revisionHashLabel = 'controller-revision-hash';
/** Where StatefulSets' revisions carry their hash. */
export const statefulHashLabel = 'controller.kubernetes.io/hash';

/** A DaemonSet or StatefulSet, as its history sees it. */
export interface WithHistory extends KubeObject {
  readonly spec: {
    readonly selector: LabelSelector;
    readonly template: PodTemplateSpec;
    readonly revisionHistoryLimit?: number;
  };
  readonly status?: { readonly collisionCount?: number };
}

export interface RevisionHistory {
  readonly current: ControllerRevision;
  readonly old: readonly ControllerRevision[];
}

/**
 * What a revision keeps: a patch that restores the template. Clients compare its bytes with those that they would
 * write.
 */
function revisionData(set: WithHistory): object {
  return { spec: { template: withSortedKeys({ ...set.spec.template, $patch: 'replace' }) } };
}

/**
 * The revisions of a set: the one of its present template, made or moved up to the highest number
 * where needed, and the others. Models constructHistory of pkg/controller/daemon (v1.36).
 */
export function constructHistory<O extends WithHistory>(
  client: Client,
  resource: Resource<O>,
  set: O,
  informer: Informer<ControllerRevision>,
  hashLabel = revisionHashLabel,
): RevisionHistory {
  const claimed = claimObjects(
    { client, resource, owner: set, selector: selectorFrom(set.spec.selector) },
    controllerRevisions,
    ownedOrOrphaned(informer, set),
  );
  const data = revisionData(set);
  const old = claimed.filter((revision) => !deepEqual(revision.data, data));
  const next = Math.max(0, ...old.map(({ revision }) => revision)) + 1;
  const matching = claimed
    .filter((revision) => !old.includes(revision))
    .toSorted((a, b) => b.revision - a.revision);
  const [current] = matching;
  if (current === undefined) return { current: snapshot(client, resource, set, next, hashLabel), old };
  if (current.revision >= next) return { current, old };
  return { current: client.update(controllerRevisions, { ...current, revision: next }), old };
}

function snapshot<O extends WithHistory>(
  client: Client,
  resource: Resource<O>,
  set: O,
  revision: number,
  hashLabel: string,
): ControllerRevision {
  const hash = templateHash(set.spec.template, set.status?.collisionCount);
  const { namespace, annotations, name: owner } = set.metadata;
  const name = `${owner}-${hash}`;
  const kind = { apiVersion: groupVersion(resource), kind: resource.kind };
  const described: ControllerRevision = {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name,
      namespace,
      labels: { ...set.spec.template.metadata?.labels, [hashLabel]: hash },
      ...(annotations && { annotations }),
      ownerReferences: [newControllerRef(set, kind)],
    },
    data: revisionData(set),
    revision,
  };
  try {
    return client.create(controllerRevisions, described);
  } catch (error) {
    if (!(error instanceof StatusError) || error.reason !== 'AlreadyExists') throw error;
    const existing = client.get(controllerRevisions, { namespace, name });
    if (deepEqual(existing.data, described.data)) return existing;
    const fresh = client.get(resource, { namespace, name: owner });
    const collisionCount = (fresh.status?.collisionCount ?? 0) + 1;
    client.update(resource, { ...fresh, status: { ...fresh.status, collisionCount } }, 'status');
    throw error;
  }
}

/** Deletes old revisions beyond the limit, oldest first, but none that is still in use. */
export function cleanUpHistory(
  client: Client,
  set: WithHistory,
  old: readonly ControllerRevision[],
  isLive: (revision: ControllerRevision) => boolean,
): void {
  let surplus = old.length - (set.spec.revisionHistoryLimit ?? 10);
  for (const revision of old.toSorted((a, b) => a.revision - b.revision)) {
    if (surplus <= 0) return;
    if (isLive(revision)) continue;
    const { namespace, name } = revision.metadata;
    ifFound(() => client.delete(controllerRevisions, { namespace, name }));
    surplus--;
  }
}
