/**
 * What can be done with what is served, as OpenAPI documents list it.
 * Models k8s.io/apiserver/pkg/endpoints.APIInstaller and, for custom resources,
 * apiextensions-apiserver/pkg/controller/openapi/builder (v1.36).
 */
import type { SubresourceInfo } from '../../registry/catalog.ts';
import type { ServedResource } from '../../registry/resource-registry.ts';
import type { OpenApiDescriptions } from './descriptions.ts';
import {
  capitalised,
  customSchemaName,
  groupTag,
  groupWord,
  metaSchemaName,
  schemaName,
  structOf,
  versionPath,
  type GroupVersionKind,
} from './names.ts';
import {
  isOptionsStruct,
  nameParameter,
  namespaceParameter,
  optionsOf,
  pathParameter,
  prettyParameter,
  type OptionsStruct,
  type Parameter,
} from './options.ts';
import { deleteOptions, listOptions, verbs, type Verb } from './verbs.ts';

/** A path with what its methods do. */
export interface PathItem {
  readonly path: string;
  readonly operations: readonly Operation[];
}

export interface Operation {
  /** In small letters. */
  readonly method: string;
  readonly id: string;
  readonly tag: string;
  readonly description: string;
  readonly action?: string;
  readonly kind?: GroupVersionKind;
  readonly consumes?: readonly string[];
  readonly produces: readonly string[];
  readonly body?: { readonly schema: string; readonly required: boolean };
  readonly parameters: readonly Parameter[];
  /** By status; the schema is missing where the body is text. */
  readonly responses: Readonly<Record<number, { readonly description: string; readonly schema?: string }>>;
}

const json = 'application/json';
const yaml = 'application/yaml';
const protobuf = 'application/vnd.kubernetes.protobuf';
export const builtInTypes: readonly string[] = [json, yaml, protobuf];
const watchTypes = [...builtInTypes, `${json};stream=watch`, `${protobuf};stream=watch`];
const customTypes = [json, yaml];
const patchTypes = ['application/json-patch+json', 'application/merge-patch+json'];
const builtInPatchTypes = [
  ...patchTypes,
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];
const customPatchTypes = [...patchTypes, 'application/apply-patch+yaml'];

const itemVerbs = ['get', 'update', 'delete', 'patch'] as const;
const subresourceVerbs = ['get', 'update', 'create', 'patch'] as const;

/** The paths of a resource, with the subresources and, if it is built in, the old paths of watches. */
export function resourcePaths(resource: ServedResource, descriptions: OpenApiDescriptions): PathItem[] {
  return new ResourcePaths(resource, descriptions).all();
}

class ResourcePaths {
  readonly #resource: ServedResource;
  readonly #descriptions: OpenApiDescriptions;
  /** `/apis/apps/v1` */
  readonly #prefix: string;
  /** `AppsV1` */
  readonly #idPrefix: string;
  readonly #scope: string;
  readonly #scopeParameters: readonly Parameter[];

  constructor(resource: ServedResource, descriptions: OpenApiDescriptions) {
    const { group, version, apiVersion, namespaced } = resource;
    this.#resource = resource;
    this.#descriptions = descriptions;
    this.#prefix = versionPath(apiVersion);
    this.#idPrefix = groupWord(group) + capitalised(version);
    this.#scope = namespaced ? 'Namespaced' : '';
    this.#scopeParameters = namespaced ? [namespaceParameter] : [];
  }

