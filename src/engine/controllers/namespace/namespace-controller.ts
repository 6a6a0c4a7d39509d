import { groupVersion, type Resource } from '../../api/resource.ts';
import { namespaces, pods } from '../../api/resources.ts';
import { StatusError } from '../../api/status-error.ts';
import { parseTime } from '../../api/time.ts';
import type { KubeObject, Namespace } from '../../api/types.ts';
import { serverResources } from '../../client/discovery.ts';
import { objectKey } from '../../client/store.ts';
import { deepEqual } from '../../sim/plain.ts';
import { ifFound, makeRuntime, type Controller, type ControllerContext } from '../controller.ts';
import { deletionConditions } from './deletion-conditions.ts';

/** Other controllers get so long to hear that a namespace is going before its contents are deleted. */
const graceMs = 5000;
const finalizerEstimateSeconds = 15;
const ownFinalizer = 'kubernetes';

/** Empties namespaces that are being deleted. Models pkg/controller/namespace (v1.36). */
export function startNamespaceController(context: ControllerContext): Controller {
  const { sim, informers } = context;
  const all = informers.of(namespaces);

  const sync = (name: string): void => {
    if (all.lister.get(name) === undefined) return;
    const namespace = ifFound(() => runtime.client.get(namespaces, { name }));
    if (!namespace?.metadata.deletionTimestamp) return;
    if ((namespace.spec?.finalizers ?? []).length > 0) {
      const outcome = emptyNamespace(name, parseTime(namespace.metadata.deletionTimestamp) ?? sim.nowMs);
      const updated = writeConditions(namespace, outcome);
      if (outcome.error !== undefined) throw outcome.error;
      if (outcome.estimateSeconds > 0) {
        runtime.queue.addAfter(name, (Math.floor(outcome.estimateSeconds / 2) + 1) * 1000);
        return;
      }
      finalize(updated);
    }
  };

  const writeConditions = (namespace: Namespace, outcome: Emptied): Namespace => {
    const current = namespace.status?.conditions ?? [];
    const conditions = deletionConditions(current, outcome, sim.nowMs);
    if (deepEqual(conditions, current)) return namespace;
    const status = { ...namespace.status, conditions };
    return runtime.client.update(namespaces, { ...namespace, status }, 'status');
  };

  const finalize = (namespace: Namespace): void => {
    const finalizers = (namespace.spec?.finalizers ?? []).filter((other) => other !== ownFinalizer);
    runtime.decided('Namespace', namespace, () => 'It is empty: its finalizer goes.');
    const spec = { ...namespace.spec, finalizers };
    ifFound(() => runtime.client.update(namespaces, { ...namespace, spec }, 'finalize'));
  };

  /** One pass over everything in the namespace: pods first, and the rest once they are gone. */
  const emptyNamespace = (name: string, deletedMs: number): Emptied => {
    const remaining = new Map<string, number>();
    const finalizers = new Map<string, number>();
    const failures: string[] = [];
    let estimateSeconds = 0;
    let error: StatusError | undefined;
    const empty = (resource: Resource): number => {
      let left: readonly KubeObject[] = [];
      let estimate = 0;
      try {
        if (resource.resource === pods.resource) estimate = podEstimate(name, deletedMs);
        runtime.client.deleteCollection(resource, name);
        left = runtime.client.list(resource, { namespace: name }).items;
      } catch (failure) {
        if (!(failure instanceof StatusError)) throw failure;
        if (failure.reason === 'NotFound' || failure.reason === 'MethodNotAllowed') return 0;
        failures.push(failure.message);
        error = failure;
      }
      if (left.length > 0) {
        remaining.set(`${resource.resource}.${resource.group}`, left.length);
        for (const finalizer of left.flatMap(({ metadata }) => metadata.finalizers ?? [])) {
          finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
        }
        if (estimate === 0 && left.some(({ metadata }) => (metadata.finalizers ?? []).length > 0)) {
          estimate = finalizerEstimateSeconds;
        } else if (estimate === 0) {
          const message = `unexpected items still remain in namespace: ${name} for gvr: ${describe(resource)}`;
          failures.push(message);
          error = unexpected(message);
        }
      }
      estimateSeconds = Math.max(estimateSeconds, estimate);
      return left.length;
    };
    if (empty(pods) > 0) {
      // What is left of the pods is not counted in the conditions as long as the rest was not looked at.
      return { failures, error, estimateSeconds, remaining: new Map(), finalizers: new Map() };
    }
    for (const resource of serverResources(runtime.client)) {
      if (!resource.namespaced || !resource.verbs.includes('delete')) continue;
      if (resource.group === '' && resource.resource === pods.resource) continue;
      empty(resource);
    }
    return { failures, error, estimateSeconds, remaining, finalizers };
  };

  /** How many seconds the slowest pod may still take to end. Models estimateGracefulTerminationForPods (v1.36). */
  const podEstimate = (namespace: string, deletedMs: number): number => {
    const elapsedSeconds = Math.floor((sim.nowMs - deletedMs) / 1000);
    let estimate = 0;
    for (const { spec, status } of runtime.client.list(pods, { namespace }).items) {
      if (status?.phase === 'Succeeded' || status?.phase === 'Failed') continue;
      estimate = Math.max(estimate, spec.terminationGracePeriodSeconds ?? 0);
    }
    return Math.max(0, estimate - elapsedSeconds);
  };

  const runtime = makeRuntime(context, { name: 'namespace-controller', needs: [all], sync });
  const enqueue = (namespace: Namespace): void => {
    if (namespace.metadata.deletionTimestamp) runtime.queue.addAfter(objectKey(namespace), graceMs);
  };
  all.addHandler({ onAdd: enqueue, onUpdate: (_, namespace) => enqueue(namespace) });
  return runtime;
}

interface Emptied {
  readonly failures: readonly string[];
  readonly error: StatusError | undefined;
  readonly estimateSeconds: number;
  readonly remaining: ReadonlyMap<string, number>;
  readonly finalizers: ReadonlyMap<string, number>;
}

/** `/v1, Resource=pods`: Go's text of a GroupVersionResource. */
function describe(resource: Resource): string {
  const version = resource.group === '' ? `/${resource.version}` : groupVersion(resource);
  return `${version}, Resource=${resource.resource}`;
}

/** Not the server's refusal, but the pass has to be repeated all the same. */
function unexpected(message: string): StatusError {
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    code: 500,
  });
}
