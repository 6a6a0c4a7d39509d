import { goQuote, isLabelValue } from '../../engine/index.ts';
import { mapAt, nameOf, textAt, withMetadata, type AnyObject } from '../api/object.ts';
import type { Info } from '../api/resource-query.ts';
import { ResourceSet } from '../api/resource-set.ts';
import { dryRunOf, dryRunSuffix, Writer } from '../api/writer.ts';
import type { Context } from '../context.ts';
import { CommandError, throwAll } from '../errors.ts';
import { objectPrinter } from '../print/output.ts';
import { parsePairs, resourcesAndPairs, type Pairs } from './pairs.ts';

/** What `label` and `annotate` have apart. */
interface Trade {
  readonly member: 'labels' | 'annotations';
  readonly pairType: string;
  readonly parse: (words: readonly string[]) => Pairs;
  readonly fileWords: string;
  readonly updateWords: string;
  readonly listTitle: string;
  /** What it says of values that are there already. */
  readonly conflict: (taken: readonly [key: string, value: string][]) => Error[];
}

const labels: Trade = {
  member: 'labels',
  pairType: 'label',
  parse: parseLabels,
  fileWords: 'pod.yaml or --filename=pod.json',
  updateWords: 'at least one label update is required',
  listTitle: 'Listing labels for',
  conflict: (taken) =>
    taken.map(
      ([key, value]) => new CommandError(`'${key}' already has a value (${value}), and --overwrite is false`),
    ),
};

const annotations: Trade = {
  member: 'annotations',
  pairType: 'annotation',
  parse: (words) => parsePairs(words, 'annotation', true),
  fileWords: 'rsrc.yaml or --filename=rsrc.json',
  updateWords: 'at least one annotation update is required',
  listTitle: 'Listing annotations for',
  conflict: (taken) => [
    new CommandError(
      `--overwrite is false but found the following declared annotation(s): ${taken
        .map(([key, value]) => `'${key}' already has a value (${value})`)
        .join('; ')}`,
    ),
  ],
};

/** `kubectl label`. Models kubectl/pkg/cmd/label (v1.36). */
export function label(context: Context): Promise<void> {
  return run(context, labels);
}

/** `kubectl annotate`. Models kubectl/pkg/cmd/annotate (v1.36). */
export function annotate(context: Context): Promise<void> {
  return run(context, annotations);
}

