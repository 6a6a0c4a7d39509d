import type { Info } from '../api/resource-query.ts';
import { ResourceSet } from '../api/resource-set.ts';
import { dryRunOf, dryRunSuffix, Writer } from '../api/writer.ts';
import { textAt } from '../api/object.ts';
import type { Context } from '../context.ts';
import { CommandError, isNotFound, withSource } from '../errors.ts';
import { kindPrefix } from '../print/name.ts';
import { waitUntilDeleted } from './wait-deleted.ts';

/** `kubectl delete`. Models kubectl/pkg/cmd/delete (v1.36). */
export async function deleteObjects(context: Context): Promise<void> {
  const { flags } = context;
  let grace = flags.number('grace-period');
  const force = flags.bool('force');
  if (flags.bool('now')) {
    if (grace !== -1) throw new CommandError('--now and --grace-period cannot be specified together');
    grace = 1;
  }
  // Without --force a pod is not to vanish at once.
  if (grace === 0 && !force) grace = 1;
  if (force && grace < 0) grace = 0;
  const dryRun = dryRunOf(context);
  const ignoreNotFound =
    flags.changed('ignore-not-found') ||
    !(flags.bool('all') || flags.string('selector') || flags.string('field-selector'))
      ? flags.bool('ignore-not-found')
      : true;
  if (flags.string('raw') !== '') {
    context.out(`${JSON.stringify(await context.client.request('DELETE', flags.string('raw')))}\n`);
    return;
  }
  const set = await ResourceSet.open(context, {
    args: context.args,
    namespace: context.namespace,
    requireNamespace: context.namespaceIsExplicit,
    filenames: flags.list('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    labelSelector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    all: flags.bool('all'),
    allNamespaces: flags.bool('all-namespaces'),
    continueOnError: true,
    flatten: true,
    requireObject: false,
    ignoreNotFound,
  });
  validate(context, grace);
  const propagationPolicy = cascade(context);
  const writer = new Writer(context, { dryRun });
  const deleted: { info: Info; uid: string }[] = [];
  let warnsOfScope = context.namespaceIsExplicit && !flags.bool('all-namespaces');
  let found = 0;
  await set.visit(async (info) => {
    found++;
    if (warnsOfScope && info.resource?.namespaced === false) {
      context.err('Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n');
      warnsOfScope = false;
    }
    if (dryRun !== 'client') {
      const options = { propagationPolicy, ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}) };
      try {
        const answer = await writer.delete(info, options);
        deleted.push({ info, uid: textAt(answer, 'details', 'uid') || textAt(answer, 'metadata', 'uid') });
      } catch (error) {
        if (ignoreNotFound && isNotFound(error)) throw error;
        throw withSource('deleting', info.source, error);
      }
    }
    context.out(deletedLine(context, info, grace, (operation) => dryRunSuffix(operation, dryRun)));
  });
  if (found === 0) {
    context.out('No resources found\n');
    return;
  }
  if (!flags.bool('wait') || dryRun !== 'none') return;
  await waitUntilDeleted(context, deleted, flags.duration('timeout'));
}

function validate(context: Context, grace: number): void {
  const { flags } = context;
  const output = flags.string('output');
  if (output !== '' && output !== 'name') {
    throw new CommandError(`unexpected -o output mode: ${output}. We only support '-o name'`);
  }
  if (flags.bool('all') && flags.string('selector') !== '') {
    throw new CommandError('cannot set --all and --selector at the same time');
  }
  if (!flags.bool('force')) return;
  if (grace > 0)
    throw new CommandError('--force and --grace-period greater than 0 cannot be specified together');
  context.err(
    'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n',
  );
}

/** The propagation policy that `--cascade` asks for. */
export function cascade(context: Context): 'Background' | 'Foreground' | 'Orphan' {
  const value = context.flags.string('cascade');
  switch (value) {
    case 'background':
    case 'true':
      return 'Background';
    case 'foreground':
      return 'Foreground';
    case 'orphan':
    case 'false':
      return 'Orphan';
    default:
      throw new CommandError(
        `invalid cascade value (${value}). Must be "background", "foreground", or "orphan"`,
      );
  }
}

function deletedLine(
  context: Context,
  info: Info,
  grace: number,
  suffixed: (operation: string) => string,
): string {
  const kind = info.resource === undefined ? '' : kindPrefix(info.resource);
  if (context.flags.string('output') === 'name') return `${kind}/${info.name}\n`;
  const operation = grace === 0 ? 'force deleted' : 'deleted';
  const from = info.resource?.namespaced ? ` from ${info.namespace} namespace` : '';
  return `${kind} "${info.name}" ${suffixed(operation + from)}\n`;
}
