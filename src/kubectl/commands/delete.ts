import type { Info, ResourceQuery } from '../api/resource-query.ts';
import { ResourceSet } from '../api/resource-set.ts';
import { dryRunOf, dryRunSuffix, Writer } from '../api/writer.ts';
import { textAt } from '../api/object.ts';
import type { Context } from '../context.ts';
import { CommandError, isNotFound, withSource } from '../errors.ts';
import { kindPrefix } from '../print/name.ts';
import { sendRaw } from './raw.ts';
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
  if (await sendRaw(context, 'DELETE')) return;
  const query: ResourceQuery = {
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
  };
  const set = await ResourceSet.open(context, query);
  validate(context, grace);
  const confirmed = flags.bool('interactive') ? await confirmDeletion(context, query) : undefined;
  if (flags.bool('interactive') && confirmed === undefined) return;
  const propagationPolicy = cascade(context);
  const writer = new Writer(context, { dryRun });
  const deleted: { info: Info; uid: string }[] = [];
  let warnsOfScope = context.namespaceIsExplicit && !flags.bool('all-namespaces');
  let found = 0;
  await set.visit(async (info) => {
    if (confirmed?.has(identity(info)) === false) return;
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

function identity({ resource, namespace, name }: Info): string {
  return `${resource?.resource}.${resource?.group} ${namespace}/${name}`;
}

/** Asks whether what would be deleted may go. Answers what that is; undefined for no. */
async function confirmDeletion(
  context: Context,
  query: ResourceQuery,
): Promise<ReadonlySet<string> | undefined> {
  const { environment } = context;
  const infos: Info[] = [];
  const set = await ResourceSet.open(context, query);
  await set.visit((info) => void infos.push(info));
  if (infos.length === 0) {
    context.out('No resources found\n');
    return undefined;
  }
  context.out(`You are about to delete the following ${infos.length} resource(s):\n`);
  for (const { resource, name } of infos) {
    const kind = resource?.kind.toLowerCase() ?? '';
    context.out(`${resource?.group ? `${kind}.${resource.group}` : kind}/${name}\n`);
  }
  context.out('Do you want to continue? (y/N): ');
  const typed =
    environment.terminal === undefined ? await environment.stdin() : await environment.terminal.line();
  if (typed?.split('\n', 1)[0]?.trim().toLowerCase() === 'y') return new Set(infos.map(identity));
  context.out('deletion is cancelled\n');
  return undefined;
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
