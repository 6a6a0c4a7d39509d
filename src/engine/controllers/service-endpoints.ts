import { matchesLabels, selectorFromMap } from '../api/labels.ts';
import { isPodReady, podCondition } from '../api/pod-status.ts';
import { parseTime } from '../api/time.ts';
import { pods, services } from '../api/resources.ts';
import type { Pod, Service } from '../api/types.ts';
import type { Informer } from '../client/informer.ts';
import { objectKey } from '../client/store.ts';
import { deepEqual } from '../sim/plain.ts';
import { makeRuntime, type ControllerContext, type ControllerRuntime } from './controller.ts';
import { inNamespace, indexByNamespace } from './indexes.ts';

export const lastChangeAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time';
export const headlessLabel = 'service.kubernetes.io/headless';

type ServicePort = NonNullable<NonNullable<Service['spec']>['ports']>[number];

/** A port of a Service as one pod has it. */
export interface ResolvedPort {
  readonly name: string;
  readonly protocol: NonNullable<ServicePort['protocol']>;
  readonly port: number;
  readonly appProtocol?: string;
}

/** The ports of a Service on a pod; a port whose name the pod does not know is left out. Models podutil.FindPort (v1.36). */
export function resolvePorts(service: Service, pod: Pod): ResolvedPort[] {
  return (service.spec?.ports ?? []).flatMap((servicePort) => {
    const protocol = servicePort.protocol ?? 'TCP';
    const port = targetPort(servicePort, protocol, pod);
    const { name = '', appProtocol } = servicePort;
    return port === undefined ? [] : [{ name, protocol, port, ...(appProtocol && { appProtocol }) }];
  });
}

function targetPort(servicePort: ServicePort, protocol: string, pod: Pod): number | undefined {
  const { targetPort: target = servicePort.port } = servicePort;
  if (typeof target === 'number') return target === 0 ? servicePort.port : target;
  for (const container of pod.spec.containers) {
    const found = container.ports?.find(
      (port) => port.name === target && (port.protocol ?? 'TCP') === protocol,
    );
    if (found !== undefined) return found.containerPort;
  }
  return undefined;
}

/** Whether somebody else than these controllers looks after the Service's endpoints. */
function hasOwnEndpoints({ spec }: Service): boolean {
  return !spec?.selector || spec.type === 'ExternalName';
}

export function isHeadless({ spec }: Service): boolean {
  return spec?.clusterIP === 'None';
}

function selectedPods(service: Service, pods: Informer<Pod>): Pod[] {
  const selector = selectorFromMap(service.spec?.selector);
  return [...inNamespace(pods, service.metadata.namespace ?? '')].filter((pod) =>
    matchesLabels(selector, pod.metadata.labels),
  );
}

/** Wakes the Services whose endpoints a pod's change concerns. Models endpointslice/util.GetServicesToUpdateOnPodChange (v1.36). */
function followEndpointPods(
  services: Informer<Service>,
  pods: Informer<Pod>,
  enqueue: (service: Service) => void,
): void {
  indexByNamespace(services);
  indexByNamespace(pods);
  const wake = (pod: Pod, except?: Pod): void => {
    for (const service of inNamespace(services, pod.metadata.namespace ?? '')) {
      if (hasOwnEndpoints(service)) continue;
      const selector = selectorFromMap(service.spec?.selector);
      if (!matchesLabels(selector, pod.metadata.labels)) continue;
      if (except === undefined || !matchesLabels(selector, except.metadata.labels)) enqueue(service);
    }
  };
  pods.addHandler({
    onAdd: (pod) => wake(pod),
    onUpdate: (old, pod) => {
      if (isOtherEndpoint(old, pod)) wake(pod);
      if (!deepEqual(old.metadata.labels, pod.metadata.labels)) {
        wake(old, pod);
        wake(pod, old);
      }
    },
    onDelete: (pod) => wake(pod),
  });
}

function isOtherEndpoint(old: Pod, pod: Pod): boolean {
  return (
    Boolean(old.metadata.deletionTimestamp ?? pod.metadata.deletionTimestamp) ||
    isPodReady(old) !== isPodReady(pod) ||
    old.status?.podIP !== pod.status?.podIP ||
    old.spec.hostname !== pod.spec.hostname ||
    old.spec.subdomain !== pod.spec.subdomain
  );
}

/** The name under which a pod is found behind a headless Service. */
export function endpointHostname(service: Service, pod: Pod): string | undefined {
  const { hostname, subdomain } = pod.spec;
  return hostname && subdomain === service.metadata.name ? hostname : undefined;
}

/**
 * When what led to the newest change of a Service's endpoints happened.
 * Models endpointslice/util.TriggerTimeTracker (v1.36).
 */
class TriggerTimes {
  readonly #last = new Map<string, { serviceMs: number; pods: Map<string, number> }>();

  /** The earliest new event; undefined when there is none. */
  next(service: Service, pods: readonly Pod[]): number | undefined {
    const key = objectKey(service);
    const last = this.#last.get(key);
    const times = new Map<string, number>();
    let earliest: number | undefined;
    const consider = (timeMs: number, lastMs: number): void => {
      if (timeMs > lastMs && (earliest === undefined || timeMs < earliest)) earliest = timeMs;
    };
    for (const pod of pods) {
      const readyMs = parseTime(podCondition(pod, 'Ready')?.lastTransitionTime);
      if (readyMs === undefined) continue;
      times.set(pod.metadata.name, readyMs);
      if (last !== undefined) consider(readyMs, last.pods.get(pod.metadata.name) ?? 0);
    }
    const serviceMs = parseTime(service.metadata.creationTimestamp) ?? 0;
    consider(serviceMs, last?.serviceMs ?? 0);
    this.#last.set(key, { serviceMs, pods: times });
    return earliest;
  }

  forget(key: string): void {
    this.#last.delete(key);
  }
}

export interface ServiceEndpoints {
  readonly name: string;
  readonly component?: string;
  /** What else its work needs. */
  readonly needs: readonly { whenSynced(run: () => void): void }[];
  /** Brings the endpoints of a Service into line with its pods. `triggerMs`: when what is new of them happened. */
  readonly sync: (service: Service, selected: readonly Pod[], triggerMs: number | undefined) => void;
  /** A Service is gone. */
  readonly onGone?: (key: string) => void;
}

const maxRetries = 15;

/** What the controllers of endpoints have in common: they wake with Services and with the pods behind them. */
export function makeServiceRuntime(context: ControllerContext, options: ServiceEndpoints): ControllerRuntime {
  const all = context.informers.of(services);
  const allPods = context.informers.of(pods);
  const times = new TriggerTimes();
  const runtime = makeRuntime(context, {
    ...options,
    needs: [all, allPods, ...options.needs],
    maxRetries,
    sync: (key) => {
      const service = all.lister.get(key);
      if (service === undefined) {
        times.forget(key);
        options.onGone?.(key);
      } else if (!hasOwnEndpoints(service)) {
        const selected = selectedPods(service, allPods);
        runtime.looked(selected.length);
        options.sync(service, selected, times.next(service, selected));
      }
    },
  });
  all.addHandler({
    onAdd: runtime.enqueue,
    onUpdate: (_, service) => runtime.enqueue(service),
    onDelete: runtime.enqueue,
  });
  followEndpointPods(all, allPods, runtime.enqueue);
  return runtime;
}
