import {
  controllerOf,
  goQuote,
  parseLabelSelector,
  parseTime,
  type Pod,
  resourcePath,
  StatusError,
} from '../../engine/index.ts';
import { daemonSets, pods as podResource } from '../api/known-resources.ts';
import { listAt, nameOf, textAt, type AnyObject } from '../api/object.ts';
import type { Info } from '../api/resource-query.ts';
import { ResourceSet } from '../api/resource-set.ts';
import { dryRunOf, dryRunSuffix, Writer, type DryRun } from '../api/writer.ts';
import type { Context } from '../context.ts';
import { AggregateError, asError, CommandError, Exit, isNotFound, messageOf, throwAll } from '../errors.ts';
import { at } from '../go/values.ts';
import { nameLines } from '../print/name.ts';

/** `kubectl cordon`. Models kubectl/pkg/cmd/drain (v1.36). */
export async function cordon(context: Context): Promise<void> {
  const dryRun = dryRunOf(context);
  await setUnschedulable(context, await nodeInfos(context), true, dryRun);
}

/** `kubectl uncordon`. */
export async function uncordon(context: Context): Promise<void> {
  const dryRun = dryRunOf(context);
  await setUnschedulable(context, await nodeInfos(context), false, dryRun);
}

/** `kubectl drain`. */
export async function drain(context: Context): Promise<void> {
  const dryRun = dryRunOf(context);
  const infos = await nodeInfos(context);
  await setUnschedulable(context, infos, true, dryRun);
  const errors: Error[] = [];
  const pending: string[] = [];
  for (const info of infos) {
    try {
      await emptyNode(context, info, dryRun);
      context.out(nameLines(info.object as AnyObject, dryRunSuffix('drained', dryRun)));
    } catch (error) {
      const { message } = asError(error);
      context.err(
        `error: unable to drain node ${goQuote(info.name)} due to error: ${message}, continuing command...\n`,
      );
      errors.push(...(error instanceof AggregateError ? error.errors : [asError(error)]));
      pending.push(info.name);
    }
  }
  if (pending.length > 0) {
    context.err(`There are pending nodes to be drained:\n${pending.map((name) => ` ${name}\n`).join('')}`);
    // They were told with their nodes before; this time they stand alone.
    context.err([...new Set(errors.map((error) => `${messageOf(error)}\n`))].join(''));
    throw new Exit(1);
  }
}

async function nodeInfos(context: Context): Promise<Info[]> {
  const { args, flags } = context;
  const selector = flags.string('selector');
  if (args.length === 0 && !flags.changed('selector')) {
    throw context.usageError(`USAGE: ${context.path.declaration.use} [flags]`);
  }
  if (args.length > 0 && selector !== '') {
    throw context.usageError('error: cannot specify both a node name and a --selector option');
  }
  if (flags.has('pod-selector') && flags.string('pod-selector') !== '') {
    try {
      parseLabelSelector(flags.string('pod-selector'));
    } catch {
      throw new CommandError('--pod-selector=<pod_selector> must be a valid label selector');
    }
  }
  const set = await ResourceSet.open(context, {
    args: selector === '' ? args.map((name) => (name.includes('/') ? name : `nodes/${name}`)) : ['nodes'],
    labelSelector: selector,
    singleResourceType: true,
    flatten: true,
  });
  return set.infos();
}

async function setUnschedulable(
  context: Context,
  infos: readonly Info[],
  desired: boolean,
  dryRun: DryRun,
): Promise<void> {
  const words = desired ? 'cordoned' : 'uncordoned';
  const writer = new Writer(context, { dryRun });
  for (const info of infos) {
    const node = info.object as AnyObject;
    const isSo = at(node, 'spec', 'unschedulable') === true;
    if (isSo === desired) {
      context.out(nameLines(node, dryRunSuffix(`already ${words}`, dryRun)));
      continue;
    }
    try {
      if (dryRun !== 'client') {
        await writer.patch(info, 'strategic', { spec: { unschedulable: desired ? true : null } });
      }
      context.out(nameLines(node, dryRunSuffix(words, dryRun)));
    } catch (error) {
      const verb = desired ? 'cordon' : 'uncordon';
      context.err(`error: unable to ${verb} node ${goQuote(info.name)}: ${asError(error).message}\n`);
    }
  }
}

type Verdict =
  | { readonly type: 'okay' }
  | { readonly type: 'skip' }
  | { readonly type: 'warning'; readonly message: string; readonly delete: boolean }
  | { readonly type: 'error'; readonly message: string };

async function emptyNode(context: Context, info: Info, dryRun: DryRun): Promise<void> {
  const pods = await podsToGo(context, info.name);
  if (dryRun === 'client') {
    for (const pod of pods)
      context.out(`evicting pod ${textAt(pod, 'metadata', 'namespace')}/${nameOf(pod)} (dry run)\n`);
    return;
  }
  const timeout = context.flags.duration('timeout');
  const deadline = timeout === 0 ? Number.POSITIVE_INFINITY : context.environment.now() + timeout;
  await Promise.all(pods.map((pod) => evict(context, pod, dryRun, deadline)));
}

