import { matchesLabels, type Selector } from '../api/labels.ts';
import { controllerOf, newControllerRef } from '../api/owner.ts';
import { groupVersion, type Resource } from '../api/resource.ts';
import type { KubeObject } from '../api/types.ts';
import type { Client } from '../client/client.ts';
import { ifFound } from './controller.ts';

/** Who may claim objects. */
export interface Claimant<O extends KubeObject> {
  readonly client: Client;
  readonly resource: Resource<O>;
  readonly owner: O;
  readonly selector: Selector;
}

/**
 * The objects among `candidates` that the owner controls once the labels have been heeded: matching
 * orphans are adopted and its own that no longer match are released.
 * Models controller.BaseControllerRefManager (v1.36).
 */
export function claimObjects<O extends KubeObject, T extends KubeObject>(
  claimant: Claimant<O>,
  resource: Resource<T>,
  candidates: Iterable<T>,
): T[] {
  const mayAdopt = onceAnswered(() => isStillThere(claimant));
  const claimed: T[] = [];
  for (const candidate of candidates) {
    if (claims(claimant, resource, candidate, mayAdopt)) claimed.push(candidate);
  }
  return claimed;
}

function claims<O extends KubeObject, T extends KubeObject>(
  claimant: Claimant<O>,
  resource: Resource<T>,
  candidate: T,
  mayAdopt: () => boolean,
): boolean {
  const { owner, selector } = claimant;
  const matches = matchesLabels(selector, candidate.metadata.labels);
  const controller = controllerOf(candidate);
  if (controller !== undefined) {
    if (controller.uid !== owner.metadata.uid) return false;
    if (matches) return true;
    if (!owner.metadata.deletionTimestamp) release(claimant, resource, candidate);
    return false;
  }
  if (!matches || owner.metadata.deletionTimestamp || candidate.metadata.deletionTimestamp) return false;
  return mayAdopt() && adopt(claimant, resource, candidate);
}

function adopt<O extends KubeObject, T extends KubeObject>(
  { client, owner, resource: ownerResource }: Claimant<O>,
  resource: Resource<T>,
  { metadata: { namespace, name, uid } }: T,
): boolean {
  const kind = { apiVersion: groupVersion(ownerResource), kind: ownerResource.kind };
  const body = { metadata: { ownerReferences: [newControllerRef(owner, kind)], uid } };
  return (
    ifFound(() => client.patch(resource, { namespace, name }, { type: 'strategic', body })) !== undefined
  );
}

function release<O extends KubeObject, T extends KubeObject>(
  { client, owner }: Claimant<O>,
  resource: Resource<T>,
  { metadata: { namespace, name, uid } }: T,
): void {
  const ownerReferences = [{ $patch: 'delete', uid: owner.metadata.uid }];
  const body = { metadata: { uid, ownerReferences } };
  ifFound(() => client.patch(resource, { namespace, name }, { type: 'strategic', body }));
}

/** Asks the API itself, as the informer may not have heard yet that the owner is going. */
function isStillThere<O extends KubeObject>({ client, resource, owner }: Claimant<O>): boolean {
  const { namespace, name, uid } = owner.metadata;
  const fresh = ifFound(() => client.get(resource, { namespace, name }));
  return fresh?.metadata.uid === uid && !fresh?.metadata.deletionTimestamp;
}

function onceAnswered(ask: () => boolean): () => boolean {
  let answer: boolean | undefined;
  return () => (answer ??= ask());
}
