import {
  goQuote,
  groupVersion,
  type Labels,
  matchesLabels,
  parseLabelSelector,
  resourcePath,
  SelectorError,
  StatusError,
} from '../../engine/index.ts';
import type { Context } from '../context.ts';
import { CommandError, asError, isNotFound, throwAll } from '../errors.ts';
import type { ApiResource } from './discovery.ts';
import { fileSources, type ObjectSource } from './file-sources.ts';
import { readObjects } from './manifest.ts';
import {
  isList,
  isTable,
  listAt,
  mapAt,
  nameOf,
  namespaceOf,
  textAt,
  withMetadata,
  type AnyObject,
} from './object.ts';

/** One object that a command line names. */
export interface Info {
  /** Absent only where nothing may be asked of the server. */
  readonly resource?: ApiResource;
  namespace: string;
  readonly name: string;
  /** As loaded or fetched; absent while nobody has asked for it. */
  object?: AnyObject;
  /** The file that it came from. */
  readonly source?: string;
}

/** Which objects a command acts on. Models cli-runtime/pkg/resource.Builder (v1.36). */
export interface ResourceQuery {
  readonly args?: readonly string[];
  readonly namespace?: string;
  readonly requireNamespace?: boolean;
  readonly allNamespaces?: boolean;
  readonly filenames?: readonly string[];
  readonly kustomize?: string;
  readonly recursive?: boolean;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly all?: boolean;
  readonly subresource?: string;
  readonly chunkSize?: number;
  /** A bare type means all of its objects. */
  readonly allowEmptySelector?: boolean;
  readonly continueOnError?: boolean;
  /** Lists become their items. */
  readonly flatten?: boolean;
  /** Objects from files are fetched anew. */
  readonly latest?: boolean;
  /** Objects that were only named are fetched. */
  readonly requireObject?: boolean;
  readonly local?: boolean;
  readonly singleResourceType?: boolean;
  /** Objects in files must say what they are before they are sent. */
  readonly validate?: boolean;
  readonly accept?: string;
  readonly includeObject?: string;
  readonly ignoreNotFound?: boolean;
}

export const missingResourceError =
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

type Step = AsyncGenerator<Info | Error, void, void>;

/** The objects that a query names. Mistakes in its words are thrown by `open`. */
export class ResourceSet {
  /** Whether the words named one object, so that it is printed alone and not as a list. */
  singleItemImplied = false;
  private readonly context: Context;
  private readonly query: ResourceQuery;
  private readonly steps: () => Step;

  private constructor(context: Context, query: ResourceQuery, steps: () => Step) {
    this.context = context;
    this.query = query;
    this.steps = steps;
  }

  static async open(context: Context, query: ResourceQuery): Promise<ResourceSet> {
    const words = new QueryWords(context, query);
    const plan = await words.plan();
    const set = new ResourceSet(context, query, plan.steps);
    set.singleItemImplied = plan.singleItemImplied;
    return set;
  }

  /** Calls `act` with each object in turn; what goes wrong is thrown at the end, or at once unless told to go on. */
  async visit(act: (info: Info) => Promise<void> | void): Promise<void> {
    const errors: Error[] = [];
    for await (const step of this.steps()) {
      try {
        if (step instanceof Error) throw step;
        this.settleNamespace(step);
        if (this.query.requireObject !== false && step.object === undefined) await this.fetch(step);
        await act(step);
      } catch (error) {
        if (this.query.ignoreNotFound && isNotFound(error)) continue;
        if (!this.query.continueOnError) throw error;
        errors.push(asError(error));
      }
    }
    throwAll(errors);
  }

  /** All of them; with `errors` given, what goes wrong lands there. */
  async infos(errors?: Error[]): Promise<Info[]> {
    const infos: Info[] = [];
    try {
      await this.visit((info) => {
        infos.push(info);
      });
    } catch (error) {
      if (errors === undefined) throw error;
      errors.push(asError(error));
    }
    return infos;
  }

