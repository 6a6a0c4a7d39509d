import { formatSelector, type Selector } from '../../api/labels.ts';
import { DurationError, parseGoDuration } from '../../api/go-duration.ts';
import { quantityMilliValue, parseQuantity, type QuantityText } from '../../api/quantity.ts';
import { StatusError } from '../../api/status-error.ts';
import { parseTime } from '../../api/time.ts';
import type { Client } from '../../client/client.ts';
import { MetricProblem, within } from './metric-problem.ts';

/** What was measured of a pod. */
export interface PodMetric {
  /** In thousandths. */
  readonly value: number;
  readonly atMs: number;
  /** Over how long it was measured. */
  readonly windowMs: number;
}

export type PodMetrics = ReadonlyMap<string, PodMetric>;

/** An object whose metric is asked for. */
export interface MetricSubject {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
}

interface PodUsage {
  readonly metadata: { readonly name: string };
  readonly timestamp: string;
  readonly window: string;
  readonly containers?: readonly { readonly name: string; readonly usage: Record<string, QuantityText> }[];
}

interface CustomValue {
  readonly describedObject: { readonly name: string };
  readonly timestamp: string;
  readonly windowSeconds?: number;
  readonly value: QuantityText;
}

const defaultWindowMs = 60_000;
const customGroup = 'custom.metrics.k8s.io';

/**
 * Reads metrics through the API, from whoever serves them. All methods throw a MetricProblem.
 * Models pkg/controller/podautoscaler/metrics.restMetricsClient (v1.36).
 */
export class MetricsClient {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** What each pod, or the container of that name in it, uses of `resource`. */
  resource(resource: string, namespace: string, selector: Selector, container?: string): PodMetrics {
    const query = `labelSelector=${encodeURIComponent(formatSelector(selector))}`;
    const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${namespace}/pods?${query}`;
    const pods = this.#items('resource', path, 'pods.metrics.k8s.io') as readonly PodUsage[];
    const metrics = new Map<string, PodMetric>();
    for (const pod of pods) {
      const value = usageOf(pod, resource, container);
      if (value === undefined) continue;
      metrics.set(pod.metadata.name, {
        value,
        atMs: parseTime(pod.timestamp) ?? 0,
        windowMs: lengthOf(pod.window),
      });
    }
    return metrics;
  }

  /** A metric of each pod. */
  ofPods(metric: string, namespace: string, selector: Selector, metricSelector: Selector): PodMetrics {
    const values = this.#custom(namespace, 'pods/*', metric, {
      labelSelector: formatSelector(selector),
      metricLabelSelector: formatSelector(metricSelector),
    });
    return new Map(
      values.map(({ describedObject, timestamp, windowSeconds, value }) => [
        describedObject.name,
        {
          value: millis(value),
          atMs: parseTime(timestamp) ?? 0,
          windowMs: windowSeconds === undefined ? defaultWindowMs : windowSeconds * 1000,
        },
      ]),
    );
  }

  /** A metric of one object, in thousandths. */
  ofObject(
    metric: string,
    namespace: string,
    { apiVersion = '', kind, name }: MetricSubject,
    selector: Selector,
  ): number {
    const slash = apiVersion.indexOf('/');
    const group = slash < 0 ? '' : `.${apiVersion.slice(0, slash)}`;
    const resource = `${kind.toLowerCase()}s${group}/${name}`;
    const [value] = this.#custom(namespace, resource, metric, {
      metricLabelSelector: formatSelector(selector),
    });
    return millis(value?.value ?? 0);
  }

  /** The values of a metric from outside, in thousandths. */
  external(metric: string, namespace: string, selector: Selector): number[] {
    const query = `labelSelector=${encodeURIComponent(formatSelector(selector))}`;
    const path = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${namespace}/${metric}?${query}`;
    const values = this.#items('external', path, `${metric}.external.metrics.k8s.io`);
    return (values as readonly { value: QuantityText }[]).map(({ value }) => millis(value));
  }

  #custom(
    namespace: string,
    resource: string,
    metric: string,
    selectors: Readonly<Record<string, string>>,
  ): readonly CustomValue[] {
    const groups = this.#client.getPath('/apis') as { groups?: readonly { name: string }[] };
    if (groups.groups?.some(({ name }) => name === customGroup) !== true) {
      throw new MetricProblem(
        `unable to fetch metrics from custom metrics API: no custom metrics API (${customGroup}) registered`,
      );
    }
    const query = Object.entries(selectors)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => `${name}=${encodeURIComponent(text)}`)
      .join('&');
    const path = `/apis/${customGroup}/v1beta2/namespaces/${namespace}/${resource}/${metric}?${query}`;
    const what = `${resource.split('/', 1)[0]}.${customGroup}`;
    return this.#items('custom', path, what) as readonly CustomValue[];
  }

  #items(api: string, path: string, what: string): readonly unknown[] {
    const list = within(`unable to fetch metrics from ${api} metrics API`, () => this.#get(path, what));
    const { items = [] } = list as { items?: readonly unknown[] };
    if (items.length === 0) throw new MetricProblem(`no metrics returned from ${api} metrics API`);
    return items;
  }

  #get(path: string, what: string): unknown {
    try {
      return this.#client.getPath(path);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      const generic = error.status.reason === undefined ? genericMessages[error.code] : undefined;
      throw new MetricProblem(generic === undefined ? error.message : `${generic} (get ${what})`);
    }
  }
}

/** What clients say of an answer that is no Status. Models apierrors.NewGenericServerResponse (v1.36). */
const genericMessages: Readonly<Record<number, string>> = {
  404: 'the server could not find the requested resource',
  503: 'the server is currently unable to handle the request',
};

/** Undefined where a container does not tell. */
function usageOf({ containers = [] }: PodUsage, resource: string, container?: string): number | undefined {
  const asked = container === undefined ? containers : containers.filter(({ name }) => name === container);
  if (asked.length === 0) return undefined;
  let sum = 0;
  for (const { usage } of asked) {
    const amount = usage[resource];
    if (amount === undefined) return undefined;
    sum += millis(amount);
  }
  return sum;
}

function lengthOf(window: string): number {
  try {
    return parseGoDuration(window);
  } catch (error) {
    if (error instanceof DurationError) throw new MetricProblem(error.message);
    throw error;
  }
}

function millis(amount: QuantityText): number {
  return Number(quantityMilliValue(parseQuantity(amount)));
}
