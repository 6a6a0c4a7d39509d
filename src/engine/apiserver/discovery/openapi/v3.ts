import { sha256 } from '../../../api/sha256.ts';
import type { ResourceRegistry, ServedResource } from '../../registry/resource-registry.ts';
import { documentOf, servedGroups } from '../discovery.ts';
import type { OpenApiDescriptions } from './descriptions.ts';
import { resourcePaths, type Operation, type PathItem } from './operations.ts';
import { groupPath, otherPaths, rootPaths, sharedParameters, versionDiscoveryPath } from './paths.ts';
import type { Parameter } from './options.ts';
import { Schemas } from './schemas.ts';

const info = { title: 'Kubernetes', version: '1.36' };
const customInfo = { title: 'Kubernetes CRD Swagger', version: 'v0.1.0' };

/** `/openapi/v3`: where the document of each group version lies. */
export function openApiIndex(registry: ResourceRegistry): object {
  const documents = servedGroups(registry).flatMap(({ group, versions }) => {
    if (group === '') return ['api', 'api/v1'];
    const names = versions.map(({ version }) => `apis/${group}/${version}`);
    return isCustom(versions[0]?.resources) ? names : [`apis/${group}`, ...names];
  });
  const names = ['apis', ...Object.keys(otherPaths), ...documents];
  const hash = versionHash(registry);
  return {
    paths: Object.fromEntries(
      names.toSorted().map((name) => [name, { serverRelativeURL: `/openapi/v3/${name}?hash=${hash}` }]),
    ),
  };
}

/** Changes with what is served, so that clients may keep documents for as long as it stays. */
function versionHash(registry: ResourceRegistry): string {
  const served = registry
    .all()
    .map(({ apiVersion, resource, schema }) => `${apiVersion}/${resource} ${JSON.stringify(schema) ?? ''}`);
  return sha256(served.join('\n'))
    .map((byte) => byte.toString(16).padStart(2, '0').toUpperCase())
    .join('');
}

function isCustom(resources: readonly ServedResource[] = []): boolean {
  return resources.every(({ custom }) => custom);
}

/** The document of a name in the index, such as `apis/apps/v1`; undefined where there is none. */
export function openApiDocument(
  registry: ResourceRegistry,
  name: string,
  descriptions: OpenApiDescriptions,
): object | undefined {
  const plain = name === 'api' || name === 'apis' ? rootPaths[name] : ownEntry(otherPaths, name);
  if (plain !== undefined) return documentWith([plain], schemasOf(registry, descriptions, plain));
  const [, group, version] = /^(?:api|apis\/([^/]+))(?:\/([^/]+))?$/.exec(name) ?? [];
  const served = servedGroups(registry).find((each) => each.group === (group ?? ''));
  if (served === undefined) return undefined;
  if (version === undefined) {
    const path = groupPath(served.group);
    return documentWith([path], schemasOf(registry, descriptions, path));
  }
  const resources = served.versions.find((each) => each.version === version)?.resources;
  if (resources === undefined) return undefined;
  const schemas = new Schemas(3, descriptions, groupVersionsOf(registry));
  for (const resource of resources) schemas.addResource(resource);
  schemas.addMeta(['APIResourceList', 'DeleteOptions', 'Patch', 'Status', 'WatchEvent']);
  const custom = isCustom(resources);
  const paths = resources.flatMap((resource) => resourcePaths(resource, descriptions));
  if (!custom) paths.unshift(versionDiscoveryPath(served.group, version));
  return documentWith(paths, schemas, custom ? customInfo : info);
}

function ownEntry<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** What is served, as kinds that all have are told of it. */
export function groupVersionsOf(registry: ResourceRegistry): { group: string; version: string }[] {
  return documentOf(registry, 'group versions', () =>
    servedGroups(registry)
      .flatMap(({ group, versions }) => versions.map(({ version }) => ({ group, version })))
      .toSorted((a, b) => (`${a.group}/${a.version}` < `${b.group}/${b.version}` ? -1 : 1)),
  );
}

/** The schemas that the answers of a path are made of: one of the meta API's, or the version's. */
function schemasOf(registry: ResourceRegistry, descriptions: OpenApiDescriptions, path: PathItem): Schemas {
  const schemas = new Schemas(3, descriptions, groupVersionsOf(registry));
  for (const { responses } of path.operations) {
    const name = responses[200]?.schema;
    if (name === undefined) continue;
    if (name.endsWith('version.Info')) schemas.addStruct('ApimachineryPkgVersionInfo');
    else schemas.addMeta([name.split('.').at(-1) as string]);
  }
  return schemas;
}

function documentWith(items: readonly PathItem[], schemas: Schemas, about = info): object {
  return {
    openapi: '3.0.0',
    info: about,
    paths: Object.fromEntries(
      items.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map((item) => [item.path, pathObject(item)]),
    ),
    components: {
      schemas: schemas.all(),
      securitySchemes: {
        BearerToken: {
          type: 'apiKey',
          description: 'Bearer Token authentication',
          name: 'authorization',
          in: 'header',
        },
      },
    },
  };
}

function pathObject(item: PathItem): object {
  const { shared, own } = sharedParameters(item);
  return {
    ...Object.fromEntries(
      item.operations.map((operation) => [operation.method, operationObject(operation, own(operation))]),
    ),
    ...(shared.length > 0 && { parameters: shared.map(parameterObject) }),
  };
}

function operationObject(operation: Operation, parameters: readonly Parameter[]): object {
  const { tag, description, id, body, consumes = [], produces, responses, action, kind } = operation;
  const media = (types: readonly string[], schema: object): object => ({
    content: Object.fromEntries(types.map((type) => [type, { schema }])),
  });
  const answers = Object.entries(responses).map(([code, { description: words, schema }]) => [
    code,
    {
      description: words,
      ...media(produces, schema === undefined ? { type: 'string' } : referenceTo(schema)),
    },
  ]);
  return {
    tags: [tag],
    description,
    operationId: id,
    ...(parameters.length > 0 && { parameters: parameters.map(parameterObject) }),
    ...(body && {
      requestBody: {
        ...media(consumes, referenceTo(body.schema)),
        ...(body.required && { required: true }),
      },
    }),
    responses: Object.fromEntries([...answers, ['401', { description: 'Unauthorized' }]]) as object,
    ...(action !== undefined && { 'x-kubernetes-action': action }),
    ...(kind && { 'x-kubernetes-group-version-kind': kind }),
  };
}

function parameterObject({ name, in: place, type, description }: Parameter): object {
  return {
    name,
    in: place,
    ...(description && { description }),
    ...(place === 'path' && { required: true }),
    schema: { type, uniqueItems: true },
  };
}

function referenceTo(name: string): object {
  return { $ref: `#/components/schemas/${name}` };
}
