import {
  goQuote,
  groupVersion,
  type Labels,
  matchesLabels,
  parseLabelSelector,
  SelectorError,
} from '../../engine/index.ts';
import type { Context } from '../context.ts';
import { CommandError, asError, throwAll } from '../errors.ts';
import type { ApiResource } from './discovery.ts';
import { fetchObject, listObjects } from './fetch-objects.ts';
import { fileSources, type ObjectSource } from './file-sources.ts';
import { readObjects } from './manifest.ts';
import { isTable, listAt, mapAt, nameOf, namespaceOf, type AnyObject } from './object.ts';
import type { Info, ResourceQuery, Plan } from './resource-query.ts';

const missingResourceError =
  'You must provide one or more resources by argument or filename.\n' +
  'Example resource specifications include:\n' +
  "   '-f rsrc.yaml'\n" +
  "   '--filename=rsrc.json'\n" +
  "   '<resource> <name>'\n" +
  "   '<resource>'";

interface Tuple {
  readonly type: string;
  readonly name: string;
}

/** Sorts the words of a query into types, names, files and selectors. */
export class QueryWords {
  private readonly context: Context;
  private readonly query: ResourceQuery;
  private readonly errors: Error[] = [];
  private types: string[] = [];
  private names: string[] = [];
  private tuples: Tuple[] = [];
  private sources: ObjectSource[] = [];
  private labelSelector: string | undefined;
  private fieldSelector: string | undefined;
  private singleFile = false;

  constructor(context: Context, query: ResourceQuery) {
    this.context = context;
    this.query = query;
  }

  async plan(): Promise<Plan> {
    const { query } = this;
    const files = fileSources(this.context.environment, query);
    this.errors.push(...files.errors);
    this.sources = files.sources;
    this.singleFile = files.singleItemImplied;
    this.selectors();
    await this.typeOrNameArgs([...(query.args ?? [])]);
    throwAll(this.errors);
    if (query.all) this.labelSelector = '';
    if (this.sources.length > 0) return this.byPaths();
    if (this.labelSelector !== undefined || this.fieldSelector !== undefined) return this.bySelector();
    if (this.tuples.length > 0) return this.byTuple();
    if (this.names.length > 0) return this.byName();
    for (const type of this.types) await this.context.discovery.resourceFor(type);
    if (this.types.length > 0) throw new CommandError('resource(s) were provided, but no name was specified');
    throw new CommandError(missingResourceError);
  }

  private selectors(): void {
    const label = this.query.labelSelector?.trim() ?? '';
    const field = this.query.fieldSelector?.trim() ?? '';
    if (label !== '') this.labelSelector = label;
    if (field !== '') this.fieldSelector = field;
    if (this.query.all && (label !== '' || field !== '')) {
      this.errors.push(new CommandError("setting 'all' parameter but found a non empty selector. "));
    }
  }

  private async typeOrNameArgs(words: string[]): Promise<void> {
    const args = spreadTypes(words);
    const withSlash = args.filter((word) => word.includes('/')).length;
    if (withSlash > 0) {
      if (withSlash !== args.length) {
        this.errors.push(
          new CommandError(
            "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
          ),
        );
        return;
      }
      for (const word of args) this.addTuple(word);
      return;
    }
    const [types, ...names] = args;
    if (types === undefined) return;
    this.types = splitTypes(await this.withoutCategories(types));
    this.names = names;
    if (names.length === 0 && this.labelSelector === undefined && this.query.allowEmptySelector) {
      this.labelSelector = '';
    }
  }

  private addTuple(word: string): void {
    const parts = word.split('/');
    if (parts.length !== 2) {
      this.errors.push(new CommandError('arguments in resource/name form may not have more than one slash'));
      return;
    }
    const [type = '', name = ''] = parts;
    if (type === '' || name === '' || splitTypes(type).length !== 1) {
      this.errors.push(
        new CommandError('arguments in resource/name form must have a single resource and name'),
      );
      return;
    }
    this.tuples.push({ type, name });
  }

  private async withoutCategories(types: string): Promise<string> {
    const expanded: string[] = [];
    for (const type of types.split(',')) {
      const members = await this.context.discovery.category(type);
      if (members === undefined) expanded.push(type);
      else
        expanded.push(
          ...members.map(({ resource, group }) => (group === '' ? resource : `${resource}.${group}`)),
        );
    }
    return expanded.join(',');
  }

  private async resources(): Promise<ApiResource[]> {
    if (this.types.length > 1 && this.query.singleResourceType) throw severalTypesError();
    const resources: ApiResource[] = [];
    for (const type of this.types) {
      const resource = await this.context.discovery.resourceFor(type);
      if (!resources.includes(resource)) resources.push(resource);
    }
    return resources;
  }

