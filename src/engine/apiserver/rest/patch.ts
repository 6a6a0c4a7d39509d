import type { ApiResponse } from '../../api/http.ts';
import { DecodeError, decodeKind, structOfKind } from '../../api/decode.ts';
import { invalid } from '../../api/field-error.ts';
import { goText } from '../../api/go-text.ts';
import { JsonSyntaxError, readJson } from '../../api/json.ts';
import { applyJsonPatch } from '../../api/patch/json-patch.ts';
import { applyMergePatch, isMap } from '../../api/patch/merge-patch.ts';
import { PatchError } from '../../api/patch/patch-error.ts';
import { applyStrategicMergePatch } from '../../api/patch/strategic-merge-patch.ts';
import { groupVersion } from '../../api/resource.ts';
import { badRequestError, failure, invalidError, notFoundError } from '../../api/status-error.ts';
import type { KubeObject } from '../../api/types.ts';
import { mediaType, negotiate, unsupportedMediaType } from '../negotiation.ts';
import { applyResource } from './apply-handler.ts';
import { metadataInOrder } from '../field-order.ts';
import {
  bodyText,
  fieldValidation,
  decodeCustomObject,
  goPackage,
  isTrusted,
  type ExpectedKind,
} from './body.ts';
import { trackManager } from './field-manager.ts';
import { respondObject } from './respond.ts';
import { findObject, type Scope } from './scope.ts';
import { checkPatched, updateObject } from './update.ts';
import { writeOptions } from './write-options.ts';

/** How a patch is applied to a document. */
type Patcher = (document: object, patch: unknown, struct: string) => Record<string, unknown>;

const patchers: Readonly<Record<string, Patcher>> = {
  'application/json-patch+json': applyJsonPatch,
  'application/merge-patch+json': applyMergePatch,
  'application/strategic-merge-patch+json': applyStrategicMergePatch,
};
const strategicType = 'application/strategic-merge-patch+json';
export const applyType = 'application/apply-patch+yaml';

/** PATCH of an object, or of a subresource that has its shape. */
export function patchResource(scope: Scope): ApiResponse {
  const { info, resource } = scope;
  const representation = negotiate(scope.request, info.query);
  const type = patchType(scope);
  const options = writeOptions('PatchOptions', info.query, type === applyType);
  if (type === applyType) return applyResource(scope, options);
  const { dryRun } = options;
  const patch = readPatch(scope);
  const old = findObject(scope);
  if (old === undefined) throw notFoundError(resource, info.name ?? '');
  const draft = patched(scope, type, patch, old, resource);
  resource.strategy.defaults?.(draft);
  checkPatched(scope, draft, old);
  trackManager(scope, draft, old);
  return respondObject(scope, representation, 200, updateObject({ ...scope, dryRun }, draft, old));
}

/** The media type of the patch, which must be one that the resource takes. */
export function patchType(scope: Scope): string {
  const type = mediaType(scope.request);
  const accepted = [...Object.keys(patchers), applyType].filter(
    (known) => !scope.resource.custom || known !== strategicType,
  );
  if (!accepted.includes(type)) throw unsupportedMediaType(accepted.join(', '));
  return type;
}

/** The patch in the body, as a plain value. */
export function readPatch(scope: Scope): unknown {
  if (isTrusted(scope)) return scope.request.body;
  try {
    return readJson(bodyText(scope)).value;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const isStrategic = mediaType(scope.request) === strategicType;
    throw badRequestError(isStrategic ? error.message : `error decoding patch: ${error.message}`);
  }
}

/**
 * The draft that a patch makes of `current`, decoded anew.
 * Models handlers.jsonPatcher and smpPatcher (v1.36).
 */
export function patched(
  scope: Scope,
  type: string,
  patch: unknown,
  current: object,
  expected: ExpectedKind,
): KubeObject {
  const patchedValue: unknown = applyPatch(type, patch, current, expected);
  const document = isMap(patchedValue) ? patchedValue : {};
  try {
    const { kind, apiVersion } = document;
    if (kind !== expected.kind || apiVersion !== groupVersion(expected))
      throw new DecodeError(
        `converting (${String(apiVersion).replace(/^.*\//, '')}.${String(kind)}) to (${goPackage(expected.group)}.${expected.kind}): unknown conversion`,
      );
    const decoded =
      expected.schema === undefined
        ? decodeKind(groupVersion(expected), expected.kind, document)
        : decodeCustomObject(expected.schema, document);
    const problems = decoded.strictProblems;
    if (problems.length > 0 && fieldValidation(scope) === 'Strict')
      throw new DecodeError(`strict decoding error: ${problems.join(', ')}`);
    if (fieldValidation(scope) === 'Warn') for (const problem of problems) scope.warnings.push(problem);
    return decoded.object as unknown as KubeObject;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const problem =
      type === strategicType
        ? invalid('patch', goText(patch), conversionProblem(error.message))
        : invalid('patch', patchedText(document), error.message);
    throw invalidError({ group: '', kind: '' }, '', [problem]);
  }
}

function applyPatch(
  type: string,
  patch: unknown,
  current: object,
  expected: ExpectedKind,
): Record<string, unknown> {
  const patcher = patchers[type] as Patcher;
  const struct = structOfKind(groupVersion(expected), expected.kind) ?? '';
  try {
    return patcher(current, patch, struct);
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    if (error.malformed) throw badRequestError(`error decoding patch: ${error.message}`);
    throw failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
  }
}

const goKinds: Readonly<Record<string, string>> = {
  array: 'slice',
  number: 'int64',
  object: 'map',
};

/**
 * What a value of a wrong type is called where Go takes an object from a map, and not from JSON.
 * Models runtime.DefaultUnstructuredConverter of apimachinery (v1.36).
 */
function conversionProblem(message: string): string {
  const [, found = '', wanted = ''] =
    /^json: cannot unmarshal (\w+) into Go struct field \S+ of type (.+)$/.exec(message) ?? [];
  const kind = goKinds[found] ?? found;
  if (wanted === '') return message;
  if (wanted.startsWith('map[')) return `cannot restore map from ${kind}`;
  if (wanted.startsWith('[]')) return `cannot restore slice from ${kind}`;
  return wanted.includes('.') ? `cannot restore struct from: ${kind}` : `unrecognized type: ${wanted}`;
}

/** The patched document as Go writes it: its own members by name, metadata in the order of its struct. */
function patchedText(document: Record<string, unknown>): string {
  const members = Object.keys(document)
    .toSorted()
    .map(
      (name) =>
        `${JSON.stringify(name)}:${JSON.stringify(name === 'metadata' ? metadataInOrder(document[name] as object) : document[name])}`,
    );
  return `{${members.join(',')}}`;
}