  all(): PathItem[] {
    const { resource: plural, namespaced, custom, verbs: served, subresources, kind } = this.#resource;
    const inScope = namespaced ? `/namespaces/{namespace}/${plural}` : `/${plural}`;
    const collection = this.#prefix + inScope;
    const item = `${collection}/{name}`;
    const items: PathItem[] = [
      {
        path: collection,
        operations: [
          ...this.#operations(['list', 'create'], this.#scopeParameters),
          ...(served.includes('deletecollection') ? [this.#deleteCollection()] : []),
        ],
      },
      { path: item, operations: this.#operations(itemVerbs, this.#named(kind)) },
      ...subresources.flatMap((subresource) => this.#subresource(item, subresource)),
    ];
    if (namespaced && served.includes('list'))
      items.push({ path: `${this.#prefix}/${plural}`, operations: [this.#listEverywhere()] });
    if (served.includes('watch') && !custom) {
      items.push(
        { path: `${this.#prefix}/watch${inScope}`, operations: [this.#watchList()] },
        { path: `${this.#prefix}/watch${inScope}/{name}`, operations: [this.#watchItem()] },
      );
      if (namespaced)
        items.push({
          path: `${this.#prefix}/watch/${plural}`,
          operations: [
            {
              ...this.#watchList(),
              id: `watch${this.#idPrefix}${kind}ListForAllNamespaces`,
              parameters: this.#listParameters(),
            },
          ],
        });
    }
    return items.filter(({ operations }) => operations.length > 0);
  }

  #named(kind: string): Parameter[] {
    return [nameParameter(kind), ...this.#scopeParameters];
  }

  #operations(names: readonly (keyof typeof verbs)[], parameters: readonly Parameter[]): Operation[] {
    return names
      .filter((name) => this.#resource.verbs.includes(name))
      .map((name) => this.#operation(verbs[name], parameters));
  }

  #operation(verb: Verb, parameters: readonly Parameter[], subresource?: SubresourceInfo): Operation {
    const { custom, kind, verbs: served, strategy } = this.#resource;
    const name = subresource?.subresource ?? '';
    const object = this.#schemaOf(subresource);
    const answer =
      verb === verbs.list
        ? `${object}List`
        : verb === verbs.delete && strategy.returnDeletedObject !== true
          ? metaSchemaName('Status')
          : object;
    const watchable = served.includes('watch') && !custom;
    return {
      method: verb.method,
      id: `${verb.idVerb}${this.#idPrefix}${this.#scope}${kind}${capitalised(name)}`,
      tag: this.#tag(),
      description: verb.describe(kind, name, watchable),
      action: verb.action,
      kind: this.#kindOf(subresource),
      consumes: this.#consumes(verb.body === 'patch'),
      produces: custom ? customTypes : verb === verbs.list ? watchTypes : builtInTypes,
      body: bodyOf(verb, object),
      parameters: [...parameters, ...this.#options(verb), prettyParameter],
      responses: responsesOf(
        { ...verb, created: verb.created && !(custom && verb.body === 'patch') },
        answer,
      ),
    };
  }

  #options(verb: Verb): Parameter[] {
    const { options } = verb;
    if (options !== undefined) return optionsOf(options, this.#descriptions);
    const { custom } = this.#resource;
    return custom ? optionsOf('ApimachineryPkgApisMetaV1GetOptions', this.#descriptions) : [];
  }

  #consumes(isPatch: boolean): readonly string[] {
    if (this.#resource.custom) return isPatch ? customPatchTypes : customTypes;
    return isPatch ? builtInPatchTypes : ['*/*'];
  }

  #tag(): string {
    const { group, version } = this.#resource;
    return `${groupTag(group)}_${version}`;
  }

  #kindOf(subresource: SubresourceInfo | undefined): GroupVersionKind {
    const { group, version, kind, custom } = this.#resource;
    if (subresource === undefined || custom) return { group, kind, version };
    return {
      group: subresource.group ?? group,
      kind: subresource.kind,
      version: subresource.version ?? version,
    };
  }

  #schemaOf(subresource: SubresourceInfo | undefined): string {
    const { group, version, kind, custom } = this.#resource;
    const sent = {
      group: subresource?.group ?? group,
      version: subresource?.version ?? version,
      kind: subresource?.kind ?? kind,
    };
    const struct = structOf(sent);
    return custom && sent.group === group ? customSchemaName(sent) : schemaName(struct ?? sent.kind);
  }

  #listParameters(): Parameter[] {
    return [...optionsOf(listOptions, this.#descriptions), prettyParameter];
  }

  #deleteCollection(): Operation {
    const { kind, custom } = this.#resource;
    const deletion = optionsOf(deleteOptions, this.#descriptions);
    const listing = this.#listParameters();
    // Custom resources say only what is listed, built-in ones do not say that it could be watched.
    const options = custom
      ? listing
      : [...deletion, ...listing.filter(({ name }) => name !== 'watch' && name !== 'allowWatchBookmarks')];
    return {
      method: 'delete',
      id: `delete${this.#idPrefix}Collection${this.#scope}${kind}`,
      tag: this.#tag(),
      description: `delete collection of ${kind}`,
      action: 'deletecollection',
      kind: this.#kindOf(undefined),
      consumes: this.#consumes(false),
      produces: custom ? customTypes : builtInTypes,
      body: custom ? undefined : { schema: metaSchemaName('DeleteOptions'), required: false },
      parameters: [...this.#scopeParameters, ...options],
      responses: { 200: { description: 'OK', schema: metaSchemaName('Status') } },
    };
  }

  #listEverywhere(): Operation {
    const list = this.#operation(verbs.list, []);
    return { ...list, id: `list${this.#idPrefix}${this.#resource.kind}ForAllNamespaces` };
  }

  #watchList(): Operation {
    const { kind } = this.#resource;
    return {
      method: 'get',
      id: `watch${this.#idPrefix}${this.#scope}${kind}List`,
      tag: this.#tag(),
      description: `watch individual changes to a list of ${kind}. deprecated: use the 'watch' parameter with a list operation instead.`,
      action: 'watchlist',
      kind: this.#kindOf(undefined),
      consumes: ['*/*'],
      produces: watchTypes,
      parameters: [...this.#scopeParameters, ...this.#listParameters()],
      responses: { 200: { description: 'OK', schema: metaSchemaName('WatchEvent') } },
    };
  }

  #watchItem(): Operation {
    const { kind } = this.#resource;
    return {
      ...this.#watchList(),
      id: `watch${this.#idPrefix}${this.#scope}${kind}`,
      description: `watch changes to an object of kind ${kind}. deprecated: use the 'watch' parameter with a list operation instead, filtered to a single item with the 'fieldSelector' parameter.`,
      action: 'watch',
      parameters: [...this.#named(kind), ...this.#listParameters()],
    };
  }

  #subresource(item: string, subresource: SubresourceInfo): PathItem[] {
    const path = `${item}/${subresource.subresource}`;
    const options = `ApiCoreV1${subresource.kind}`;
    if (isOptionsStruct(options)) return this.#connections(path, subresource, options);
    if (subresource.subresource === 'log') return [{ path, operations: [this.#log(subresource)] }];
    const parameters = this.#named(subresource.kind);
    const operations = subresourceVerbs
      .filter((verb) => subresource.verbs.includes(verb))
      .map((verb) => this.#operation(verbs[verb], parameters, subresource));
    return [{ path, operations }];
  }

  #log(subresource: SubresourceInfo): Operation {
    const read = this.#operation(verbs.get, this.#named(subresource.kind), subresource);
    const options = optionsOf('ApiCoreV1PodLogOptions', this.#descriptions);
    return {
      ...read,
      produces: ['text/plain', ...builtInTypes],
      parameters: [...read.parameters, ...options],
      responses: { 200: { description: 'OK' } },
    };
  }

  /** A subresource through which bytes flow; a proxy leads on to paths of its own. */
  #connections(path: string, subresource: SubresourceInfo, options: OptionsStruct): PathItem[] {
    const isProxy = subresource.subresource === 'proxy';
    const methods = isProxy ? ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] : ['get', 'post'];
    const parameters = [...this.#named(subresource.kind), ...optionsOf(options, this.#descriptions)];
    const { kind } = this.#resource;
    const connect = (method: string, more: readonly Parameter[], suffix: string): Operation => ({
      method,
      id: `connect${this.#idPrefix}${capitalised(method)}${this.#scope}${kind}${capitalised(subresource.subresource)}${suffix}`,
      tag: this.#tag(),
      description: `connect ${method.toUpperCase()} requests to ${subresource.subresource} of ${kind}`,
      action: 'connect',
      kind: this.#kindOf(subresource),
      consumes: ['*/*'],
      produces: ['*/*'],
      parameters: [...parameters, ...more],
      responses: { 200: { description: 'OK' } },
    });
    const items = [{ path, operations: methods.map((method) => connect(method, [], '')) }];
    if (isProxy)
      items.push({
        path: `${path}/{path}`,
        operations: methods.map((method) => connect(method, [pathParameter], 'WithPath')),
      });
    return items;
  }
}

function responsesOf({ created, accepted }: Verb, schema: string): Operation['responses'] {
  const responses: Record<number, { description: string; schema: string }> = {
    200: { description: 'OK', schema },
  };
  if (created) responses[201] = { description: 'Created', schema };
  if (accepted) responses[202] = { description: 'Accepted', schema };
  return responses;
}

function bodyOf(verb: Verb, object: string): Operation['body'] {
  switch (verb.body) {
    case 'object':
      return { schema: object, required: true };
    case 'patch':
      return { schema: metaSchemaName('Patch'), required: true };
    case 'options':
      return { schema: metaSchemaName('DeleteOptions'), required: false };
    default:
      return undefined;
  }
}