  private async fetch(info: Info): Promise<void> {
    info.object = await fetchObject(this.context, info, this.query);
  }

  private settleNamespace(info: Info): void {
    if (info.resource !== undefined && !info.resource.namespaced) {
      info.namespace = '';
      return;
    }
    if (info.resource === undefined && info.namespace === '') return;
    const namespace = this.query.allNamespaces ? '' : (this.query.namespace ?? this.context.namespace);
    if (info.namespace === '' && namespace !== '') {
      info.namespace = namespace;
      if (info.object !== undefined && !isTable(info.object) && !isList(info.object)) {
        info.object = withMetadata(info.object, { namespace });
      }
    }
    if (this.query.requireNamespace && info.namespace !== namespace && namespace !== '') {
      throw new CommandError(
        `the namespace from the provided object ${goQuote(info.namespace)} does not match the namespace ${goQuote(namespace)}. ` +
          `You must pass '--namespace=${info.namespace}' to perform this operation.`,
      );
    }
  }
}

/** GETs one object; where its namespace is what is missing, the error says so. */
export async function fetchObject(
  context: Context,
  info: Info,
  query: Pick<ResourceQuery, 'subresource' | 'accept' | 'includeObject'> = {},
): Promise<AnyObject> {
  const resource = info.resource as ApiResource;
  const path = resourcePath(resource, {
    namespace: info.namespace,
    name: info.name,
    subresource: query.subresource || undefined,
  });
  try {
    const options = { accept: query.accept, query: { includeObject: query.includeObject } };
    return (await context.client.request('GET', path, options)) as AnyObject;
  } catch (error) {
    if (isNotFound(error) && info.namespace !== '' && info.namespace !== 'default') {
      try {
        await context.client.request('GET', `/api/v1/namespaces/${info.namespace}`);
      } catch (namespaceError) {
        if (isNotFound(namespaceError)) throw namespaceError;
      }
    }
    throw error;
  }
}

/** LISTs a collection in chunks and puts them together; refusals say what was looked for. */
export async function listObjects(
  context: Context,
  resource: ApiResource,
  options: {
    namespace?: string;
    labelSelector?: string;
    fieldSelector?: string;
    chunkSize?: number;
    accept?: string;
    includeObject?: string;
  },
): Promise<AnyObject> {
  const path = resourcePath(resource, { namespace: options.namespace });
  let all: AnyObject | undefined;
  let next = '';
  do {
    let chunk: AnyObject;
    try {
      chunk = (await context.client.request('GET', path, {
        accept: options.accept,
        query: {
          labelSelector: options.labelSelector,
          fieldSelector: options.fieldSelector,
          includeObject: options.includeObject,
          limit: options.chunkSize || undefined,
          continue: next,
        },
      })) as AnyObject;
    } catch (error) {
      throw listError(error, resource, options.labelSelector ?? '', options.fieldSelector ?? '');
    }
    next = textAt(chunk, 'metadata', 'continue');
    const member = isTable(chunk) ? 'rows' : 'items';
    if (all === undefined) all = chunk;
    else all = { ...chunk, ...all, [member]: [...listAt(all, member), ...listAt(chunk, member)] };
  } while (next !== '');
  return all;
}

function listError(error: unknown, resource: ApiResource, labels: string, fields: string): unknown {
  if (!(error instanceof StatusError)) return error;
  const { reason, message } = error.status;
  if (reason !== 'BadRequest' && reason !== 'NotFound') return error;
  const subject = `${resource.group}/${resource.version}, Resource=${resource.resource}`;
  const head =
    labels === '' && fields === ''
      ? `Unable to list ${goQuote(subject)}`
      : `Unable to find ${goQuote(subject)} that match label selector ${goQuote(labels)}, field selector ${goQuote(fields)}`;
  return new StatusError({ ...error.status, message: `${head}: ${message ?? ''}` });
}

interface Plan {
  readonly singleItemImplied: boolean;
  readonly steps: () => Step;
}

/** Sorts the words of a query into types, names, files and selectors. */
class QueryWords {
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
