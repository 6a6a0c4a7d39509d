import { applyStrategicMergePatch, StatusError, structOfKind } from '../../engine/index.ts';
import { mapAt, nameOf, textAt, type AnyObject } from '../api/object.ts';
import { fetchObject } from '../api/fetch-objects.ts';
import type { Info } from '../api/resource-query.ts';
import { ResourceSet } from '../api/resource-set.ts';
import { dryRunOf, dryRunSuffix, fieldValidationOf, Writer, type DryRun } from '../api/writer.ts';
import type { Context } from '../context.ts';
import { asError, CommandError, isNotFound, throwAll, withSource } from '../errors.ts';
import { recorded } from '../patch/change-cause.ts';
import { lastApplied, lastAppliedAnnotation, withLastApplied } from '../patch/last-applied.ts';
import { threeWayPatch } from '../patch/three-way.ts';
import { marshalJson } from '../go/json.ts';
import { goYaml } from '../go/yaml.ts';
import { objectPrinter, type ObjectPrinter } from '../print/output.ts';
import { fileQuery, requireFiles } from './file-query.ts';
import { cascade } from './delete.ts';
import { prune } from './prune.ts';
import { waitUntilDeleted } from './wait-deleted.ts';

/** `kubectl apply`. Models kubectl/pkg/cmd/apply (v1.36). */
export async function apply(context: Context): Promise<void> {
  const { args, flags } = context;
  if (args.length > 0) throw context.usageError(`Unexpected args: [${args.join(' ')}]`);
  const dryRun = dryRunOf(context);
  requireFiles(context);
  const fieldValidation = fieldValidationOf(context);
  validate(context, dryRun);
  const application = new Application(context, dryRun, fieldValidation);
  const errors: Error[] = [];
  const set = await ResourceSet.open(context, fileQuery(context, fieldValidation !== 'Ignore'));
  const infos = await set.infos(errors);
  if (infos.length === 0 && errors.length === 0) throw new CommandError('no objects passed to apply');
  for (const info of infos) {
    try {
      await application.apply(info);
    } catch (error) {
      errors.push(asError(error));
    }
  }
  throwAll(errors);
  if (flags.bool('prune')) await prune(context, infos, dryRun);
  application.printAll(infos);
}

function validate(context: Context, dryRun: DryRun): void {
  const { flags } = context;
  const serverSide = flags.bool('server-side');
  const refuse = (wrong: boolean, message: string): void => {
    if (wrong) throw new CommandError(message);
  };
  refuse(flags.bool('force-conflicts') && !serverSide, '--force-conflicts only works with --server-side');
  refuse(
    dryRun === 'client' && serverSide,
    "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
  );
  refuse(serverSide && flags.bool('force'), '--force cannot be used with --server-side');
  refuse(dryRun === 'server' && flags.bool('force'), '--dry-run=server cannot be used with --force');
  refuse(
    flags.bool('all') && flags.string('selector') !== '',
    'cannot set --all and --selector at the same time',
  );
  if (!flags.bool('prune')) return;
  refuse(flags.bool('force'), '--force cannot be used with --prune');
  refuse(
    !flags.bool('all') && flags.string('selector') === '',
    'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
  );
  refuse(
    serverSide,
    "--prune is in alpha and doesn't currently work on objects created by server-side apply",
  );
}

