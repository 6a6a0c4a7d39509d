import { ResourceSet } from '../api/resource-set.ts';
import { dryRunOf, dryRunSuffix, fieldValidationOf, Writer } from '../api/writer.ts';
import type { Context } from '../context.ts';
import { CommandError, withSource } from '../errors.ts';
import { withLastApplied } from '../patch/last-applied.ts';
import { objectPrinter } from '../print/output.ts';
import { fileQuery, requireFiles } from './file-query.ts';
import { editAndCreate } from './edit.ts';
import { sendRaw } from './raw.ts';

/** `kubectl create -f`. Models kubectl/pkg/cmd/create.RunCreate (v1.36). */
export async function createFile(context: Context): Promise<void> {
  const { flags } = context;
  if (context.args.length > 0) throw context.usageError(`Unexpected args: [${context.args.join(' ')}]`);
  if (await sendRaw(context, 'POST')) return;
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
