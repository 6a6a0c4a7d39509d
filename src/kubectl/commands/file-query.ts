import type { ResourceQuery } from '../api/resource-query.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';

/** The query of a command that takes objects from files alone. */
export function fileQuery(context: Context, validate: boolean): ResourceQuery {
  const { flags } = context;
  return {
    namespace: context.namespace,
    requireNamespace: context.namespaceIsExplicit,
    filenames: flags.list('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    labelSelector: flags.has('selector') ? flags.string('selector') : undefined,
    continueOnError: true,
    flatten: true,
    validate,
  };
}

export function requireFiles(context: Context): void {
  if (context.flags.list('filename').length === 0 && context.flags.string('kustomize') === '') {
    throw new CommandError('must specify one of -f and -k');
  }
}
