import { encodeBase64 } from '../../../api/base64.ts';
import { utf8Bytes } from '../../../api/utf8.ts';
import type { ResourceRegistry } from '../../registry/resource-registry.ts';
import { servedGroups } from '../discovery.ts';
import type { OpenApiDescriptions } from './descriptions.ts';
import { resourcePaths, type Operation, type PathItem } from './operations.ts';
import { groupPath, otherPaths, rootPaths, sharedParameters, versionDiscoveryPath } from './paths.ts';
import type { Parameter } from './options.ts';
import { Schemas, type PublishedSchema } from './schemas.ts';
import { groupVersionsOf } from './v3.ts';

/** A Swagger document, as far as it is looked at again. */
export interface SwaggerDocument {
  readonly swagger: string;
  readonly info: Readonly<Record<string, string>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly definitions: Readonly<Record<string, PublishedSchema>>;
  readonly parameters: Readonly<Record<string, object>>;
  readonly securityDefinitions: object;
  readonly security: readonly object[];
}

const metaKinds = [
  'APIGroup',
  'APIGroupList',
  'APIResourceList',
  'APIVersions',
  'DeleteOptions',
  'Patch',
  'Status',
  'WatchEvent',
];

/** `/openapi/v2`: everything in one document. Models k8s.io/kube-openapi/pkg/builder (v1.36). */
export function openApiV2(registry: ResourceRegistry, descriptions: OpenApiDescriptions): SwaggerDocument {
  const groups = servedGroups(registry);
  const schemas = new Schemas(2, descriptions, groupVersionsOf(registry));
  schemas.addMeta(metaKinds);
  schemas.addStruct('ApimachineryPkgVersionInfo');
  const items: PathItem[] = [rootPaths.api, rootPaths.apis, ...Object.values(otherPaths)];
  for (const { group, versions } of groups) {
    const isBuiltIn = versions.some(({ resources }) => resources.some(({ custom }) => !custom));
    if (isBuiltIn && group !== '') items.push(groupPath(group));
    for (const { version, resources } of versions) {
      if (isBuiltIn) items.push(versionDiscoveryPath(group, version));
      for (const resource of resources) {
        items.push(...resourcePaths(resource, descriptions));
        schemas.addResource(resource);
      }
    }
  }
  const parameters = new SharedParameters();
  const paths = items
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map((item) => [item.path, pathObject(item, parameters)]);
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version: '1.36' },
    paths: Object.fromEntries(paths) as SwaggerDocument['paths'],
    definitions: schemas.all(),
    parameters: parameters.all(),
    securityDefinitions: {
      BearerToken: {
        description: 'Bearer Token authentication',
        type: 'apiKey',
        name: 'authorization',
        in: 'header',
      },
    },
    security: [{ BearerToken: [] }],
  };
}

function pathObject(item: PathItem, parameters: SharedParameters): object {
  const { shared, own } = sharedParameters(item);
  return {
    ...Object.fromEntries(
      item.operations.map((operation) => [
        operation.method,
        operationObject(operation, own(operation), parameters),
      ]),
    ),
    ...(shared.length > 0 && { parameters: shared.map((each) => parameters.refer(parameterObject(each))) }),
  };
}

function operationObject(operation: Operation, own: readonly Parameter[], shared: SharedParameters): object {
  const { description, consumes, produces, tag, id, responses, action, kind, body } = operation;
  const sent = body && {
    name: 'body',
    in: 'body',
    ...(body.required && { required: true }),
    schema: referenceTo(body.schema),
  };
  const parameters: SwaggerParameter[] = [...(sent ? [sent] : []), ...own.map(parameterObject)];
  const answers = Object.entries(responses).map(([code, { description: words, schema }]) => [
    code,
    { description: words, schema: schema === undefined ? { type: 'string' } : referenceTo(schema) },
  ]);
  return {
    description,
    ...(consumes && { consumes }),
    produces,
    schemes: ['https'],
    tags: [tag],
    operationId: id,
    ...(parameters.length > 0 && { parameters: parameters.map((each) => shared.refer(each)) }),
    responses: Object.fromEntries([...answers, ['401', { description: 'Unauthorized' }]]) as object,
    ...(action !== undefined && { 'x-kubernetes-action': action }),
    ...(kind && { 'x-kubernetes-group-version-kind': kind }),
  };
}

interface SwaggerParameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: { readonly $ref: string };
}

function parameterObject({ name, in: place, type, description }: Parameter): SwaggerParameter {
  return {
    uniqueItems: true,
    type,
    ...(description && { description }),
    name,
    in: place,
    ...(place === 'path' && { required: true }),
  } as SwaggerParameter;
}

function referenceTo(name: string): { readonly $ref: string } {
  return { $ref: `#/definitions/${name}` };
}

/**
 * Parameters that many operations have are said once.
 * Models k8s.io/kube-openapi/pkg/builder.deduplicateParameters (v1.36).
 */
class SharedParameters {
  readonly #byText = new Map<string, string>();
  readonly #byName = new Map<string, object>();

  /** The parameter, or where it stands. */
  refer(parameter: SwaggerParameter): object {
    if (!isShareable(parameter)) return parameter;
    const text = JSON.stringify(parameter);
    let name = this.#byText.get(text);
    if (name === undefined) {
      name = `${parameter.name}-${shortHash(text)}`;
      this.#byText.set(text, name);
      this.#byName.set(name, parameter);
    }
    return { $ref: `#/parameters/${name}` };
  }

  all(): Record<string, object> {
    return Object.fromEntries([...this.#byName].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** Old clients look for these two where they are used. */
const unshared = new Set(['dryRun', 'fieldValidation', 'name']);

function isShareable({ name, in: place, schema }: SwaggerParameter): boolean {
  return place === 'body'
    ? schema?.$ref.startsWith('#/definitions/io.k8s.apimachinery') === true
    : !unshared.has(name);
}

const fnvPrime = 0x100000001b3n;
const fnvStart = 0xcbf29ce484222325n;

/** The first six bytes of a text's 64-bit FNV-1 hash, as base64. */
function shortHash(text: string): string {
  let hash = fnvStart;
  for (const byte of utf8Bytes(text)) hash = BigInt.asUintN(64, hash * fnvPrime) ^ BigInt(byte);
  const bytes = Array.from({ length: 6 }, (_, index) => Number((hash >> BigInt(56 - 8 * index)) & 0xffn));
  return encodeBase64(bytes, 'url');
}
