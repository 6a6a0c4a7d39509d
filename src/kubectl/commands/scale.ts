import { goQuote, resourcePath } from '../../engine/index.ts';
import type { ApiResource } from '../api/discovery.ts';
import { numberAt, textAt, type AnyObject } from '../api/object.ts';
import type { Info } from '../api/resource-query.ts';
import { ResourceSet } from '../api/resource-set.ts';
import { dryRunOf, dryRunSuffix, patchTypes, Writer, type DryRun } from '../api/writer.ts';
import type { Context } from '../context.ts';
import { CommandError, throwAll } from '../errors.ts';
import { at } from '../go/values.ts';
import { objectPrinter } from '../print/output.ts';

/** `kubectl scale`. Models kubectl/pkg/cmd/scale (v1.36). */
export async function scale(context: Context): Promise<void> {
  const { flags } = context;
  const dryRun = dryRunOf(context);
  const print = objectPrinter(context, { operation: dryRunSuffix('scaled', dryRun) });
  const replicas = flags.number('replicas');
  if (replicas < 0) {
    throw new CommandError(
      'The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0',
    );
  }
  if (flags.number('current-replicas') < -1) {
    throw new CommandError('The --current-replicas must specify an integer of -1 or greater');
  }
  const set = await ResourceSet.open(context, {
    args: context.args,
    namespace: context.namespace,
    requireNamespace: context.namespaceIsExplicit,
    filenames: flags.list('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    labelSelector: flags.string('selector'),
    allowEmptySelector: flags.bool('all'),
    continueOnError: true,
    flatten: true,
  });
  const errors: Error[] = [];
  const infos = await set.infos(errors);
  if (flags.string('resource-version') !== '' && infos.length > 1) {
    throw new CommandError('cannot use --resource-version with multiple resources');
  }
  if (infos.length === 0) {
    throwAll(errors);
    throw new CommandError('no objects passed to scale');
  }
  for (const info of infos) {
    if (dryRun !== 'client') await scaleOne(context, info, replicas, dryRun);
    context.out(print(withReplicas(info.object as AnyObject, replicas)));
  }
  throwAll(errors);
}

function withReplicas(object: AnyObject, replicas: number): AnyObject {
  return { ...object, spec: { ...(object['spec'] as object), replicas } };
}

async function scaleOne(context: Context, info: Info, replicas: number, dryRun: DryRun): Promise<void> {
  const { flags, client } = context;
  const path = resourcePath(info.resource as ApiResource, {
    namespace: info.namespace,
    name: info.name,
    subresource: 'scale',
  });
  const query = { dryRun: dryRun === 'server' ? 'All' : undefined };
  const expected = flags.number('current-replicas');
  const version = flags.string('resource-version');
  if (expected === -1 && version === '') {
    const body = { spec: { replicas } };
    await client.request('PATCH', path, { body, query, contentType: patchTypes.merge });
  } else {
    const current = (await client.request('GET', path)) as AnyObject;
    const size = numberAt(current, 'spec', 'replicas');
    if (expected !== -1 && size !== expected) {
      throw new CommandError(`Expected replicas to be ${expected}, was ${size}`);
    }
    const stored = textAt(current, 'metadata', 'resourceVersion');
    if (version !== '' && stored !== version) {
      throw new CommandError(`Expected resource version to be ${version}, was ${stored}`);
    }
    await client.request('PUT', path, { body: withReplicas(current, replicas), query });
  }
  if (flags.bool('record') && dryRun === 'none') await new Writer(context).patch(info, 'merge', {});
  const timeout = flags.duration('timeout');
  if (timeout > 0 && dryRun === 'none') await waitForReplicas(context, info, path, replicas, timeout);
}

async function waitForReplicas(
  context: Context,
  info: Info,
  path: string,
  replicas: number,
  timeoutMs: number,
): Promise<void> {
  const { environment, client } = context;
  const deadline = environment.now() + timeoutMs;
  for (;;) {
    const current = await client.request('GET', path);
    if (numberAt(current, 'status', 'replicas') === replicas && at(current, 'spec', 'replicas') === replicas)
      return;
    if (environment.now() >= deadline || environment.signal.cancelled) {
      throw new CommandError(`timed out waiting for ${goQuote(info.name)} to be synced`);
    }
    await environment.sleep(1_000);
  }
}
