import { matchesLabels, parseLabelSelector, SelectorError, type Labels } from '../api/labels.ts';
import { formatQuantity, milliQuantity, wholeQuantity } from '../api/quantity.ts';
import { nodes, pods } from '../api/resources.ts';
import { DurationError, formatGoDuration, parseGoDuration } from '../api/go-duration.ts';
import { formatTime } from '../api/time.ts';
import type { KubeObject } from '../api/types.ts';
import { Informers } from '../client/informers.ts';
import { objectKey } from '../client/store.ts';
import type { HttpAnswer, ResourceUsage } from '../cri/container-runtime.ts';
import type { ContainerMetrics } from '../cri/node-metrics.ts';
import { identityOf } from './credentials.ts';
import { flagValue } from './flag-value.ts';
import type { Program } from './program.ts';

const apiVersion = 'metrics.k8s.io/v1beta1';
const usualResolutionMs = 15_000;

const discovery = {
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: apiVersion,
  resources: [
    { name: 'nodes', singularName: '', namespaced: false, kind: 'NodeMetrics', verbs: ['get', 'list'] },
    { name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] },
  ],
};

/** What was told of something at the last two rounds. */
interface Sample<T> {
  readonly before: T | undefined;
  readonly last: T;
  readonly atMs: number;
}

/**
 * Asks every kubelet in each round what runs there and what it uses, and serves the last answers as
 * metrics.k8s.io. Models kubernetes-sigs/metrics-server (v0.8).
 */
