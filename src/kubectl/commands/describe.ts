import type { ApiResource } from '../api/discovery.ts';
import { fetchObject } from '../api/fetch-objects.ts';
import type { Info } from '../api/resource-query.ts';
import { ResourceSet } from '../api/resource-set.ts';
import type { Context } from '../context.ts';
import { asError, CommandError, isNotFound, throwAll } from '../errors.ts';
import { describerFor, identified } from '../describe/index.ts';
import { DescribeRequest } from '../describe/describer.ts';

/** `kubectl describe`. Models kubectl/pkg/cmd/describe (v1.36). */
export async function describe(context: Context): Promise<void> {
  const { args, flags } = context;
  if (args.length === 0 && flags.list('filename').length === 0 && flags.string('kustomize') === '') {
    throw new CommandError(
      'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
    );
  }
  const allNamespaces = flags.bool('all-namespaces');
  const base = { namespace: context.namespace, chunkSize: flags.number('chunk-size'), flatten: true };
  const set = await ResourceSet.open(context, {
    ...base,
    args,
    requireNamespace: context.namespaceIsExplicit && !allNamespaces,
    allNamespaces,
    filenames: flags.list('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    labelSelector: flags.string('selector'),
    allowEmptySelector: true,
    continueOnError: true,
  });
  const errors: Error[] = [];
  const infos = await set.infos(errors);
  const [error] = errors;
  const showEvents =
    flags.bool('show-events') && (flags.changed('show-events') || (infos.length <= 1 && errors.length === 0));
  if (error !== undefined && isNotFound(error) && args.length === 2) {
    const described = await describeMatching(context, base, args[0] as string, args[1] as string, showEvents);
    if (described) return;
  }
  let first = true;
  const seen = new Set<string>();
  for (const info of infos) {
    try {
      context.out((first ? '' : '\n\n') + (await descriptionOf(context, info, showEvents)));
      first = false;
    } catch (failed) {
      const { message } = asError(failed);
      if (!seen.has(message)) errors.push(asError(failed));
      seen.add(message);
    }
  }
  if (infos.length === 0 && errors.length === 0) {
    context.err(
      allNamespaces ? 'No resources found\n' : `No resources found in ${context.namespace} namespace.\n`,
    );
  }
  throwAll(errors);
}

/** What is described is fetched once more, as kubectl's describers do. */
async function descriptionOf(context: Context, info: Info, showEvents: boolean): Promise<string> {
  const resource = info.resource as ApiResource;
  const object =
    info.source === undefined && info.object !== undefined ? info.object : await fetchObject(context, info);
  const describer = describerFor(resource);
  return describer(identified(object, resource) as never, new DescribeRequest(context, showEvents));
}

/** Describes all objects whose names start so; false when there are none. */
async function describeMatching(
  context: Context,
  base: { namespace: string; chunkSize: number; flatten: boolean },
  type: string,
  prefix: string,
  showEvents: boolean,
): Promise<boolean> {
  const set = await ResourceSet.open(context, {
    ...base,
    args: [type],
    allowEmptySelector: true,
    singleResourceType: true,
  });
  const matching = (await set.infos()).filter((info) => info.name.startsWith(prefix));
  for (const info of matching) context.out(`${await descriptionOf(context, info, showEvents)}\n`);
  return matching.length > 0;
}
