import { groupVersion } from '../../engine/index.ts';
import type { ApiResource } from '../api/discovery.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';
import { compareStrings } from '../go/sort.ts';
import { TabWriter, tableLayout } from '../go/tab-writer.ts';
import { objectPrinter } from '../print/output.ts';
import type { AnyObject } from '../api/object.ts';

/** `kubectl api-resources`. Models kubectl/pkg/cmd/apiresources (v1.36). */
export async function apiResources(context: Context): Promise<void> {
  const { args, flags } = context;
  if (args.length > 0) throw context.usageError(`unexpected arguments: [${args.join(' ')}]`);
  const output = flags.string('output');
  const sortBy = flags.string('sort-by');
  if (!['', 'name', 'kind'].includes(sortBy)) {
    throw new CommandError('--sort-by accepts only name or kind');
  }
  const group = flags.string('api-group');
  const verbs = flags.list('verbs');
  const categories = flags.list('categories');
  const chosen = (await context.discovery.preferred()).filter(
    (resource) =>
      resource.verbs.length > 0 &&
      (!flags.changed('api-group') || resource.group === group) &&
      (!flags.changed('namespaced') || resource.namespaced === flags.bool('namespaced')) &&
      verbs.every((verb) => resource.verbs.includes(verb)) &&
      categories.every((category) => resource.categories.includes(category)),
  );
  const sorted = sortResources(chosen, sortBy);
  if (output === '' || output === 'wide' || output === 'name') printTable(context, sorted, output);
  else context.out(objectPrinter(context, { noName: true })(resourceList(sorted)));
}

/** By group, then name; or by what was asked for. */
function sortResources(resources: readonly ApiResource[], sortBy: string): ApiResource[] {
  return [...resources].sort((a, b) => {
    if (sortBy === 'name') return compareStrings(a.resource, b.resource);
    if (sortBy === 'kind') return compareStrings(a.kind, b.kind);
    return compareStrings(a.group, b.group) || compareStrings(a.resource, b.resource);
  });
}

function printTable(context: Context, resources: readonly ApiResource[], output: string): void {
  const writer = new TabWriter((text) => context.out(text), tableLayout);
  const wide = output === 'wide';
  if (output === '' || wide) {
    if (!context.flags.bool('no-headers')) {
      writer.write(`NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND${wide ? '\tVERBS\tCATEGORIES' : ''}\n`);
    }
  }
  for (const resource of resources) {
    const { group, resource: name, shortNames, namespaced, kind, verbs, categories } = resource;
    if (output === 'name') {
      context.out(`${group === '' ? name : `${name}.${group}`}\n`);
      continue;
    }
    const cells = [name, shortNames.join(','), groupVersion(resource), String(namespaced), kind];
    if (wide) cells.push(verbs.join(','), categories.join(','));
    writer.write(`${cells.join('\t')}\n`);
  }
  writer.flush();
}

function resourceList(resources: readonly ApiResource[]): AnyObject {
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: '',
    resources: resources.map((resource) => ({
      name: resource.resource,
      singularName: resource.singular,
      namespaced: resource.namespaced,
      ...(resource.group === '' ? {} : { group: resource.group }),
      version: resource.version,
      kind: resource.kind,
      verbs: resource.verbs,
      ...(resource.shortNames.length > 0 ? { shortNames: resource.shortNames } : {}),
      ...(resource.categories.length > 0 ? { categories: resource.categories } : {}),
    })),
  };
}

/** `kubectl api-versions`. Models kubectl/pkg/cmd/apiresources (v1.36). */
export async function apiVersions(context: Context): Promise<void> {
  if (context.args.length > 0) throw context.usageError(`unexpected arguments: [${context.args.join(' ')}]`);
  const versions = new Set((await context.discovery.all()).map(groupVersion));
  context.out(`${[...versions].sort(compareStrings).join('\n')}\n`);
}
