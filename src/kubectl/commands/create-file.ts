import { ResourceSet } from '../api/resource-builder.ts';
import { dryRunOf, dryRunSuffix, fieldValidationOf, Writer } from '../api/writer.ts';
import type { Context } from '../context.ts';
import { CommandError, withSource } from '../errors.ts';
import { withLastApplied } from '../patch/last-applied.ts';
import { objectPrinter } from '../print/output.ts';
import { editAndCreate } from './edit.ts';

/** `kubectl create -f`. Models kubectl/pkg/cmd/create.RunCreate (v1.36). */
export async function createFile(context: Context): Promise<void> {
  const { flags } = context;
  if (context.args.length > 0) throw context.usageError(`Unexpected args: [${context.args.join(' ')}]`);
  const dryRun = dryRunOf(context);
  const fieldValidation = fieldValidationOf(context);
  const print = objectPrinter(context, { operation: dryRunSuffix('created', dryRun) });
  requireFiles(context);
  if (flags.bool('edit')) return editAndCreate(context);
  const writer = new Writer(context, {
    dryRun,
    fieldValidation,
    fieldManager: flags.string('field-manager'),
  });
  const set = await ResourceSet.open(context, fileQuery(context, fieldValidation !== 'Ignore'));
  let count = 0;
  await set.visit(async (info) => {
    let object = info.object ?? {};
    if (flags.bool('save-config')) object = withLastApplied(object);
    if (dryRun !== 'client') {
      try {
        object = await writer.create(info, object);
      } catch (error) {
        throw withSource('creating', info.source, error);
      }
    }
    count++;
    context.out(print(object));
  });
  if (count === 0) throw new CommandError('no objects passed to create');
}

/** The query of a command that takes objects from files alone. */
export function fileQuery(context: Context, validate: boolean) {
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
