import { goQuote, structOfKind } from '../../engine/index.ts';
import { mapAt, textAt, withMetadata, type AnyObject } from '../api/object.ts';
import { fetchObject } from '../api/fetch-objects.ts';
import type { Info } from '../api/resource-query.ts';
import { ResourceSet } from '../api/resource-set.ts';
import { Writer } from '../api/writer.ts';
import type { Context } from '../context.ts';
import type { Environment } from '../environment.ts';
import { CommandError, failure, isNotFound } from '../errors.ts';
import { compareStrings, sortedKeys } from '../go/sort.ts';
import { unifiedHunks } from '../go/unified-diff.ts';
import { goYaml } from '../go/yaml.ts';
import { lastApplied, lastAppliedAnnotation } from '../patch/last-applied.ts';
import { threeWayPatch } from '../patch/three-way.ts';
import { fileQuery, requireFiles } from './file-query.ts';

/** One file of the two folders that are compared. */
interface Comparison {
  readonly name: string;
  readonly live: AnyObject | undefined;
  readonly merged: AnyObject;
}

/**
 * `kubectl diff`. 1 = something differs, 2 = something went wrong. Models kubectl/pkg/cmd/diff (v1.36).
 * Simplified: `--prune` shows nothing.
 */
export async function diff(context: Context): Promise<number> {
  try {
    return (await compare(context)) ? 1 : 0;
  } catch (error) {
    context.err(failure(error).text);
    return 2;
  }
}

async function compare(context: Context): Promise<boolean> {
  const { flags, environment } = context;
  if (context.args.length > 0) throw context.usageError(`Unexpected args: [${context.args.join(' ')}]`);
  if (flags.bool('force-conflicts') && !flags.bool('server-side'))
    throw new CommandError('--force-conflicts only works with --server-side');
  requireFiles(context);
  const set = await ResourceSet.open(context, { ...fileQuery(context, false), continueOnError: false });
  const comparisons: Comparison[] = [];
  await set.visit(async (info) => {
    const comparison = await comparisonOf(context, info);
    comparisons.push(flags.bool('show-secrets') ? comparison : masked(comparison));
  });
  const sorted = comparisons.toSorted((a, b) => compareStrings(a.name, b.name));
  const external = environment.env.get('KUBECTL_EXTERNAL_DIFF') ?? '';
  if (external !== '' && environment.programs !== undefined) return runDiff(context, external, sorted);
  const folder = folderNumber(environment);
  let found = false;
  for (const { name, live, merged } of sorted) {
    const hunks = unifiedHunks(fileText(context, live), fileText(context, merged));
    if (hunks === '') continue;
    found = true;
    const [before, after] = [`/tmp/LIVE-${folder}/${name}`, `/tmp/MERGED-${folder}/${name}`];
    const now = fileTime(environment.now());
    context.out(
      `diff -u -N ${before} ${after}\n--- ${before}\t${live === undefined ? fileTime(0) : now}\n+++ ${after}\t${now}\n${hunks}`,
    );
  }
  return found;
}

function folderNumber({ random }: Pick<Environment, 'random'>): number {
  return Math.floor(random() * 1e9);
}

/** Lets another program compare two folders of files. Its exit code 1 says that they differ. */
async function runDiff(
  context: Context,
  program: string,
  comparisons: readonly Comparison[],
): Promise<boolean> {
  const { environment } = context;
  const { files, env } = environment;
  const root = (env.get('TMPDIR') || '/tmp').replace(/\/$/, '');
  const folder = folderNumber(environment);
  const [before, after] = [`${root}/LIVE-${folder}`, `${root}/MERGED-${folder}`];
  const write = (path: string, object: AnyObject | undefined): void => {
    if (object !== undefined) files.write(path, fileText(context, object), environment.now());
  };
  files.makeFolder(before);
  files.makeFolder(after);
  try {
    for (const { name, live, merged } of comparisons) {
      write(`${before}/${name}`, live);
      write(`${after}/${name}`, merged);
    }
    const [name = '', ...options] = program.split(' ');
    const allowed = options.filter((option) => /^[a-zA-Z0-9=-]+$/.test(option));
    const code = await environment.programs?.run([name, before, after, ...allowed]);
    if (code !== undefined && code > 1)
      throw new CommandError(`failed to run ${goQuote(name)}: exit status ${code}`);
    return code === 1;
  } finally {
    files.remove(before);
    files.remove(after);
  }
}

async function comparisonOf(context: Context, info: Info): Promise<Comparison> {
  const { flags } = context;
  const local = info.object as AnyObject;
  let live: AnyObject | undefined;
  try {
    live = await fetchObject(context, info);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const { group = '', version, kind } = info.resource ?? {};
  const name = `${group === '' ? '' : `${group}.`}${version}.${kind}.${info.namespace}.${info.name}`;
  return { name, live, merged: await mergedObject(context, info, local, live, flags.bool('server-side')) };
}

async function mergedObject(
  context: Context,
  info: Info,
  local: AnyObject,
  live: AnyObject | undefined,
  onServer: boolean,
): Promise<AnyObject> {
  const { flags } = context;
  const fieldManager =
    onServer && !flags.changed('field-manager') ? 'kubectl' : flags.string('field-manager');
  const writer = new Writer(context, { dryRun: 'server', fieldManager });
  if (onServer) return writer.patch(info, 'apply', local, flags.bool('force-conflicts'));
  if (live === undefined) return writer.create(info, local);
  const { [lastAppliedAnnotation]: _, ...annotations } = mapAt(local, 'metadata', 'annotations');
  const modified = withMetadata(local, { annotations });
  const struct = structOfKind(textAt(live, 'apiVersion'), textAt(live, 'kind'));
  const patch = threeWayPatch(lastApplied(live), modified, live, struct);
  if (Object.keys(patch).length === 0) return live;
  return writer.patch(info, struct === undefined ? 'merge' : 'strategic', patch);
}

function fileText(context: Context, object: AnyObject | undefined): string {
  if (object === undefined) return '';
  const keepsManaged = context.flags.bool('show-managed-fields');
  return goYaml(keepsManaged ? object : withMetadata(object, { managedFields: undefined }));
}

/** The values of secrets, told apart only by whether they differ. */
function masked({ name, live, merged }: Comparison): Comparison {
  if (textAt(merged, 'kind') !== 'Secret') return { name, live, merged };
  const from = mapAt(live, 'data');
  const to = mapAt(merged, 'data');
  const mask = (own: AnyObject, other: AnyObject, side: string): AnyObject =>
    Object.fromEntries(
      sortedKeys(own).map((key) => [
        key,
        other[key] !== undefined && other[key] !== own[key] ? `*** (${side})` : '***',
      ]),
    );
  return {
    name,
    live: live === undefined ? undefined : { ...live, data: mask(from, to, 'before') },
    merged: { ...merged, data: mask(to, from, 'after') },
  };
}

/** As `diff` shows when a file was changed. */
function fileTime(ms: number): string {
  const time = new Date(ms).toISOString();
  return `${time.slice(0, 10)} ${time.slice(11, 23)}000000 +0000`;
}