async function run(context: Context, trade: Trade): Promise<void> {
  const { flags } = context;
  const dryRun = dryRunOf(context);
  const { resources, pairs } = resourcesAndPairs(context.args, trade.pairType);
  const changes = trade.parse(pairs);
  validate(context, trade, resources, changes);
  const local = flags.bool('local');
  const set = await ResourceSet.open(context, {
    args: local ? [] : resources,
    namespace: context.namespace,
    requireNamespace: context.namespaceIsExplicit,
    filenames: flags.list('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    labelSelector: local ? '' : flags.string('selector'),
    fieldSelector: local ? '' : flags.string('field-selector'),
    allNamespaces: flags.bool('all-namespaces'),
    all: flags.bool('all'),
    allowEmptySelector: flags.bool('all'),
    continueOnError: true,
    flatten: true,
    latest: !local,
    local,
  });
  const version = flags.string('resource-version');
  if (version !== '' && !set.singleItemImplied) {
    throw new CommandError('--resource-version may only be used with a single resource');
  }
  const writer = new Writer(context, { dryRun, fieldManager: flags.string('field-manager') });
  await set.visit(async (info) => {
    const before = info.object as AnyObject;
    if (flags.bool('list')) {
      list(context, trade, info, set.singleItemImplied);
      return;
    }
    const change = changed(context, trade, before, changes);
    const asks = dryRun !== 'client' && !local;
    if (trade.member === 'labels' && asks) {
      for (const key of changes.remove) {
        if (mapAt(before, 'metadata', 'labels')[key] === undefined)
          context.out(`label ${goQuote(key)} not found.\n`);
      }
    }
    let object = withMetadata(before, { [trade.member]: change.after });
    if (asks && (change.added || change.removed || trade.member === 'annotations')) {
      const metadata = { ...(version === '' ? {} : { resourceVersion: version }), ...change.patch };
      object = await writer.patch(info, 'merge', Object.keys(metadata).length === 0 ? {} : { metadata });
    }
    const print = objectPrinter(context, { operation: dryRunSuffix(operationOf(trade, change), dryRun) });
    context.out(print(object));
  });
}

function validate(context: Context, trade: Trade, resources: readonly string[], changes: Pairs): void {
  const { flags } = context;
  if (flags.bool('list') && flags.string('output') !== '') {
    throw new CommandError('--list and --output may not be specified together');
  }
  for (const selector of ['selector', 'field-selector']) {
    if (flags.bool('all') && flags.string(selector) !== '') {
      throw new CommandError(`cannot set --all and --${selector} at the same time`);
    }
  }
  const hasFiles = flags.list('filename').length > 0 || flags.string('kustomize') !== '';
  if (flags.bool('local')) {
    if (flags.string('dry-run') === 'server') {
      throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
    }
    if (resources.length > 0) {
      throw new CommandError(`can only use local files by -f ${trade.fileWords} when --local=true is set`);
    }
    if (!hasFiles) throw new CommandError(`one or more files must be specified as -f ${trade.fileWords}`);
  } else if (resources.length === 0 && !hasFiles) {
    throw new CommandError(
      'one or more resources must be specified as <resource> <name> or <resource>/<name>',
    );
  }
  if (changes.set.size === 0 && changes.remove.length === 0 && !flags.bool('list')) {
    throw new CommandError(trade.updateWords);
  }
  const both = changes.remove.find((key) => changes.set.has(key));
  if (both !== undefined) {
    throw new CommandError(
      `can not both modify and remove ${trade.pairType === 'label' ? 'a label' : 'the following annotation(s)'} in the same command${trade.pairType === 'label' ? '' : `: ${both}`}`,
    );
  }
}

function parseLabels(words: readonly string[]): Pairs {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const word of words) {
    if (!word.includes('=')) {
      remove.push(word.slice(0, -1));
      continue;
    }
    const parts = word.split('=');
    if (parts.length !== 2) throw new CommandError(`invalid label spec: ${word}`);
    const [key = '', value = ''] = parts;
    const errors = isLabelValue(value);
    if (errors.length > 0)
      throw new CommandError(`invalid label value: ${goQuote(word)}: ${errors.join(';')}`);
    set.set(key, value);
  }
  return { set, remove };
}

interface Change {
  readonly added: boolean;
  readonly removed: boolean;
  readonly after: Record<string, string>;
  readonly patch: Record<string, unknown>;
}

function changed(context: Context, trade: Trade, object: AnyObject, changes: Pairs): Change {
  const before = mapAt(object, 'metadata', trade.member) as Record<string, string>;
  if (!context.flags.bool('overwrite')) {
    const taken = [...changes.set.keys()]
      .filter(
        (key) =>
          before[key] !== undefined &&
          (trade.member === 'annotations' || before[key] !== changes.set.get(key)),
      )
      .map((key): [string, string] => [key, before[key] as string]);
    if (taken.length > 0) throwAll(trade.conflict(taken));
  }
  const after = { ...before };
  const patch: Record<string, string | null> = {};
  let added = false;
  let removed = false;
  for (const [key, value] of changes.set) {
    if (before[key] === value) continue;
    after[key] = value;
    patch[key] = value;
    added = true;
  }
  for (const key of changes.remove) {
    if (before[key] === undefined) continue;
    delete after[key];
    patch[key] = null;
    removed = true;
  }
  return { added, removed, after, patch: Object.keys(patch).length === 0 ? {} : { [trade.member]: patch } };
}

function operationOf(trade: Trade, change: Change): string {
  if (trade.member === 'annotations') return 'annotated';
  if (change.added && change.removed) return 'modified';
  if (change.added) return 'labeled';
  return change.removed ? 'unlabeled' : 'not labeled';
}

function list(context: Context, trade: Trade, info: Info, alone: boolean): void {
  const object = info.object as AnyObject;
  if (!alone) {
    const group = info.resource?.group ?? '';
    context.out(`${trade.listTitle} ${textAt(object, 'kind')}.${group}/${nameOf(object)}:\n`);
  }
  for (const [key, value] of Object.entries(mapAt(object, 'metadata', trade.member))) {
    context.out(`${alone ? '' : ' '}${key}=${String(value)}\n`);
  }
}
