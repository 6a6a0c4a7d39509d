import { DecodeError, decodeKind, structOfKind, type Decoded } from '../../api/decode.ts';
import { groupVersion } from '../../api/resource.ts';
import { JsonSyntaxError, readJson, type JsonDocument } from '../../api/json.ts';
import { goQuote } from '../../api/go-text.ts';
import { badRequestError, failure, type StatusError } from '../../api/status-error.ts';
import type { KubeObject } from '../../api/types.ts';
import { utf8Text } from '../../api/utf8.ts';
import { deepCopy } from '../../sim/plain.ts';
import { parseYaml, strictYamlProblem, YamlError } from '../../api/yaml.ts';
import { isMap } from '../../api/patch/merge-patch.ts';
import { prune, type Schema } from '../custom-resources/schema.ts';
import { bodyType, type BodyType } from '../negotiation.ts';
import type { Scope } from './scope.ts';

/** etcd's own limit decides: 3 MiB. */
const largestBody = 3 * 1024 * 1024;

/** What a body is to be: the kind's version, and its name in Go for messages (`core.Pod`). */
export interface ExpectedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Other versions of the group that mean the same shape: `policy/v1beta1` for Eviction. */
  readonly alsoVersions?: readonly string[];
  /** The schema of a custom resource. */
  readonly schema?: Schema;
}

export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

/** The text of a body; bytes are UTF-8. */
export function bodyText(scope: Scope): string {
  const { body } = scope.request;
  if (body === undefined) return '';
  if (body instanceof Uint8Array) checkSize(body.length);
  const text =
    typeof body === 'string' ? body : body instanceof Uint8Array ? utf8Text(body) : JSON.stringify(body);
  checkSize(text.length);
  return text;
}

function checkSize(length: number): void {
  if (length > largestBody)
    throw failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${largestBody}`);
}

/** Whether a component of this process hands over an object, whose shape can be relied on. */
export function isTrusted(scope: Scope): boolean {
  const { body, user } = scope.request;
  return user !== undefined && typeof body === 'object' && !(body instanceof Uint8Array);
}

/**
 * The object in a body, as a draft of its own, with apiVersion and kind first. What the kind does not
 * have is dropped, with a warning or a refusal, as `fieldValidation` says.
 */
export function decodeBody(scope: Scope, expected: ExpectedKind): KubeObject {
  if (isTrusted(scope)) {
    const { apiVersion: _apiVersion, kind: _kind, ...rest } = deepCopy(scope.request.body as KubeObject);
    return withKind(expected, rest);
  }
  const type = bodyType(scope.request);
  const document = readDocument(expected, type, bodyText(scope));
  return expected.schema === undefined
    ? decodeDocument(scope, expected, document)
    : decodeCustom(scope, expected, expected.schema, document);
}

interface BodyDocument extends JsonDocument {
  /** What strict reading minds in the YAML. */
  readonly problem?: string;
}

/** Parses a body, refusing what has no syntax. */
function readDocument(expected: ExpectedKind, type: BodyType, text: string): BodyDocument {
  try {
    if (type === 'json') return readJson(text);
    const [document] = parseYaml(text);
    const problem = document && strictYamlProblem(document);
    return { value: document?.value, duplicates: new Map(), ...(problem !== undefined && { problem }) };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError || error instanceof YamlError)) throw error;
    throw badRequestError(
      `the object provided is unrecognized (must be of type ${expected.kind}): couldn't get version/kind; json parse error: ${error.message} (${excerpt(text)})`,
    );
  }
}

