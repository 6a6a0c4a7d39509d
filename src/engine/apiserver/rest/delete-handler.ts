import type { ApiResponse } from '../../api/http.ts';
import { badRequestError, type Status } from '../../api/status-error.ts';
import type { KubeObject } from '../../api/types.ts';
import { DecodeError, decodeKind } from '../../api/decode.ts';
import { goQuote } from '../../api/go-text.ts';
import { JsonSyntaxError, readJson } from '../../api/json.ts';
import { yamlValue, YamlError } from '../../api/yaml.ts';
import { bodyType, negotiate } from '../negotiation.ts';
import { bodyText, isTrusted } from './body.ts';
import { deleteObject, type DeleteResult } from './delete.ts';
import { deleteOptions, type DeleteOptions } from './delete-options.ts';
import { listOptions } from './list-options.ts';
import { listObjects, selectNow } from './read.ts';
import { respondList, respondObject } from './respond.ts';
import type { Scope } from './scope.ts';

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

/** The options in the body, or in the query where there is no body. Unknown fields are passed over. */
function readOptions(scope: Scope): DeleteOptions {
  const { info } = scope;
  if (isTrusted(scope)) return deleteOptions(scope.request.body as DeleteOptions, info.query);
  const text = bodyText(scope);
  if (text === '') return deleteOptions(undefined, info.query);
  const type = bodyType(scope.request);
  try {
    const value = type === 'json' ? readJson(text).value : yamlValue(text);
    const { apiVersion = 'v1', kind = 'DeleteOptions' } = (value ?? {}) as {
      apiVersion?: string;
      kind?: string;
    };
    if (kind !== 'DeleteOptions')
      throw badRequestError(
        `no kind ${goQuote(kind)} is registered for version ${goQuote(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`,
      );
    const { object } = decodeKind('v1', 'DeleteOptions', value);
    return deleteOptions(object, info.query);
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof YamlError)
      throw badRequestError(`couldn't get version/kind; json parse error: ${error.message}`);
    if (error instanceof DecodeError) throw badRequestError(error.message);
    throw error;
  }
}

function isDryRun({ dryRun }: DeleteOptions): boolean {
  return (dryRun ?? []).length > 0;
}
