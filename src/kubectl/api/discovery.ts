import { goQuote } from '../../engine/index.ts';
import { CommandError } from '../errors.ts';
import { at, isMap } from '../go/values.ts';
import type { ApiClient } from './api-client.ts';

/** A resource that the server offers, with what kubectl needs to reach it. */
export interface ApiResource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly string[];
}

const discoveryAccept =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,' +
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

/** What the server has, asked for once per command. */
export class Discovery {
  private readonly client: ApiClient;
  private known: Promise<ApiResource[]> | undefined;

  constructor(client: ApiClient) {
    this.client = client;
  }

  /** Every resource of every served version, in the server's order. */
  all(): Promise<ApiResource[]> {
    this.known ??= this.load();
    return this.known;
  }

  /** One version of each resource: the one that its group prefers. */
  async preferred(): Promise<ApiResource[]> {
    const seen = new Set<string>();
    return (await this.all()).filter(({ group, resource }) => {
      const key = `${group}/${resource}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  }

  /** The resource that a word such as `po`, `deploy.apps`, `deployments.v1.apps` or `Pod` names. */
  async resourceFor(word: string): Promise<ApiResource> {
    const found = await this.find(word);
    if (found !== undefined) await this.warnOfAmbiguity(word, found);
    if (found === undefined) {
      const [resource = ''] = word.split('.');
      throw new CommandError(`the server doesn't have a resource type ${goQuote(resource)}`);
    }
    return found;
  }

  /** A short name of several resources means the first of them, which is worth a word. */
  private async warnOfAmbiguity(word: string, found: ApiResource): Promise<void> {
    if (!found.shortNames.includes(word) || word === found.resource || word === found.singular) return;
    for (const { group, resource, shortNames } of await this.preferred()) {
      if (!shortNames.includes(word) || (group === found.group && resource === found.resource)) continue;
      const name = group === '' ? resource : `${resource}.${group}`;
      this.client.warn(`short name ${goQuote(word)} could also match lower priority resource ${name}`);
    }
  }

  async find(word: string): Promise<ApiResource | undefined> {
    const resources = await this.all();
    const [name = '', ...rest] = word.split('.');
    const wanted = name.toLowerCase();
    // A group is named in full or by its beginning; one that is named in full is preferred.
    const isServed = (asked: string): boolean => resources.some(({ group }) => group === asked);
    const groupFits = (group: string, asked: string): boolean =>
      asked === '' || (isServed(asked) ? group === asked : group.startsWith(asked));
    const search = (matches: (resource: ApiResource) => boolean): ApiResource | undefined => {
      for (const nameFits of nameMatchers(wanted)) {
        const found = resources.find((resource) => nameFits(resource) && matches(resource));
        if (found !== undefined) return found;
      }
      return undefined;
    };
    // `deployments.v1.apps` first, then `deployments.apps`.
    if (rest.length > 1) {
      const [version = '', ...group] = rest;
      const exact = search(
        (resource) => resource.version === version && groupFits(resource.group, group.join('.')),
      );
      if (exact !== undefined) return exact;
    }
    return search((resource) => groupFits(resource.group, rest.join('.')));
  }

  /** The resource that holds objects of a kind. */
  async resourceOfKind(apiVersion: string, kind: string): Promise<ApiResource | undefined> {
    const slash = apiVersion.indexOf('/');
    const group = slash < 0 ? '' : apiVersion.slice(0, slash);
    const version = apiVersion.slice(slash + 1);
    const ofKind = (await this.all()).filter(
      (resource) => resource.kind === kind && resource.group === group,
    );
    return ofKind.find((resource) => resource.version === version);
  }

  /** The resources of a category such as `all`; undefined when there is no such category. */
  async category(name: string): Promise<ApiResource[] | undefined> {
    const members = (await this.preferred()).filter((resource) => resource.categories.includes(name));
    return members.length === 0 ? undefined : members;
  }

  private async load(): Promise<ApiResource[]> {
    const answers = await Promise.all(
      ['/api', '/apis'].map((path) => this.client.request('GET', path, { accept: discoveryAccept })),
    );
    return answers.flatMap(resourcesOf);
  }
}

function nameMatchers(name: string): ((resource: ApiResource) => boolean)[] {
  return [
    (resource) => resource.resource === name,
    (resource) => resource.singular === name,
    (resource) => resource.shortNames.includes(name),
    (resource) => resource.kind.toLowerCase() === name,
  ];
}

/** Reads an APIGroupDiscoveryList. */
function resourcesOf(list: unknown): ApiResource[] {
  const resources: ApiResource[] = [];
  for (const group of listOf(at(list, 'items'))) {
    for (const version of listOf(at(group, 'versions'))) {
      for (const resource of listOf(at(version, 'resources'))) {
        resources.push({
          group: textOf(at(group, 'metadata', 'name')),
          version: textOf(at(version, 'version')),
          resource: textOf(at(resource, 'resource')),
          singular: textOf(at(resource, 'singularResource')),
          kind: textOf(at(resource, 'responseKind', 'kind')),
          namespaced: at(resource, 'scope') === 'Namespaced',
          verbs: textsOf(at(resource, 'verbs')),
          shortNames: textsOf(at(resource, 'shortNames')),
          categories: textsOf(at(resource, 'categories')),
          subresources: listOf(at(resource, 'subresources')).map((each) => textOf(at(each, 'subresource'))),
        });
      }
    }
  }
  return resources;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