/** The first bytes of a body, in hex where it does not look like JSON. */
function excerpt(text: string): string {
  if (text === '') return '<empty>';
  const head = text.slice(0, 30);
  const shown = text.startsWith('{')
    ? head
    : Array.from(head, (character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return text.length > 30 ? `${shown} ...` : shown;
}

/** A custom resource's object: whatever its schema keeps. */
function decodeCustom(
  scope: Scope,
  expected: ExpectedKind,
  schema: Schema,
  document: BodyDocument,
): KubeObject {
  const given = isMap(document.value) ? deepCopy<Record<string, unknown>>(document.value) : {};
  const { apiVersion = groupVersion(expected), kind = expected.kind, ...rest } = given;
  if (kind !== expected.kind || apiVersion !== groupVersion(expected))
    throw badRequestError(
      `the API version in the data (${String(apiVersion)}) does not match the expected API version (${groupVersion(expected)})`,
    );
  const subject = cannotBeHandled(expected, groupVersion(expected), expected.kind);
  try {
    const { object, strictProblems } = decodeCustomObject(schema, withKind(expected, rest));
    reportStrictProblems(scope, subject, withYamlProblem(document, strictProblems));
    return object as unknown as KubeObject;
  } catch (error) {
    if (error instanceof DecodeError) throw badRequestError(`${subject}: ${error.message}`);
    throw error;
  }
}

/** What a custom resource's schema keeps of an object; its metadata is that of every kind. */
export function decodeCustomObject(schema: Schema, value: object): Decoded {
  const { metadata, ...rest } = deepCopy(value) as Record<string, unknown>;
  const typed = decodeKind('v1', 'Namespace', { metadata: metadata ?? {} });
  const object = { ...rest, metadata: typed.object['metadata'] ?? {} };
  return { object, strictProblems: [...typed.strictProblems, ...prune(object, schema)] };
}

/** Models the strict JSON serializer behind handlers.CreateResource and UpdateResource (v1.36). */
function decodeDocument(scope: Scope, expected: ExpectedKind, document: BodyDocument): KubeObject {
  const { value } = document;
  const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const kind = typeof given['kind'] === 'string' && given['kind'] !== '' ? given['kind'] : expected.kind;
  const apiVersion =
    typeof given['apiVersion'] === 'string' && given['apiVersion'] !== ''
      ? given['apiVersion']
      : groupVersion(expected);
  checkKind(expected, apiVersion, kind);
  try {
    const decoded = decodeKind(groupVersion(expected), expected.kind, value ?? {}, document.duplicates);
    const problems = withYamlProblem(document, decoded.strictProblems);
    reportStrictProblems(scope, cannotBeHandled(expected, apiVersion, kind), problems);
    const { apiVersion: _apiVersion, kind: _kind, ...rest } = decoded.object;
    return withKind(expected, rest);
  } catch (error) {
    if (error instanceof DecodeError)
      throw badRequestError(`${cannotBeHandled(expected, apiVersion, kind)}: ${error.message}`);
    throw error;
  }
}

function withKind(expected: ExpectedKind, rest: Record<string, unknown>): KubeObject {
  const object = {
    kind: expected.kind,
    apiVersion: groupVersion(expected),
    ...rest,
  } as unknown as KubeObject;
  object.metadata ??= {} as KubeObject['metadata'];
  return object;
}

/** The kind that a body names must be the path's. */
function checkKind(expected: ExpectedKind, apiVersion: string, kind: string): void {
  const wanted = groupVersion(expected);
  if (kind === expected.kind && (apiVersion === wanted || expected.alsoVersions?.includes(apiVersion)))
    return;
  if (structOfKind(apiVersion, kind) !== undefined) {
    throw badRequestError(
      `${cannotBeHandled(expected, apiVersion, kind)}: converting (${versionName(apiVersion)}.${kind}) to (${goPackage(expected.group)}.${expected.kind}): unknown conversion`,
    );
  }
  if (apiVersion.includes('/') && kind === expected.kind)
    throw badRequestError(
      `the API version in the data (${apiVersion}) does not match the expected API version (${wanted})`,
    );
  throw badRequestError(
    `${cannotBeHandled(expected, apiVersion, kind)}: no kind ${goQuote(kind)} is registered for version ${goQuote(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`,
  );
}

function cannotBeHandled(expected: ExpectedKind, apiVersion: string, kind: string): string {
  return `${kind} in version ${goQuote(versionName(apiVersion))} cannot be handled as a ${expected.kind}`;
}

function versionName(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** The Go package of a group's internal types: `core`, `apps`, `rbac`. */
export function goPackage(group: string): string {
  return group === '' ? 'core' : (group.split('.')[0] as string);
}

/** How a request wants unknown and duplicate fields treated. */
export function fieldValidation(scope: Scope): FieldValidation {
  const asked = scope.info.query.get('fieldValidation');
  return asked === 'Strict' || asked === 'Ignore' ? asked : 'Warn';
}

/** Refuses unknown and duplicate fields, or warns of them. */
function withYamlProblem({ problem }: BodyDocument, problems: readonly string[]): readonly string[] {
  return problem === undefined ? problems : [problem, ...problems];
}

function reportStrictProblems(scope: Scope, subject: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  const mode = fieldValidation(scope);
  if (mode === 'Strict') throw strictError(subject, problems);
  if (mode === 'Warn') for (const problem of problems) scope.warnings.push(problem);
}

function strictError(subject: string, problems: readonly string[]): StatusError {
  return badRequestError(`${subject}: strict decoding error: ${problems.join(', ')}`);
}
