import type { ApiResponse } from '../../api/http.ts';
import type { Status, StatusError } from '../../api/status-error.ts';
import { badRequestError, failure } from '../../api/status-error.ts';
import { fieldErrorText, invalid } from '../../api/field-error.ts';
import type { KubeObject } from '../../api/types.ts';
import { jsonType, yamlType, type Representation } from '../negotiation.ts';
import type { ServedResource } from '../registry/resource-registry.ts';
import { goPackage } from './body.ts';
import type { Scope } from './scope.ts';
import { yamlText } from '../yaml-text.ts';
import { asPartial, asTable, partialList } from './table.ts';

const jsonHeaders: Readonly<Record<string, string>> = Object.freeze({ 'content-type': jsonType });

/** A list as it travels. */
export interface ListBody {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly KubeObject[];
}

/** Answers with one object, as a table or its metadata alone where that was asked for. */
export function respondObject(
  scope: Scope,
  representation: Representation,
  status: number,
  object: KubeObject | Status,
): ApiResponse {
  return respond(scope, representation, status, transformObject(scope, representation, object));
}

export function respondList(scope: Scope, representation: Representation, list: ListBody): ApiResponse {
  const { as } = representation;
  if (as === undefined) return respond(scope, representation, 200, asTyped(scope.resource, list));
  if (as.kind === 'Table') {
    const { continue: more, ...rest } = list.metadata;
    const metadata = more ? list.metadata : rest;
    const table = asTable(scope.resource, list.items, metadata, tableOptions(scope), as.version);
    return respond(scope, representation, 200, table);
  }
  if (as.kind === 'PartialObjectMetadata')
    throw failure(
      406,
      'NotAcceptable',
      `you requested PartialObjectMetadata, but the requested object is a list (*${goType(scope.resource)}List)`,
    );
  return respond(scope, representation, 200, partialList(list, as.version));
}

/** Items of a typed list do not repeat what the list's kind says. */
function asTyped({ custom }: ServedResource, list: ListBody): ListBody {
  return custom ? list : { ...list, items: list.items.map(withoutKind) };
}

function withoutKind({ apiVersion: _apiVersion, kind: _kind, ...rest }: KubeObject): KubeObject {
  return Object.freeze(rest);
}

/** An object in the form that was asked for; a Status stays what it is. */
function transformObject(scope: Scope, { as }: Representation, object: KubeObject | Status): unknown {
  if (as === undefined || object.kind === 'Status') return object;
  const kubeObject = object as KubeObject;
  if (as.kind === 'Table') {
    const metadata = { resourceVersion: kubeObject.metadata.resourceVersion ?? '' };
    return asTable(scope.resource, [kubeObject], metadata, tableOptions(scope), as.version);
  }
  if (as.kind === 'PartialObjectMetadataList')
    throw failure(
      406,
      'NotAcceptable',
      `you requested PartialObjectMetadataList, but the requested object is not a list (*${goType(scope.resource)})`,
    );
  return asPartial(kubeObject, as.version);
}

const includes = ['', 'None', 'Metadata', 'Object'];

export function tableOptions(scope: Scope): { nowMs: number; includeObject: string } {
  const includeObject = scope.info.query.get('includeObject') ?? '';
  if (!includes.includes(includeObject)) {
    const error = invalid('includeObject', includeObject, "must be 'Metadata', 'Object', 'None', or empty");
    throw badRequestError(`Unable to convert to Table as requested: ${fieldErrorText(error)}`);
  }
  return { nowMs: scope.nowMs, includeObject };
}

function goType(resource: ServedResource): string {
  return resource.custom ? 'unstructured.Unstructured' : `${goPackage(resource.group)}.${resource.kind}`;
}

/** Puts a value into the representation, with the warnings of the request. */
export function respond(
  scope: Pick<Scope, 'warnings'>,
  representation: Representation,
  status: number,
  value: unknown,
): ApiResponse {
  const headers = withWarnings(jsonHeaders, scope.warnings);
  if (representation.media === 'yaml')
    return {
      status,
      headers: { ...headers, 'content-type': yamlType },
      body: yamlText(value),
    };
  if (representation.pretty) return { status, headers, body: JSON.stringify(value, undefined, 2) };
  return { status, headers, body: value };
}

function withWarnings(
  headers: Readonly<Record<string, string>>,
  warnings: readonly string[],
): Readonly<Record<string, string | readonly string[]>> {
  if (warnings.length === 0) return headers;
  return { ...headers, warning: warnings.map((text) => `299 - ${quoteWarning(text)}`) };
}

/** A quoted string of RFC 7230, with what is not printable left out. */
function quoteWarning(text: string): string {
  const printable = text.replaceAll(/[^\t -~\u0080-\uffff]/g, '');
  return `"${printable.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** Answers with what went wrong. */
export function respondError(
  scope: Pick<Scope, 'warnings'>,
  representation: Representation,
  error: StatusError,
): ApiResponse {
  const { status } = error;
  const response = respond(scope, { ...representation, as: undefined }, error.code, status);
  const headers: Record<string, string | readonly string[]> = { ...response.headers };
  const retryAfter = status.details?.retryAfterSeconds;
  if (retryAfter) headers['retry-after'] = String(retryAfter);
  return { ...response, headers };
}
