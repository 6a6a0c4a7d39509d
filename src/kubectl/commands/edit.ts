import { deepEqual, goQuote, groupResource, StatusError, structOfKind } from '../../engine/index.ts';
import { readDocuments } from '../api/documents.ts';
import { listAt, nameOf, textAt, type AnyObject } from '../api/object.ts';
import type { Info } from '../api/resource-query.ts';
import { ResourceSet } from '../api/resource-set.ts';
import { fieldValidationOf, Writer } from '../api/writer.ts';
import type { Context } from '../context.ts';
import { CommandError, messageOf } from '../errors.ts';
import { marshalJson } from '../go/json.ts';
import { goYaml } from '../go/yaml.ts';
import { isMap } from '../go/values.ts';
import { lastAppliedAnnotation, withLastApplied } from '../patch/last-applied.ts';
import { twoWayPatch } from '../patch/three-way.ts';
import { objectPrinter, withoutManagedFields } from '../print/output.ts';
import { mapAt } from '../api/object.ts';
import { fileQuery } from './file-query.ts';

const header =
  "# Please edit the object below. Lines beginning with a '#' will be ignored,\n" +
  '# and an empty file will abort the edit. If an error occurs while saving this file will be\n' +
  '# reopened with the relevant failures.\n#\n';

/** `kubectl edit`. Models kubectl/pkg/cmd/util/editor (v1.36). */
export async function edit(context: Context): Promise<void> {
  const { flags } = context;
  const fieldValidation = fieldValidationOf(context);
  const set = await ResourceSet.open(context, {
    args: context.args,
    namespace: context.namespace,
    requireNamespace: context.namespaceIsExplicit,
    filenames: flags.list('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    subresource: flags.string('subresource'),
    continueOnError: true,
    flatten: true,
    latest: true,
  });
  const infos = await set.infos();
  if (infos.length === 0) throw new CommandError('edit cancelled, no objects found');
  const print = objectPrinter(context, { operation: 'edited' });
  const writer = new Writer(context, {
    fieldValidation,
    fieldManager: flags.string('field-manager'),
    subresource: flags.string('subresource'),
  });
  await editInfos(context, infos, async (info, edited) => {
    const original = withoutManagedFields(info.object as AnyObject);
    const struct = structOfKind(textAt(original, 'apiVersion'), textAt(original, 'kind'));
    const saved = keepsLastApplied(context, original) ? withLastApplied(edited) : edited;
    const patch = twoWayPatch(original, saved, struct);
    const patched = await writer.patch(info, struct === undefined ? 'merge' : 'strategic', patch);
    context.out(print(patched));
  });
}

/** `kubectl create --edit`. */
export async function editAndCreate(context: Context): Promise<void> {
  const set = await ResourceSet.open(context, fileQuery(context, false));
  const infos = await set.infos();
  const print = objectPrinter(context, { operation: 'created' });
  const writer = new Writer(context, { fieldManager: context.flags.string('field-manager') });
  await editInfos(context, infos, async (info, edited) => {
    context.out(print(await writer.create(info, edited)));
  });
}

function keepsLastApplied(context: Context, object: AnyObject): boolean {
  return (
    context.flags.bool('save-config') ||
    mapAt(object, 'metadata', 'annotations')[lastAppliedAnnotation] !== undefined
  );
}

async function editInfos(
  context: Context,
  infos: readonly Info[],
  save: (info: Info, edited: AnyObject) => Promise<void>,
): Promise<void> {
  const asJson = context.flags.string('output') === 'json';
  const extension = asJson ? 'json' : 'yaml';
  const originals = infos.map((info) => withoutManagedFields(info.object as AnyObject));
  const shown =
    originals.length === 1
      ? (originals[0] as AnyObject)
      : { apiVersion: 'v1', kind: 'List', items: originals };
  let text = header + (asJson ? `${marshalJson(shown, '    ')}\n` : goYaml(shown));
  let failures: string[] = [];
  for (;;) {
    const before: string = failures.length === 0 ? text : withFailures(text, failures);
    const { edited, path } = await throughEditor(context, before, extension);
    const stripped = withoutComments(edited);
    if (failures.length > 0 && stripped === withoutComments(before)) {
      context.err(`A copy of your changes has been stored to "${path}"\n`);
      throw new CommandError('Edit cancelled, no valid changes were saved.');
    }
    if (failures.length === 0 && edited === before) {
      context.environment.files.remove(path);
      context.err('Edit cancelled, no changes made.\n');
      return;
    }
    text = edited;
    failures = [];
    const objects = readEdited(stripped, infos.length);
    if (objects instanceof Error) {
      failures.push(objects.message);
    } else {
      for (const [index, info] of infos.entries()) {
        const object = objects[index] as AnyObject;
        if (deepEqual(object, originals[index])) {
          context.err('Edit cancelled, no changes made.\n');
          continue;
        }
        try {
          await save(info, object);
        } catch (error) {
          if (!(error instanceof StatusError)) throw error;
          failures.push(messageOf(error));
        }
      }
    }
    if (failures.length === 0) {
      context.environment.files.remove(path);
      return;
    }
    for (const info of infos) {
      context.err(
        `error: ${info.resource === undefined ? '' : groupResource(info.resource)} ${goQuote(info.name)} is invalid\n`,
      );
    }
  }
}

async function throughEditor(
  context: Context,
  text: string,
  extension: string,
): Promise<{ edited: string; path: string }> {
  const { environment } = context;
  const number = Math.floor(environment.random() * 1e10);
  const path = `/tmp/kubectl-edit-${number}.${extension}`;
  environment.files.write(path, text, environment.now());
  const editor = environment.env.get('KUBE_EDITOR') || environment.env.get('EDITOR') || 'vi';
  const code = environment.editor === undefined ? 1 : await environment.editor(path);
  if (code !== 0) throw new CommandError(`there was a problem with the editor ${goQuote(editor)}`);
  return { edited: environment.files.read(path) ?? '', path };
}

function withFailures(text: string, failures: readonly string[]): string {
  const reasons = failures.map((failure) => `# ${failure.split('\n').join('\n# ')}\n#\n`).join('');
  return `${header}${reasons}${text.replace(/^(?:#.*\n)+/, '')}`;
}

function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n');
}

function readEdited(text: string, expected: number): AnyObject[] | Error {
  const { values, error } = readDocuments(text);
  if (error !== undefined) return new CommandError(`The edited file had a syntax error: ${error}`);
  const [value] = values;
  const objects = expected === 1 ? [value] : listAt(value, 'items');
  const missing = objects.find((object) => !isMap(object) || nameOf(object) === '');
  if (missing !== undefined || objects.length !== expected) {
    return new CommandError(
      'The edited file had a syntax error: unable to decode "edited-file": Object \'Kind\' is missing',
    );
  }
  return objects as AnyObject[];
}
