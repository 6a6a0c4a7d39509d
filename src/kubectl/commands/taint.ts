import {
  formatTaint,
  goQuote,
  isLabelValue,
  isQualifiedName,
  isSameTaint,
  type Taint as ApiTaint,
} from '../../engine/index.ts';
import { listAt, nameOf, type AnyObject } from '../api/object.ts';
import { ResourceSet } from '../api/resource-set.ts';
import { dryRunOf, fieldValidationOf, Writer } from '../api/writer.ts';
import type { Context } from '../context.ts';
import { asError, CommandError, Exit, throwAll } from '../errors.ts';
import { objectPrinter } from '../print/output.ts';
import { resourcesAndPairs } from './pairs.ts';

/** A taint as it is typed; without an effect it stands for all of its key. */
interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

const isSame = (a: Taint, b: Taint): boolean => isSameTaint(a as ApiTaint, b as ApiTaint);

/** `kubectl taint`. Models kubectl/pkg/cmd/taint (v1.36). */
export async function taint(context: Context): Promise<void> {
  const { flags } = context;
  const dryRun = dryRunOf(context);
  const fieldValidation = fieldValidationOf(context);
  const { resources, pairs } = taintArguments(context);
  const { add, remove } = taintsOf(context, pairs);
  await validate(context, resources, add, remove);
  const [, ...names] = resources;
  const bySelector = flags.bool('all') || flags.string('selector') !== '';
  const set = await ResourceSet.open(context, {
    args: bySelector ? ['node'] : names.map((name) => (name.includes('/') ? name : `node/${name}`)),
    labelSelector: flags.string('selector'),
    all: flags.bool('all'),
    continueOnError: true,
    flatten: true,
    latest: true,
  });
  const writer = new Writer(context, {
    dryRun,
    fieldValidation,
    fieldManager: flags.string('field-manager'),
  });
  await set.visit(async (info) => {
    const node = info.object as AnyObject;
    const { operation, taints } = retainted(node, add, remove, flags.bool('overwrite'));
    const print = objectPrinter(context, { operation });
    const patch = { spec: { taints: taints.length === 0 ? null : taints } };
    const patched = dryRun === 'client' ? node : await writer.patch(info, 'strategic', patch);
    context.out(print(patched));
  });
}

/** The first argument is the type, then come names, then taints; a word with `:` is one even without `=`. */
function taintArguments(context: Context): { resources: string[]; pairs: string[] } {
  const words = context.args.map((word) =>
    /^[^=]+:[^=]+$/.test(word) && !word.endsWith('-') ? `${word}\u0000=` : word,
  );
  const { resources, pairs } = resourcesAndPairs(words, 'taint');
  if (resources.length === 0)
    throw new CommandError('one or more resources must be specified as <resource> <name>');
  if (pairs.length === 0) throw new CommandError('at least one taint update is required');
  return { resources, pairs: pairs.map((word) => word.replace('\u0000=', '')) };
}

function taintsOf(context: Context, specs: readonly string[]): { add: Taint[]; remove: Taint[] } {
  const add: Taint[] = [];
  const remove: Taint[] = [];
  try {
    for (const spec of specs) {
      if (spec.endsWith('-')) {
        const { key, effect } = parseTaint(spec.slice(0, -1));
        remove.push({ key, effect });
        continue;
      }
      const one = parseTaint(spec);
      if (one.effect === '') throw new CommandError(`invalid taint spec: ${spec}`);
      if (add.some((other) => isSame(other, one))) {
        throw new CommandError(
          `duplicated taints with the same key and effect: {${one.key} ${one.value ?? ''} ${one.effect} <nil>}`,
        );
      }
      add.push(one);
    }
  } catch (error) {
    throw context.usageError((error as Error).message);
  }
  return { add, remove };
}

function parseTaint(spec: string): Taint {
  const parts = spec.split(':');
  if (parts.length > 2) throw new CommandError(`invalid taint spec: ${spec}`);
  const [head = '', effect = ''] = parts;
  if (parts.length === 2 && !['NoSchedule', 'PreferNoSchedule', 'NoExecute'].includes(effect)) {
    throw new CommandError(`invalid taint effect: ${effect}, unsupported taint effect`);
  }
  const pair = parts.length === 2 ? head.split('=') : [head];
  if (pair.length > 2) throw new CommandError(`invalid taint spec: ${spec}`);
  const [key = '', value] = pair;
  const errors = value === undefined ? [] : isLabelValue(value);
  if (errors.length > 0) throw new CommandError(`invalid taint spec: ${spec}, ${errors.join('; ')}`);
  const keyErrors = isQualifiedName(key);
  if (keyErrors.length > 0) throw new CommandError(`invalid taint spec: ${spec}, ${keyErrors.join('; ')}`);
  return value === undefined || value === '' ? { key, effect } : { key, value, effect };
}

async function validate(
  context: Context,
  resources: readonly string[],
  add: readonly Taint[],
  remove: readonly Taint[],
): Promise<void> {
  const { flags } = context;
  const [type = ''] = resources;
  const resource = await context.discovery.find(type.toLowerCase());
  if (resource === undefined) {
    // Of all commands only this one says so without `error:`.
    context.err(`the server doesn't have a resource type ${goQuote(type.toLowerCase())}\n`);
    throw new Exit(1);
  }
  if (resource.kind !== 'Node') {
    throw new CommandError(`invalid resource type ${type.toLowerCase()}, only node types are supported`);
  }
  const both = remove.filter((one) =>
    add.some(({ key, effect }) => key === one.key && (one.effect === '' || effect === one.effect)),
  );
  if (both.length > 0) {
    throw new CommandError(
      `can not both modify and remove the following taint(s) in the same command: ${both.map(({ key, effect }) => `${key}=${effect}`).join(', ')}`,
    );
  }
  if (flags.bool('all') && flags.string('selector') !== '') {
    throw new CommandError("setting 'all' parameter with a non empty selector is prohibited");
  }
  if (!flags.bool('all') && flags.string('selector') === '' && resources.length < 2) {
    throw new CommandError("at least one resource name must be specified since 'all' parameter is not set");
  }
}

function retainted(
  node: AnyObject,
  add: readonly Taint[],
  remove: readonly Taint[],
  overwrite: boolean,
): { operation: string; taints: Taint[] } {
  const old = listAt(node, 'spec', 'taints') as Taint[];
  if (!overwrite) {
    const taken = add.filter((one) => old.some((other) => isSame(one, other))).map(({ key }) => key);
    if (taken.length > 0) {
      throw new CommandError(
        `node ${nameOf(node)} already has ${taken.join(',')} taint(s) with same effect(s) and --overwrite is false`,
      );
    }
  }
  let taints = [...add, ...old.filter((other) => !add.some((one) => isSame(one, other)))];
  const added = taints.length !== old.length;
  let deleted = false;
  const errors: Error[] = [];
  for (const one of remove) {
    const left = taints.filter((other) => (one.effect === '' ? other.key !== one.key : !isSame(one, other)));
    deleted = left.length !== taints.length;
    if (!deleted)
      errors.push(asError(new CommandError(`taint ${goQuote(formatTaint(one as ApiTaint))} not found`)));
    taints = left;
  }
  throwAll(errors);
  if ((added && deleted) || overwrite) return { operation: 'modified', taints };
  return { operation: added ? 'tainted' : 'untainted', taints };
}
