import { goQuote } from '../../engine/index.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';
import { marshalJson } from '../go/json.ts';
import { at, isMap, type ValueMap } from '../go/values.ts';
import { buildKustomization } from '../kustomize/build.ts';
import { readDocuments } from './documents.ts';
import type { ObjectSource } from './file-sources.ts';
import { isList, listAt, nameOf, namespaceOf, textAt, type AnyObject } from './object.ts';
import type { Info, ResourceQuery } from './resource-query.ts';

/** The objects of one file, in order. Models cli-runtime/pkg/resource.StreamVisitor (v1.36). */
export async function* readObjects(
  context: Context,
  source: ObjectSource,
  query: ResourceQuery,
): AsyncGenerator<Info | Error, void, void> {
  if (source.kustomization !== undefined) {
    const built = buildKustomization(context.environment, source.kustomization);
    for (const object of built) yield* infosOf(context, object, { ...source, name: '' }, query);
    return;
  }
  const { values, error } = readDocuments(await source.read());
  for (const value of values) {
    if (value === null || value === undefined) continue;
    if (query.validate) {
      const wrong = shapeError(value);
      if (wrong !== undefined) {
        yield new CommandError(
          `error validating ${goQuote(source.name)}: error validating data: ${wrong}; if you choose to ignore these errors, turn validation off with --validate=false`,
        );
        return;
      }
    }
    yield* infosOf(context, value, source, query);
  }
  if (error !== undefined) yield new CommandError(`error parsing ${source.name}: ${error}`);
}

/** What stands in the way of asking the server about a value. Models cmd/util/openapi validation of type meta. */
function shapeError(value: unknown): string | undefined {
  if (!isMap(value)) return 'invalid object to validate';
  const missing: string[] = [];
  if (textAt(value, 'apiVersion') === '') missing.push('apiVersion not set');
  if (textAt(value, 'kind') === '') missing.push('kind not set');
  if (missing.length === 0) return undefined;
  return missing.length === 1 ? missing[0] : `[${missing.join(', ')}]`;
}

async function* infosOf(
  context: Context,
  value: unknown,
  source: ObjectSource,
  query: ResourceQuery,
): AsyncGenerator<Info | Error, void, void> {
  const wrong = decodeError(value);
  if (wrong !== undefined) {
    yield new CommandError(`unable to decode ${goQuote(source.name)}: ${wrong}`);
    return;
  }
  const object = value as AnyObject;
  if (query.flatten && isList(object)) {
    for (const item of listAt(object, 'items')) yield* infosOf(context, item, source, query);
    return;
  }
  const info = {
    object,
    name: nameOf(object),
    namespace: namespaceOf(object),
    source: source.name || undefined,
  };
  if (query.local) {
    yield info;
    return;
  }
  const resource = await context.discovery.resourceOfKind(
    textAt(object, 'apiVersion'),
    textAt(object, 'kind'),
  );
  if (resource === undefined) {
    yield new CommandError(
      `resource mapping not found for name: ${goQuote(info.name)} namespace: ${goQuote(info.namespace)} from ${goQuote(source.name)}: ` +
        `no matches for kind ${goQuote(textAt(object, 'kind'))} in version ${goQuote(textAt(object, 'apiVersion'))}\nensure CRDs are installed first`,
    );
    return;
  }
  yield { ...info, resource };
}

/** Fields of every object's metadata whose Go type is checked before anything is sent. */
const metadataTypes: readonly { readonly name: string; readonly type: string }[] = [
  { name: 'name', type: 'string' },
  { name: 'generateName', type: 'string' },
  { name: 'namespace', type: 'string' },
  { name: 'uid', type: 'types.UID' },
  { name: 'resourceVersion', type: 'string' },
  { name: 'labels', type: 'map[string]string' },
  { name: 'annotations', type: 'map[string]string' },
  { name: 'finalizers', type: '[]string' },
];

function decodeError(value: unknown): string | undefined {
  if (!isMap(value)) return `json: cannot unmarshal ${jsonType(value)} into Go value of type struct`;
  if (textAt(value, 'kind') === '') return `Object 'Kind' is missing in '${marshalJson(value)}'`;
  const metadata = at(value, 'metadata');
  if (metadata === undefined || metadata === null) return undefined;
  if (!isMap(metadata)) {
    return `json: cannot unmarshal ${jsonType(metadata)} into Go struct field PartialObjectMetadata.metadata of type v1.ObjectMeta`;
  }
  for (const field of metadataTypes) {
    const wrong = typeError(metadata, field.name, field.type);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function typeError(metadata: ValueMap, name: string, type: string): string | undefined {
  const value = metadata[name];
  if (value === undefined || value === null) return undefined;
  const refuse = (got: unknown, wanted: string): string =>
    `json: cannot unmarshal ${jsonType(got)} into Go struct field ObjectMeta.metadata.${name} of type ${wanted}`;
  if (type === 'map[string]string') {
    if (!isMap(value)) return refuse(value, type);
    const odd = Object.values(value).find((member) => typeof member !== 'string' && member !== null);
    return odd === undefined ? undefined : refuse(odd, 'string');
  }
  if (type === '[]string') return Array.isArray(value) ? undefined : refuse(value, type);
  return typeof value === 'string' ? undefined : refuse(value, type);
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return value === null ? 'null' : typeof value;
}
