import type { ApiResponse } from '../../api/http.ts';
import type { Status } from '../../api/status-error.ts';
import type { KubeObject } from '../../api/types.ts';
import { negotiate } from '../negotiation.ts';
import { bodyText, decodeBody } from './body.ts';
import { deleteObject, type DeleteResult } from './delete.ts';
import { deleteOptions, type DeleteOptions } from './delete-options.ts';
import { listOptions } from './list-options.ts';
import { listObjects, selectNow } from './read.ts';
import { respondList, respondObject } from './respond.ts';
import type { Scope } from './scope.ts';

const optionsKind = { group: '', version: 'v1', kind: 'DeleteOptions' };

/** DELETE of one object. */
export function respondDelete(scope: Scope): ApiResponse {
  const representation = negotiate(scope.request, scope.info.query);
  const options = readOptions(scope);
  const deleting = { ...scope, dryRun: isDryRun(options) };
  const result = deleteObject(deleting, options);
  const accepted = !result.deleted && options.orphanDependents === false;
  return respondObject(scope, representation, accepted ? 202 : 200, deletionAnswer(scope, result));
}

/** What the client is told: the object while it stays or where its kind wants that, else a Status. */
function deletionAnswer({ resource }: Scope, { object, deleted }: DeleteResult): KubeObject | Status {
  if (!deleted || resource.strategy.returnDeletedObject === true) return object;
  const { name, uid } = object.metadata;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, ...(resource.group !== '' && { group: resource.group }), kind: resource.resource, uid },
  } as Status;
}

/** DELETE of a collection: each selected object as if alone. */
export function deleteCollection(scope: Scope): ApiResponse {
  const representation = negotiate(scope.request, scope.info.query);
  const options = readOptions(scope);
  const list = listObjects(scope);
  const deleting = { ...scope, dryRun: isDryRun(options) };
  const { selection } = listOptions(scope.resource, scope.info.query);
  const names = new Set(list.items.map(({ metadata }) => metadata.name));
  for (const { metadata } of selectNow(scope, selection))
    if (names.has(metadata.name)) deleteObject(deleting, options, metadata.name);
  return respondList(scope, representation, list);
}

function readOptions(scope: Scope): DeleteOptions {
  const { info } = scope;
  const empty = scope.request.body === undefined || bodyText(scope) === '';
  const body = empty ? undefined : (decodeBody(scope, optionsKind) as unknown as DeleteOptions);
  return deleteOptions(body, info.query);
}

function isDryRun({ dryRun }: DeleteOptions): boolean {
  return (dryRun ?? []).length > 0;
}
