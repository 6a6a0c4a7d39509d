import {
  type Container,
  formatSelector,
  goQuote,
  type Pod,
  resourcePath,
  selectorFrom,
  selectorFromMap,
} from '../../engine/index.ts';
import { pods } from '../api/known-resources.ts';
import { listAt, mapAt, nameOf, namespaceOf, textAt, type AnyObject } from '../api/object.ts';
import { ResourceSet } from '../api/resource-set.ts';
import type { Context } from '../context.ts';
import { CommandError, isNotFound, messageOf } from '../errors.ts';
import { at } from '../go/values.ts';
import { byLogging } from '../pods/pod-order.ts';
import { firstPod } from '../pods/first-pod.ts';

const usage =
  "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";

/** Where one container's log is read. */
interface LogSource {
  readonly pod: Pod;
  readonly container: string;
}

/** `kubectl logs`. Models kubectl/pkg/cmd/logs (v1.36). */
export async function logs(context: Context): Promise<void> {
  const { args, flags } = context;
  const selector = flags.string('selector');
  if (args.length > 2 || (args.length === 0 && selector === '')) throw context.usageError(usage);
  if (args.length === 1 && selector !== '')
    throw context.usageError('only a selector (-l) or a POD name is allowed');
  const container = args[1] ?? flags.string('container');
  const object = await target(context, args[0], selector);
  validate(context, container);
  if (object === undefined) return;
  const sources = await sourcesOf(context, object, container);
  if (flags.bool('follow') && sources.length > flags.number('max-log-requests')) {
    throw new CommandError(
      `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${flags.number('max-log-requests')}, use --max-log-requests to increase the limit`,
    );
  }
  if (flags.bool('follow')) await Promise.all(sources.map((source) => print(context, source)));
  else for (const source of sources) await print(context, source);
}

function validate(context: Context, container: string): void {
  const { flags, args } = context;
  if (flags.string('since-time') !== '' && flags.duration('since') !== 0) {
    throw new CommandError('at most one of `sinceTime` or `sinceSeconds` may be specified');
  }
  if (flags.bool('all-containers') && container !== '') {
    throw new CommandError(`--all-containers=true should not be specified with container name ${container}`);
  }
  if (flags.changed('container') && args.length === 2) {
    throw new CommandError('only one of -c or an inline [CONTAINER] arg is allowed');
  }
  if (flags.number('limit-bytes') < 0) throw new CommandError('--limit-bytes must be greater than 0');
  if (flags.duration('since') < 0) throw new CommandError('--since must be greater than 0');
  if (flags.number('tail') < -1) throw new CommandError('--tail must be greater than or equal to -1');
}

async function target(
  context: Context,
  word: string | undefined,
  selector: string,
): Promise<AnyObject | undefined> {
  const query =
    word === undefined
      ? { args: ['pods'], labelSelector: selector }
      : { args: [word.includes('/') ? word : `pods/${word}`] };
  try {
    const set = await ResourceSet.open(context, { ...query, singleResourceType: true });
    const [info] = await set.infos();
    if (word === undefined && listAt(info?.object, 'items').length === 0) {
      context.err(`No resources found in ${context.namespace} namespace.\n`);
      return undefined;
    }
    return info?.object;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new CommandError(
      `error from server (NotFound): ${error.message} in namespace ${goQuote(context.namespace)}`,
    );
  }
}

async function sourcesOf(context: Context, object: AnyObject, container: string): Promise<LogSource[]> {
  const allPods = context.flags.bool('all-pods');
  if (Array.isArray(object['items'])) {
    return (object['items'] as Pod[]).flatMap((pod) => sourcesOfPod(context, pod, container, allPods));
  }
  if (object['kind'] === 'Pod') return sourcesOfPod(context, object as unknown as Pod, container, allPods);
  const selector = podSelector(object, 'get the logs from');
  const { pod, all } = await firstPod(context, namespaceOf(object), selector, byLogging);
  if (all.length > 1 && !allPods) context.err(`Found ${all.length} pods, using pod/${pod.metadata.name}\n`);
  const chosen = allPods ? all : [pod];
  return chosen.flatMap((each) => sourcesOfPod(context, each, container, allPods));
}

