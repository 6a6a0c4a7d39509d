import { resourcePath } from '../../engine/index.ts';
import type { ApiResource } from '../api/discovery.ts';
import { textAt, type AnyObject } from '../api/object.ts';
import type { Info } from '../api/resource-query.ts';
import { ResourceSet } from '../api/resource-set.ts';
import { dryRunOf, dryRunSuffix, fieldValidationOf, Writer } from '../api/writer.ts';
import type { Context } from '../context.ts';
import { CommandError, isNotFound, withSource } from '../errors.ts';
import { withLastApplied } from '../patch/last-applied.ts';
import { objectPrinter } from '../print/output.ts';
import { fileQuery, requireFiles } from './file-query.ts';
import { cascade } from './delete.ts';
import { sendRaw } from './raw.ts';
import { waitUntilDeleted } from './wait-deleted.ts';
import { kindPrefix } from '../print/name.ts';

/** `kubectl replace`. Models kubectl/pkg/cmd/replace (v1.36). */
export async function replace(context: Context): Promise<void> {
  const { flags } = context;
  if (await sendRaw(context, 'PUT')) return;
  const dryRun = dryRunOf(context);
  const fieldValidation = fieldValidationOf(context);
  const print = objectPrinter(context, { operation: dryRunSuffix('replaced', dryRun) });
  const force = flags.bool('force');
  if (flags.number('grace-period') >= 0 && !force)
    throw new CommandError('--grace-period must have --force specified');
  if (flags.duration('timeout') !== 0 && !force)
    throw new CommandError('--timeout must have --force specified');
  requireFiles(context);
  const writer = new Writer(context, {
    dryRun,
    fieldValidation,
    fieldManager: flags.string('field-manager'),
    subresource: flags.string('subresource'),
  });
  const query = fileQuery(context, fieldValidation !== 'Ignore');
  if (force) await deleteFirst(context);
  const set = await ResourceSet.open(context, query);
  await set.visit(async (info) => {
    let object = info.object as AnyObject;
    if (flags.bool('save-config')) object = withLastApplied(object);
    if (dryRun !== 'client') {
      try {
        object = force ? await writer.create(info, object) : await writer.replace(info, object);
      } catch (error) {
        throw withSource('replacing', info.source, error);
      }
    }
    context.out(print(object));
  });
}

async function deleteFirst(context: Context): Promise<void> {
  const { flags } = context;
  const grace = flags.number('grace-period');
  const propagationPolicy = cascade(context);
  const set = await ResourceSet.open(context, { ...fileQuery(context, false), requireObject: false });
  const deleted: { info: Info; uid: string }[] = [];
  await set.visit(async (info) => {
    const resource = info.resource as ApiResource;
    const path = resourcePath(resource, { namespace: info.namespace, name: info.name });
    try {
      const options = { propagationPolicy, ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}) };
      const answer = await context.client.request('DELETE', path, { body: options });
      deleted.push({ info, uid: textAt(answer, 'details', 'uid') || textAt(answer, 'metadata', 'uid') });
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return;
    }
    const from = resource.namespaced ? ` from ${info.namespace} namespace` : '';
    context.out(`${kindPrefix(resource)} "${info.name}" deleted${from}\n`);
  });
  await waitUntilDeleted(context, deleted, flags.duration('timeout') || 300_000);
}