export const metricsServer: Program = (context) => {
  const { sim, args, connection, log } = context;
  const port = Number(flagValue(args, 'secure-port') ?? 443);
  const resolutionMs = durationMs(flagValue(args, 'metric-resolution')) ?? usualResolutionMs;
  const client = connection.clients.clientFor(
    connection.handler,
    identityOf(context, undefined),
    'metrics-server/v0.8.0',
  );
  const informers = new Informers(sim, client);
  const allNodes = informers.of(nodes);
  const allPods = informers.of(pods);
  let usageOfNodes = new Map<string, Sample<ResourceUsage>>();
  let usageOfPods = new Map<string, Sample<readonly ContainerMetrics[]>>();
  let isReady = false;

  const round = (): void => {
    const nextNodes: typeof usageOfNodes = new Map();
    const nextPods: typeof usageOfPods = new Map();
    for (const { metadata, status } of allNodes.lister.values()) {
      const address = status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
      const told = connection.nodeMetrics(address);
      if (told === undefined) {
        const message = `Get "https://${address}:10250/metrics/resource": context deadline exceeded`;
        log(
          `"Failed to scrape node" err="${message.replaceAll('"', '\\"')}" node="${metadata.name}"`,
          'stderr',
        );
        continue;
      }
      const sample = <T>(last: T, previous: Sample<T> | undefined): Sample<T> => ({
        before: previous?.last,
        last,
        atMs: sim.nowMs,
      });
      nextNodes.set(metadata.name, sample(told.node, usageOfNodes.get(metadata.name)));
      for (const { namespace, name, containers } of told.pods) {
        const key = `${namespace}/${name}`;
        nextPods.set(key, sample(containers, usageOfPods.get(key)));
      }
    }
    usageOfNodes = nextNodes;
    usageOfPods = nextPods;
    isReady ||= nextNodes.size > 0;
  };

  /** CPU is a rate: what was seen only once, or was restarted since, tells none. */
  const podMetrics = (pod: KubeObject): object | undefined => {
    const sample = usageOfPods.get(objectKey(pod));
    if (sample?.before === undefined) return undefined;
    const { before, last } = sample;
    const isSame = last.every(({ name, startedMs }) =>
      before.some((other) => other.name === name && other.startedMs === startedMs),
    );
    if (!isSame) return undefined;
    return {
      ...head('PodMetrics', pod, sample.atMs),
      containers: last.map(({ name, usage }) => ({ name, usage: amounts(usage) })),
    };
  };
  const nodeMetrics = (node: KubeObject): object | undefined => {
    const sample = usageOfNodes.get(node.metadata.name);
    if (sample?.before === undefined) return undefined;
    return { ...head('NodeMetrics', node, sample.atMs), usage: amounts(sample.last) };
  };
  const head = (kind: string, { metadata }: KubeObject, atMs: number): object => ({
    kind,
    apiVersion,
    metadata: {
      name: metadata.name,
      ...(metadata.namespace && { namespace: metadata.namespace }),
      creationTimestamp: formatTime(sim.nowMs),
      ...(metadata.labels && { labels: metadata.labels }),
    },
    timestamp: formatTime(atMs),
    window: formatGoDuration(resolutionMs),
  });

  const serve = (path: string): HttpAnswer => {
    const [route = '', query = ''] = path.split('?', 2);
    const parts = route.split('/').slice(4);
    if (parts.length === 0) return { status: 200, body: discovery };
    const namespace = parts[0] === 'namespaces' ? parts[1] : undefined;
    const [resource, name] = namespace === undefined ? parts : parts.slice(2);
    const isNodes = resource === 'nodes';
    const informer = isNodes ? allNodes : allPods;
    const metricsOf = isNodes ? nodeMetrics : podMetrics;
    if (name !== undefined) {
      const object = informer.lister.get(namespace === undefined ? name : `${namespace}/${name}`);
      const metrics = object && metricsOf(object);
      return metrics === undefined
        ? notFound(`${resource}.metrics.k8s.io`, name)
        : { status: 200, body: metrics };
    }
    const selects = selectorIn(query);
    if (typeof selects === 'string') return { status: 400, body: failed(400, 'BadRequest', selects) };
    const items = [...(informer.lister.values() as Iterable<KubeObject>)]
      .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
      .filter(({ metadata }) => selects(metadata.labels))
      .flatMap((object) => metricsOf(object) ?? []);
    const kind = isNodes ? 'NodeMetricsList' : 'PodMetricsList';
    return { status: 200, body: { kind, apiVersion, metadata: {}, items } };
  };

  informers.start();
  const rounds = sim.every(resolutionMs, round, { chore: true });
  log(`"Serving securely" address="[::]:${port}"`, 'stderr');
  return {
    stop: () => {
      rounds.cancel();
      informers.stop();
    },
    listens: (asked) => asked === port,
    http: (asked, path) => {
      if (asked !== port) return undefined;
      if (path.startsWith(`/apis/${apiVersion}`)) return serve(path);
      if (path === '/readyz') return isReady ? 200 : 500;
      return 200;
    },
  };
};

function durationMs(flag: string | undefined): number | undefined {
  try {
    return flag === undefined ? undefined : parseGoDuration(flag);
  } catch (error) {
    if (error instanceof DurationError) return undefined;
    throw error;
  }
}

function amounts({ cpuMillis, memoryBytes }: ResourceUsage): object {
  return {
    cpu: formatQuantity(milliQuantity(Math.round(cpuMillis), 'DecimalSI')),
    memory: formatQuantity(wholeQuantity(Math.floor(memoryBytes / 1024) * 1024, 'BinarySI')),
  };
}

/** What a query selects by labels, or what is wrong with it. */
function selectorIn(query: string): ((labels: Labels | undefined) => boolean) | string {
  const text = query
    .split('&')
    .find((part) => part.startsWith('labelSelector='))
    ?.slice('labelSelector='.length);
  try {
    const selector = parseLabelSelector(decodeURIComponent(text ?? ''));
    return (labels) => matchesLabels(selector, labels);
  } catch (error) {
    if (error instanceof SelectorError || error instanceof URIError) return error.message;
    throw error;
  }
}

function notFound(resource: string, name: string): HttpAnswer {
  const message = `${resource} "${name}" not found`;
  return { status: 404, body: failed(404, 'NotFound', message) };
}

function failed(code: number, reason: string, message: string): object {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
}