/** The selector of the pods that an object stands for. Models polymorphichelpers.SelectorsForObject (v1.36). */
export function podSelector(object: AnyObject, doing: string): string {
  const kind = textAt(object, 'kind');
  const selector = at(object, 'spec', 'selector');
  if (kind === 'Service') {
    if (Object.keys(mapAt(object, 'spec', 'selector')).length === 0) {
      throw new CommandError(
        `cannot ${doing} *v1.Service: invalid service '${nameOf(object)}': Service is defined without a selector`,
      );
    }
    return formatSelector(selectorFromMap(selector as Record<string, string>));
  }
  if (kind === 'ReplicationController')
    return formatSelector(selectorFromMap(selector as Record<string, string>));
  if (selector === undefined) {
    throw new CommandError(`cannot ${doing} *v1.${kind}: selector for *v1.${kind} not implemented`);
  }
  return formatSelector(selectorFrom(selector));
}

function sourcesOfPod(context: Context, pod: Pod, asked: string, allPods: boolean): LogSource[] {
  const { initContainers = [], containers, ephemeralContainers = [] } = pod.spec;
  if (context.flags.bool('all-containers')) {
    const all = [...(initContainers ?? []), ...containers, ...(ephemeralContainers ?? [])];
    return all.map(({ name }) => ({ pod, container: name }));
  }
  return [{ pod, container: chosenContainer(context, pod, asked, allPods) }];
}

/** The container that is meant: the one named, the annotated one, or the first. */
export function chosenContainer(context: Context, pod: Pod, asked: string, quiet: boolean): string {
  const names = containerNames(pod);
  let container = asked;
  const preferred = pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'] ?? '';
  if (container === '' && preferred !== '') {
    if (hasContainer(pod, preferred)) container = preferred;
    else context.err(`Default container name ${goQuote(preferred)} not found in pod ${pod.metadata.name}\n`);
  }
  if (container === '') {
    container = pod.spec.containers[0]?.name ?? '';
    if (names.includes(',') && !quiet)
      context.err(`Defaulted container ${goQuote(container)} out of: ${names}\n`);
  }
  if (!hasContainer(pod, container)) {
    throw new CommandError(
      `container ${container} is not valid for pod ${pod.metadata.name} out of: ${names}`,
    );
  }
  return container;
}

function allContainers(pod: Pod): { readonly container: Pick<Container, 'name'>; readonly note: string }[] {
  const { initContainers, containers, ephemeralContainers } = pod.spec;
  return [
    ...containers.map((container) => ({ container, note: '' })),
    ...(ephemeralContainers ?? []).map((container) => ({ container, note: ' (ephem)' })),
    ...(initContainers ?? []).map((container) => ({ container, note: ' (init)' })),
  ];
}

function containerNames(pod: Pod): string {
  return allContainers(pod)
    .map(({ container, note }) => container.name + note)
    .join(', ');
}

function hasContainer(pod: Pod, name: string): boolean {
  return allContainers(pod).some(({ container }) => container.name === name);
}

async function print(context: Context, { pod, container }: LogSource): Promise<void> {
  const { flags, client } = context;
  const { namespace, name } = pod.metadata;
  const tail = flags.number('tail');
  const bySelector = flags.string('selector') !== '' && !flags.changed('tail');
  const since = flags.duration('since');
  const query = {
    container,
    follow: flags.bool('follow') || undefined,
    limitBytes: flags.number('limit-bytes') || undefined,
    previous: flags.bool('previous') || undefined,
    sinceSeconds: since === 0 ? undefined : Math.round(since / 1000),
    sinceTime: flags.string('since-time'),
    tailLines: bySelector ? 10 : tail === -1 ? undefined : tail,
    timestamps: flags.bool('timestamps') || undefined,
  };
  const prefix = flags.bool('prefix') || flags.bool('all-pods') ? `[pod/${name}/${container}] ` : '';
  let pending = '';
  const write = (chunk: unknown): void => {
    if (prefix === '') {
      context.out(String(chunk));
      return;
    }
    const lines = (pending + String(chunk)).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) context.out(`${prefix}${line}\n`);
  };
  try {
    const path = resourcePath(pods, { namespace, name, subresource: 'log' });
    const response = await client.send('GET', path, { query, accept: '*/*' });
    if (response.stream === undefined) write(response.body ?? '');
    else await client.follow(response.stream, (chunk) => (write(chunk), false));
  } catch (error) {
    if (!flags.bool('ignore-errors')) throw error;
    context.err(`error: ${messageOf(error as Error)}\n`);
  }
  if (pending !== '') context.out(prefix + pending);
}