const conflictHelp = `
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;

class Application {
  private readonly context: Context;
  private readonly dryRun: DryRun;
  private readonly writer: Writer;
  private readonly output: string;
  private readonly plain: ObjectPrinter;

  constructor(context: Context, dryRun: DryRun, fieldValidation: string | undefined) {
    const { flags } = context;
    this.context = context;
    this.dryRun = dryRun;
    this.output = flags.string('output');
    const serverSide = flags.bool('server-side');
    const manager = serverSide && !flags.changed('field-manager') ? 'kubectl' : flags.string('field-manager');
    this.writer = new Writer(context, {
      dryRun,
      fieldValidation,
      fieldManager: manager,
      subresource: flags.string('subresource'),
    });
    this.plain = objectPrinter(context, {});
  }

  async apply(info: Info): Promise<void> {
    const object = recorded(this.context, info.object ?? {});
    const generateName = textAt(object, 'metadata', 'generateName');
    if (info.name === '' && generateName !== '') {
      throw new CommandError(`from ${generateName}: cannot use generate name with apply`);
    }
    if (this.context.flags.bool('server-side')) return this.applyOnServer(info, object);
    const modified = withLastApplied(object);
    let current: AnyObject;
    try {
      current = await fetchObject(this.context, info);
    } catch (error) {
      if (!isNotFound(error)) {
        throw withSource(
          `retrieving current configuration of:\n${infoText(info)}\nfrom server for:`,
          info.source,
          error,
        );
      }
      return this.create(info, modified);
    }
    await this.update(info, current, modified);
  }

  /** `-o yaml` and the like print everything once it is done. */
  printAll(infos: readonly Info[]): void {
    if (!this.printsObjects() || infos.length === 0) return;
    const objects = infos.map((info) => info.object as AnyObject);
    const [first] = objects;
    const shown =
      objects.length === 1 ? first : { apiVersion: 'v1', items: objects, kind: 'List', metadata: {} };
    this.context.out(this.plain(shown as AnyObject));
  }

  private printsObjects(): boolean {
    return (this.output !== '' && this.output !== 'name') || this.context.flags.string('template') !== '';
  }

  private print(object: AnyObject, operation: string): void {
    if (this.printsObjects()) return;
    const print = objectPrinter(this.context, { operation: dryRunSuffix(operation, this.dryRun) });
    this.context.out(print(object));
  }

  /** Simplified: fields that a client-side apply owned stay with it. */
  private async applyOnServer(info: Info, object: AnyObject): Promise<void> {
    const force = this.context.flags.bool('force-conflicts');
    try {
      info.object = await this.writer.patch(info, 'apply', object, force);
    } catch (error) {
      if (error instanceof StatusError && error.reason === 'Conflict') {
        throw new CommandError(error.message + conflictHelp);
      }
      throw error;
    }
    this.warnIfDeleting(info.object);
    this.print(info.object, 'serverside-applied');
  }

  private async create(info: Info, modified: AnyObject): Promise<void> {
    let object = withoutNulls(modified) as AnyObject;
    if (this.dryRun !== 'client') {
      try {
        object = await this.writer.create(info, object);
      } catch (error) {
        throw withSource('creating', info.source, error);
      }
    }
    info.object = object;
    this.print(object, 'created');
  }

  private async update(info: Info, current: AnyObject, modified: AnyObject): Promise<void> {
    if (mapAt(current, 'metadata', 'annotations')[lastAppliedAnnotation] === undefined) {
      this.context.err(
        `Warning: resource ${info.resource?.resource}/${info.name} is missing the ${lastAppliedAnnotation} annotation which is required by kubectl apply. ` +
          'kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. ' +
          'The missing annotation will be patched automatically.\n',
      );
    }
    const struct = structOfKind(textAt(current, 'apiVersion'), textAt(current, 'kind'));
    const patch = threeWayPatch(lastApplied(current), modified, current, struct);
    const unchanged = Object.keys(patch).length === 0;
    let patched = current;
    if (!unchanged && this.dryRun === 'client') {
      patched = applyStrategicMergePatch(current, patch, struct ?? '');
    } else if (!unchanged) {
      try {
        patched = await this.writer.patch(info, struct === undefined ? 'merge' : 'strategic', patch);
      } catch (error) {
        if (this.context.flags.bool('force') && isOneOf(error, ['Conflict', 'Invalid'])) {
          info.object = await this.recreate(info, current, modified);
          this.print(info.object, 'configured');
          return;
        }
        const inner = withSource('patching', info.source, error);
        throw withSource(
          `applying patch:\n${marshalJson(patch)}\nto:\n${infoText(info)}\nfor:`,
          info.source,
          inner,
        );
      }
    }
    info.object = patched;
    this.warnIfDeleting(patched);
    this.print(patched, unchanged ? 'unchanged' : 'configured');
  }

  /** What cannot be changed is deleted and made anew. Models Patcher.deleteAndCreate (v1.36). */
  private async recreate(info: Info, current: AnyObject, modified: AnyObject): Promise<AnyObject> {
    const { context, writer } = this;
    const grace = context.flags.number('grace-period');
    const answer = await writer.delete(info, {
      propagationPolicy: cascade(context),
      ...(grace >= 0 && { gracePeriodSeconds: grace }),
    });
    const uid = textAt(answer, 'details', 'uid') || textAt(answer, 'metadata', 'uid');
    await waitUntilDeleted(context, [{ info, uid }], context.flags.duration('timeout'));
    try {
      return await writer.create(info, withoutNulls(modified) as AnyObject);
    } catch (error) {
      // What cannot take its place leaves the old one there.
      await writer.create(info, current);
      throw withSource('creating', info.source, error);
    }
  }

  private warnIfDeleting(object: AnyObject): void {
    if (textAt(object, 'metadata', 'deletionTimestamp') === '') return;
    this.context.err(
      `Warning: Detected changes to resource ${nameOf(object)} which is currently being deleted.\n`,
    );
  }
}

function isOneOf(error: unknown, reasons: readonly string[]): boolean {
  return error instanceof StatusError && reasons.includes(error.reason);
}

function infoText(info: Info): string {
  const { resource } = info;
  const version = `${resource?.group}/${resource?.version}`;
  return (
    `Resource: "${version}, Resource=${resource?.resource}", GroupVersionKind: "${version}, Kind=${resource?.kind}"\n` +
    `Name: "${info.name}", Namespace: "${info.namespace}"`
  );
}

/** Members that are null are as good as absent in a new object. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, withoutNulls(member)]),
  );
}

/** `kubectl apply view-last-applied`. */
export async function viewLastApplied(context: Context): Promise<void> {
  const { flags } = context;
  const format = flags.string('output') || 'yaml';
  if (format !== 'yaml' && format !== 'json') {
    throw context.usageError(
      `Unexpected -o output mode: ${format}, the flag 'output' must be one of yaml|json`,
    );
  }
  const set = await ResourceSet.open(context, {
    args: context.args,
    namespace: context.namespace,
    requireNamespace: context.namespaceIsExplicit,
    filenames: flags.list('filename'),
    recursive: flags.bool('recursive'),
    labelSelector: flags.string('selector'),
    all: flags.bool('all'),
    latest: true,
    flatten: true,
  });
  await set.visit((info) => {
    const applied = lastApplied(info.object as AnyObject);
    if (Object.keys(applied).length === 0) return;
    context.out(format === 'json' ? `${marshalJson(applied, '  ', true)}\n` : goYaml(applied));
  });
}

/** `kubectl apply set-last-applied`. */
export async function setLastApplied(context: Context): Promise<void> {
  const { flags } = context;
  const dryRun = dryRunOf(context);
  const print = objectPrinter(context, { operation: dryRunSuffix('configured', dryRun) });
  const writer = new Writer(context, { dryRun });
  const set = await ResourceSet.open(context, {
    namespace: context.namespace,
    requireNamespace: context.namespaceIsExplicit,
    filenames: flags.list('filename'),
    flatten: true,
  });
  const pending: { info: Info; patch: AnyObject; object: AnyObject }[] = [];
  await set.visit(async (info) => {
    const modified = withLastApplied(info.object as AnyObject);
    const text = mapAt(modified, 'metadata', 'annotations')[lastAppliedAnnotation];
    const current = await fetchObject(context, info);
    const before = mapAt(current, 'metadata', 'annotations')[lastAppliedAnnotation];
    if (before === undefined && !flags.bool('create-annotation')) {
      throw new CommandError(
        `no last-applied-configuration annotation found on resource: ${info.name}, to create the annotation, run the command with --create-annotation`,
      );
    }
    if (before === text) {
      context.out(`set-last-applied ${info.name}: no changes required.\n`);
      return;
    }
    pending.push({
      info,
      patch: { metadata: { annotations: { [lastAppliedAnnotation]: text } } },
      object: current,
    });
  });
  for (const { info, patch, object } of pending) {
    const patched = dryRun === 'client' ? object : await writer.patch(info, 'merge', patch);
    context.out(print(patched));
  }
}
