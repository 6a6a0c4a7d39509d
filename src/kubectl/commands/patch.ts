import {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicMergePatch,
  deepEqual,
  goQuote,
  structOfKind,
} from '../../engine/index.ts';
import { readDocuments } from '../api/documents.ts';
import { textAt, withMetadata, type AnyObject } from '../api/object.ts';
import { ResourceSet } from '../api/resource-set.ts';
import { dryRunOf, Writer } from '../api/writer.ts';
import type { Context } from '../context.ts';
import { absolutePath } from '../environment.ts';
import { CommandError } from '../errors.ts';
import { objectPrinter } from '../print/output.ts';

type PatchType = 'json' | 'merge' | 'strategic';

/** `kubectl patch`. Models kubectl/pkg/cmd/patch (v1.36). */
export async function patch(context: Context): Promise<void> {
  const { flags } = context;
  const dryRun = dryRunOf(context);
  const local = flags.bool('local');
  const text = patchText(context);
  const type = (flags.string('type') || 'strategic').toLowerCase();
  if (type !== 'json' && type !== 'merge' && type !== 'strategic') {
    throw new CommandError(
      `--type must be one of [json merge strategic], not ${goQuote(flags.string('type'))}`,
    );
  }
  const { values, error } = readDocuments(text);
  const body = error === undefined ? (values[0] as object) : undefined;
  if (body === undefined && !text.trim().startsWith('{')) {
    throw new CommandError(
      `unable to parse ${goQuote(text)}: ${(error ?? '').replace('error converting YAML to JSON: ', '')}`,
    );
  }
  const set = await ResourceSet.open(context, {
    args: context.args,
    namespace: context.namespace,
    requireNamespace: context.namespaceIsExplicit,
    filenames: flags.list('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    continueOnError: true,
    flatten: true,
    subresource: flags.string('subresource'),
    local,
  });
  const writer = new Writer(context, {
    dryRun,
    fieldManager: flags.string('field-manager'),
    subresource: flags.string('subresource'),
  });
  let count = 0;
  await set.visit(async (info) => {
    count++;
    const before = info.object as AnyObject;
    let after: AnyObject;
    if (local || dryRun === 'client') {
      after = patchLocally(before, type, body);
    } else if (body === undefined) {
      // The server says what is wrong with it.
      after = await writer.patch(info, type, text);
    } else {
      after = await writer.patch(info, type, body);
    }
    const same = deepEqual(withoutVersion(before), withoutVersion(after));
    const operation = same && !flags.changed('output') ? 'patched (no change)' : 'patched';
    context.out(objectPrinter(context, { operation })(after));
  });
  if (count === 0) throw new CommandError('no objects passed to patch');
}

function withoutVersion(object: AnyObject): AnyObject {
  return withMetadata(object, { resourceVersion: undefined, managedFields: undefined });
}

function patchText(context: Context): string {
  const { flags, environment } = context;
  const text = flags.string('patch');
  const file = flags.string('patch-file');
  if (text !== '' && file !== '') {
    throw new CommandError('cannot specify --patch and --patch-file together');
  }
  if (text === '' && file === '') {
    throw new CommandError('must specify --patch or --patch-file containing the contents of the patch');
  }
  if (file === '') return text;
  const read = environment.files.read(absolutePath(environment, file));
  if (read === undefined) {
    throw new CommandError(`unable to read patch file: open ${file}: no such file or directory`);
  }
  return read;
}

/** Applies a patch without asking the server. */
export function patchLocally(object: AnyObject, type: PatchType, body: unknown): AnyObject {
  if (type === 'json') return applyJsonPatch(object, body);
  if (type === 'merge') return applyMergePatch(object, body);
  const struct = structOfKind(textAt(object, 'apiVersion'), textAt(object, 'kind'));
  if (struct === undefined)
    throw new CommandError(
      `strategic merge patch is not supported for ${textAt(object, 'apiVersion')}, Kind=${textAt(object, 'kind')} locally, try --type merge`,
    );
  return applyStrategicMergePatch(object, body, struct);
}
