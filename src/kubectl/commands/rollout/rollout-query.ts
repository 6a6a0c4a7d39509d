import type { ResourceQuery } from '../../api/resource-query.ts';
import type { Context } from '../../context.ts';
import { CommandError } from '../../errors.ts';

/** What every `rollout` command looks at. */
export function rolloutQuery(context: Context): ResourceQuery {
  const { flags } = context;
  return {
    args: context.args,
    namespace: context.namespace,
    requireNamespace: context.namespaceIsExplicit,
    filenames: flags.list('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    labelSelector: flags.has('selector') ? flags.string('selector') : '',
    allowEmptySelector: true,
    continueOnError: true,
    flatten: true,
    latest: true,
  };
}

export function requireResource(context: Context): void {
  const { args, flags } = context;
  if (args.length === 0 && flags.list('filename').length === 0 && flags.string('kustomize') === '') {
    throw new CommandError('required resource not specified');
  }
}