async function podsToGo(context: Context, node: string): Promise<Pod[]> {
  const list = await context.client.request('GET', resourcePath(podResource), {
    query: {
      labelSelector: context.flags.string('pod-selector'),
      fieldSelector: `spec.nodeName=${node}`,
      limit: context.flags.number('chunk-size'),
    },
  });
  const going: Pod[] = [];
  const warnings = new Map<string, string[]>();
  const refusals = new Map<string, string[]>();
  for (const pod of listAt(list, 'items') as unknown as Pod[]) {
    const verdict = await judge(context, pod);
    const name = `${pod.metadata.namespace}/${pod.metadata.name}`;
    if (verdict.type === 'warning') append(warnings, verdict.message, name);
    if (verdict.type === 'error') append(refusals, verdict.message, name);
    if (verdict.type === 'okay' || (verdict.type === 'warning' && verdict.delete)) {
      going.push({ apiVersion: 'v1', kind: 'Pod', ...pod });
    }
  }
  throwAll(
    [...refusals].map(
      ([message, names]) => new CommandError(`cannot delete ${message}: ${names.join(', ')}`),
    ),
  );
  if (warnings.size > 0) {
    const text = [...warnings].map(([message, names]) => `${message}: ${names.join(', ')}`).join('; ');
    context.err(`Warning: ${text}\n`);
  }
  return going;
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** What stands in the way of evicting a pod; of several warnings the last one counts. */
async function judge(context: Context, pod: Pod): Promise<Verdict> {
  const { flags } = context;
  let verdict: Verdict = { type: 'okay' };
  const finished = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  const skipSeconds = flags.number('skip-wait-for-delete-timeout');
  const deletedMs = parseTime(pod.metadata.deletionTimestamp);
  if (
    skipSeconds > 0 &&
    deletedMs !== undefined &&
    (context.environment.now() - deletedMs) / 1000 > skipSeconds
  ) {
    return { type: 'skip' };
  }
  const owner = controllerOf(pod);
  if (owner?.kind === 'DaemonSet' && owner.apiVersion === 'apps/v1' && !finished) {
    const found = await daemonSetVerdict(context, pod, owner.name);
    if (found.type !== 'warning' || !found.delete) return found;
    verdict = found;
  }
  if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return { type: 'skip' };
  if (!finished && pod.spec.volumes?.some((volume) => volume.emptyDir != null)) {
    if (!flags.bool('delete-emptydir-data')) {
      return { type: 'error', message: 'Pods with local storage (use --delete-emptydir-data to override)' };
    }
    verdict = { type: 'warning', message: 'deleting Pods with local storage', delete: true };
  }
  if (!finished && owner === undefined) {
    if (!flags.bool('force')) {
      return { type: 'error', message: 'Pods that declare no controller (use --force to override)' };
    }
    verdict = { type: 'warning', message: 'deleting Pods that declare no controller', delete: true };
  }
  return verdict;
}

async function daemonSetVerdict(context: Context, pod: Pod, name: string): Promise<Verdict> {
  try {
    await context.client.request(
      'GET',
      resourcePath(daemonSets, { namespace: pod.metadata.namespace, name }),
    );
  } catch (error) {
    const { message } = asError(error);
    return isNotFound(error) && context.flags.bool('force')
      ? { type: 'warning', message, delete: true }
      : { type: 'error', message };
  }
  return context.flags.bool('ignore-daemonsets')
    ? { type: 'warning', message: 'ignoring DaemonSet-managed Pods', delete: false }
    : { type: 'error', message: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' };
}

const retryMs = 5_000;
const pollMs = 1_000;

async function evict(context: Context, pod: Pod, dryRun: DryRun, deadline: number): Promise<void> {
  const { client, environment, flags } = context;
  const { namespace = '', name } = pod.metadata;
  const path = resourcePath(podResource, { namespace, name });
  const grace = flags.number('grace-period');
  const deleteOptions = {
    ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}),
    ...(dryRun === 'server' ? { dryRun: ['All'] } : {}),
  };
  const suffix = dryRun === 'server' ? ' (server dry run)' : '';
  for (;;) {
    context.out(
      `${flags.bool('disable-eviction') ? 'deleting' : 'evicting'} pod ${namespace}/${name}${suffix}\n`,
    );
    try {
      if (flags.bool('disable-eviction')) await client.request('DELETE', path, { body: deleteOptions });
      else {
        await client.request('POST', `${path}/eviction`, {
          body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, deleteOptions },
        });
      }
      break;
    } catch (error) {
      if (isNotFound(error)) return;
      if (!(error instanceof StatusError) || error.code !== 429) {
        throw new CommandError(
          `error when evicting pods/${goQuote(name)} -n ${goQuote(namespace)}: ${asError(error).message}`,
        );
      }
      context.err(
        `error when evicting pods/${goQuote(name)} -n ${goQuote(namespace)} (will retry after 5s): ${error.message}\n`,
      );
      await environment.sleep(retryMs);
      if (environment.signal.cancelled) throw new CommandError('context canceled');
      if (environment.now() >= deadline)
        throw new CommandError(
          `error when waiting for pod ${goQuote(name)} to terminate: global timeout reached: ${flags.string('timeout')}`,
        );
    }
  }
  if (dryRun === 'server') return;
  const { uid } = pod.metadata;
  for (;;) {
    try {
      const current = await client.request('GET', path);
      if (textAt(current, 'metadata', 'uid') !== uid) break;
    } catch (error) {
      if (!isNotFound(error)) throw error;
      break;
    }
    if (environment.signal.cancelled) throw new CommandError('context canceled');
    if (environment.now() >= deadline) {
      throw new CommandError(
        `error when waiting for pod ${goQuote(name)} in namespace ${goQuote(namespace)} to terminate: global timeout reached: ${flags.string('timeout')}`,
      );
    }
    await environment.sleep(pollMs);
  }
  context.out(`pod/${name} ${flags.bool('disable-eviction') ? 'deleted' : 'evicted'}\n`);
}