  private async bySelector(): Promise<Plan> {
    if (this.names.length > 0) {
      throw new CommandError('name cannot be provided when a selector is specified');
    }
    if (this.tuples.length > 0) {
      throw new CommandError(
        'selectors and the all flag cannot be used when passing resource/name arguments',
      );
    }
    if (this.types.length === 0) {
      throw new CommandError('at least one resource must be specified to use a selector');
    }
    if (this.query.subresource) {
      throw new CommandError('subresource cannot be used when bulk resources are specified');
    }
    const resources = await this.resources();
    const { context, query, labelSelector, fieldSelector } = this;
    return {
      singleItemImplied: false,
      async *steps() {
        for (const resource of resources) {
          const namespace =
            resource.namespaced && !query.allNamespaces ? (query.namespace ?? context.namespace) : '';
          try {
            const list = await listObjects(context, resource, {
              ...query,
              namespace,
              labelSelector,
              fieldSelector,
            });
            if (!query.flatten || isTable(list)) yield { resource, namespace, name: '', object: list };
            else yield* itemsOf(list, resource);
          } catch (error) {
            yield asError(error);
          }
        }
      },
    };
  }

  private async byTuple(): Promise<Plan> {
    if (this.types.length > 0) {
      throw new CommandError('you may not specify individual resources and bulk resources in the same call');
    }
    const infos: Info[] = [];
    const kinds = new Set<ApiResource>();
    for (const { type, name } of this.tuples) {
      const resource = await this.context.discovery.resourceFor(type);
      kinds.add(resource);
      infos.push(this.named(resource, name));
    }
    if (kinds.size > 1 && this.query.singleResourceType) throw severalTypesError();
    return stepsOf(infos, this.tuples.length === 1);
  }

  private async byName(): Promise<Plan> {
    if (this.types.length === 0) {
      throw new CommandError('you must provide a resource and a resource name together');
    }
    if (this.types.length > 1) throw new CommandError('you must specify only one resource');
    const [resource] = await this.resources();
    const infos = this.names.map((name) => this.named(resource as ApiResource, name));
    return stepsOf(infos, this.names.length === 1);
  }

  private named(resource: ApiResource, name: string): Info {
    if (resource.namespaced && this.query.allNamespaces) {
      throw new CommandError('a resource cannot be retrieved by name across all namespaces');
    }
    return {
      resource,
      name,
      namespace: resource.namespaced ? (this.query.namespace ?? this.context.namespace) : '',
    };
  }

  private byPaths(): Plan {
    if (this.types.length > 0) {
      throw new CommandError(
        'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
      );
    }
    if (this.tuples.length > 0) {
      throw new CommandError('resource/name arguments cannot be provided when a path is specified');
    }
    const { context, query, sources, labelSelector } = this;
    const selector = labelSelector === undefined ? undefined : labelFilter(labelSelector);
    return {
      singleItemImplied: this.singleFile,
      async *steps() {
        for (const source of sources) {
          for await (const found of readObjects(context, source, query)) {
            if (found instanceof Error) yield found;
            else if (selector?.(found.object) !== false)
              yield query.latest ? await refetched(context, found, query) : found;
          }
        }
      },
    };
  }
}

async function refetched(context: Context, info: Info, query: ResourceQuery): Promise<Info | Error> {
  const namespace = info.resource?.namespaced ? info.namespace || (query.namespace ?? context.namespace) : '';
  const fresh: Info = { ...info, namespace };
  try {
    fresh.object = await fetchObject(context, fresh, query);
    return fresh;
  } catch (error) {
    return asError(error);
  }
}

function labelFilter(text: string): (object: AnyObject | undefined) => boolean {
  try {
    const selector = parseLabelSelector(text);
    return (object) => matchesLabels(selector, mapAt(object, 'metadata', 'labels') as Labels);
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    throw new CommandError(`the provided selector ${goQuote(text)} is not valid: ${error.message}`);
  }
}

function stepsOf(infos: readonly Info[], singleItemImplied: boolean): Plan {
  return {
    singleItemImplied,
    async *steps() {
      yield* infos.map((info) => ({ ...info }));
    },
  };
}

function* itemsOf(list: AnyObject, resource: ApiResource): Generator<Info> {
  for (const item of listAt(list, 'items') as AnyObject[]) {
    const object: AnyObject = { apiVersion: groupVersion(resource), kind: resource.kind, ...item };
    yield { resource, object, name: nameOf(item), namespace: namespaceOf(item) };
  }
}

function severalTypesError(): CommandError {
  return new CommandError('you may only specify a single resource type');
}

/** `pods,svc a b` names pods/a, pods/b, svc/a and svc/b. */
function spreadTypes(args: readonly string[]): readonly string[] {
  const [first, ...names] = args;
  if (first === undefined || names.length === 0) return args;
  const types = splitTypes(first);
  if (types.length < 2) return args;
  return types.flatMap((type) => names.map((name) => `${type}/${name}`));
}

function splitTypes(word: string): string[] {
  return [...new Set(word.split(','))];
}
