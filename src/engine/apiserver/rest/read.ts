import {
  badRequestError,
  expiredError,
  failure,
  notFoundError,
  StatusError,
} from '../../api/status-error.ts';
import type { KubeObject } from '../../api/types.ts';
import { RevisionError } from '../storage/storage.ts';
import { compareNamespaces, compareText, podNodeName } from '../storage/object-table.ts';
import { decodeContinue, encodeContinue, type ContinueToken } from './continue-token.ts';
import { checkListVersion, listOptions, type ListOptions, type Selection } from './list-options.ts';
import type { ListBody } from './respond.ts';
import { findObject, toVersion, type Scope } from './scope.ts';

export function getObject(scope: Scope): KubeObject {
  const { info, resource } = scope;
  const resourceVersion = info.query.get('resourceVersion') ?? '';
  if (resourceVersion !== '') {
    checkListVersion(resourceVersion);
    checkReached(scope, Number(resourceVersion));
  }
  const object = findObject(scope);
  if (object === undefined) throw notFoundError(resource, info.name ?? '');
  return object;
}

/** The list that the path and its query ask for. */
export function listObjects(scope: Scope): ListBody {
  const { resource, info, server } = scope;
  const options = listOptions(resource, info.query);
  const token = options.continueToken === '' ? undefined : continueFrom(options);
  const revision = token === undefined ? exactRevision(scope, options) : token.revision;
  const objects = objectsAt(scope, options, token, revision);
  const listed = revision === undefined || revision < 0 ? server.storage.revision : revision;
  return page(scope, options, token, objects, listed);
}

function continueFrom(options: ListOptions): ContinueToken {
  if (options.resourceVersion !== '' && options.resourceVersion !== '0')
    throw badRequestError('specifying resource version is not allowed when using continue');
  return decodeContinue(options.continueToken);
}

/** The revision that must be listed; undefined where the newest is good. */
function exactRevision(scope: Scope, options: ListOptions): number | undefined {
  const { resourceVersion, resourceVersionMatch, limit } = options;
  if (resourceVersion === '') return undefined;
  checkListVersion(resourceVersion);
  const revision = Number(resourceVersion);
  checkReached(scope, revision);
  const legacyExact = resourceVersionMatch === '' && limit > 0 && revision > 0;
  return resourceVersionMatch === 'Exact' || legacyExact ? revision : undefined;
}

/** A version from the future is waited for in Kubernetes, and then refused. */
function checkReached({ server }: Scope, revision: number): void {
  const current = server.storage.revision;
  if (revision <= current) return;
  throw failure(504, 'Timeout', `Too large resource version: ${revision}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

const compacted =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

function objectsAt(
  scope: Scope,
  options: ListOptions,
  token: ContinueToken | undefined,
  revision: number | undefined,
): readonly KubeObject[] {
  if (revision === undefined || revision < 0) return selectNow(scope, options.selection);
  const { server, resource, info } = scope;
  try {
    const past = server.storage.listAt(resource.storedAs, revision, namespaceOf(info.namespace));
    return past
      .map((stored) => toVersion(resource, stored))
      .filter((object) => isSelected(object, options.selection));
  } catch (error) {
    if (!(error instanceof RevisionError)) throw error;
    if (token === undefined) throw expiredError('The resourceVersion for the provided list is too old.');
    const { status } = expiredError(compacted);
    const metadata = { continue: encodeContinue({ revision: -1, after: token.after }) };
    throw new StatusError({ ...status, metadata });
  }
}

function namespaceOf(namespace: string): string | undefined {
  return namespace === '' ? undefined : namespace;
}

/** The objects of the collection as they are now. */
export function selectNow({ server, resource, info }: Scope, selection: Selection): readonly KubeObject[] {
  const { storage } = server;
  const { namespace } = info;
  let found: readonly KubeObject[];
  if (selection.name !== undefined && (namespace !== '' || !resource.namespaced)) {
    const one = storage.get(resource.storedAs, namespace, selection.name);
    found = one === undefined ? [] : [one];
  } else if (selection.nodeName !== undefined) {
    found = storage.listByNode(selection.nodeName);
    if (namespace !== '') found = found.filter(({ metadata }) => metadata.namespace === namespace);
  } else {
    found = storage.list(resource.storedAs, namespaceOf(namespace));
  }
  if (resource.strategy.conversion !== undefined) found = found.map((stored) => toVersion(resource, stored));
  return selection.selects ? found.filter((object) => isSelected(object, selection)) : found;
}

function isSelected(object: KubeObject, { name, nodeName, matches }: Selection): boolean {
  return (
    (name === undefined || object.metadata.name === name) &&
    (nodeName === undefined || podNodeName(object) === nodeName) &&
    (matches === undefined || matches(object))
  );
}

/** One page of the objects, and the token for the next. */
function page(
  scope: Scope,
  options: ListOptions,
  token: ContinueToken | undefined,
  objects: readonly KubeObject[],
  revision: number,
): ListBody {
  const { resource } = scope;
  const rest = token === undefined ? objects : objects.filter((object) => comesAfter(scope, object, token));
  const limited = options.limit > 0 && options.resourceVersion !== '0' && rest.length > options.limit;
  const shown = limited ? rest.slice(0, options.limit) : rest;
  const last = shown.at(-1);
  return {
    kind: `${resource.kind}List`,
    apiVersion: resource.apiVersion,
    metadata: {
      resourceVersion: String(revision),
      // Lists without types always say whether there is more.
      ...(resource.custom && { continue: '' }),
      ...(limited &&
        last !== undefined && { continue: encodeContinue({ revision, after: pageKey(scope, last) }) }),
      ...(limited && !options.selection.selects && { remainingItemCount: rest.length - shown.length }),
    },
    items: shown,
  };
}

/** The key of an object within the collection of the path. */
function pageKey({ resource, info }: Scope, { metadata }: KubeObject): string {
  return resource.namespaced && info.namespace === ''
    ? `${metadata.namespace}/${metadata.name}`
    : metadata.name;
}

function comesAfter(scope: Scope, object: KubeObject, { after }: ContinueToken): boolean {
  const key = pageKey(scope, object);
  const slash = after.indexOf('/');
  if (slash < 0 || !key.includes('/')) return compareText(key, after) > 0;
  const namespace = object.metadata.namespace ?? '';
  return (
    (compareNamespaces(namespace, after.slice(0, slash)) ||
      compareText(object.metadata.name, after.slice(slash + 1))) > 0
  );
}
