import type { Container, Pod, PodCondition } from '../api/types.ts';
import { amountsOf, podRequests } from '../api/pod-resources.ts';
import { deepEqual } from '../sim/plain.ts';
import type { Timer } from '../sim/simulation.ts';
import { shortageRejection, shortagesFor } from './admission.ts';
import { recordPodEvent, type NodeContext } from './node-context.ts';

type Resources = NonNullable<Container['resources']>;

/** What containers have been given, by pod uid and container name. It outlives a kubelet. */
export type Allocations = Map<string, Map<string, Resources>>;

interface Pending {
  readonly reason: 'Deferred' | 'Infeasible';
  readonly message: string;
  readonly generation: number;
}

const firstRetryMs = 30_000;
const retryMs = 180_000;
const resized = ['cpu', 'memory'] as const;

/**
 * Decides whether a pod may have the CPU and memory that it asks for now, and remembers what it has.
 * Models pkg/kubelet/allocation (v1.36).
 */
export class Resizes {
  readonly #context: NodeContext;
  readonly #allocations: Allocations;
  readonly #activePods: () => readonly Pod[];
  readonly #podOf: (uid: string) => Pod | undefined;
  readonly #sync: (uid: string) => void;
  readonly #pending = new Map<string, Pending>();
  /** The generation that is being carried out. */
  readonly #inProgress = new Map<string, number>();
  #retry: Timer | undefined;

  constructor(options: {
    context: NodeContext;
    allocations: Allocations;
    /** The pods that hold room on the node. */
    activePods: () => readonly Pod[];
    podOf: (uid: string) => Pod | undefined;
    /** Something about the pod changed. */
    sync: (uid: string) => void;
  }) {
    this.#context = options.context;
    this.#allocations = options.allocations;
    this.#activePods = options.activePods;
    this.#podOf = options.podOf;
    this.#sync = options.sync;
  }

  stop(): void {
    this.#retry?.cancel();
  }

  /** The pod was admitted: it has what it asks for, unless it has something already. */
  admitted(pod: Pod): void {
    const uid = pod.metadata.uid ?? '';
    if (!this.#allocations.has(uid)) this.#allocate(pod);
  }

  forget(uid: string): void {
    this.#allocations.delete(uid);
    this.#pending.delete(uid);
    this.#inProgress.delete(uid);
    this.retryPending();
  }

  /** The pod with what it has, where that is not what it asks for. */
  asAllocated(pod: Pod): Pod {
    const allocation = this.#allocations.get(pod.metadata.uid ?? '');
    if (allocation === undefined) return pod;
    const { containers, initContainers } = pod.spec;
    const own = withAllocation(containers, allocation);
    const init = initContainers && withAllocation(initContainers, allocation);
    if (own === containers && init === initContainers) return pod;
    return { ...pod, spec: { ...pod.spec, containers: own, ...(init && { initContainers: init }) } };
  }

  /** The pod asks for something that may be new. */
  updated(pod: Pod): void {
    const uid = pod.metadata.uid ?? '';
    if (!this.#allocations.has(uid)) return;
    const had = this.#pending.get(uid);
    if (this.asAllocated(pod) === pod) {
      this.#pending.delete(uid);
      return;
    }
    const refusal = this.#refusalOf(pod);
    const generation = pod.metadata.generation ?? 0;
    if (refusal === undefined) {
      this.#allocate(pod);
      this.#pending.delete(uid);
      this.#inProgress.set(uid, generation);
      this.#tell(pod, 'Normal', 'ResizeStarted', 'Pod resize started', generation);
      return;
    }
    const pending: Pending = { ...refusal, generation };
    if (had !== undefined && deepEqual(had, pending)) return;
    this.#pending.set(uid, pending);
    const { reason, message } = refusal;
    this.#tell(pod, 'Warning', `Resize${reason}`, `Pod resize ${reason}`, generation, message);
    this.#retryLater(firstRetryMs);
  }

  /** Whether what runs has what was given; told once when it comes to be so. */
  settled(pod: Pod, isActual: boolean): void {
    const uid = pod.metadata.uid ?? '';
    const generation = this.#inProgress.get(uid);
    if (generation === undefined || !isActual) return;
    this.#inProgress.delete(uid);
    this.#tell(pod, 'Normal', 'ResizeCompleted', 'Pod resize completed', generation);
  }

  conditions(uid: string): PodCondition[] {
    const pending = this.#pending.get(uid);
    const generation = this.#inProgress.get(uid);
    return [
      ...(pending === undefined
        ? []
        : [
            {
              type: 'PodResizePending',
              observedGeneration: pending.generation,
              status: 'True' as const,
              reason: pending.reason,
              message: pending.message,
            },
          ]),
      ...(generation === undefined
        ? []
        : [{ type: 'PodResizeInProgress', observedGeneration: generation, status: 'True' as const }]),
    ];
  }

  /** Room may have come free. */
  retryPending(): void {
    for (const [uid, { reason }] of this.#pending) {
      if (reason !== 'Deferred') continue;
      const pod = this.#podOf(uid);
      if (pod === undefined) {
        this.#pending.delete(uid);
        continue;
      }
      this.updated(pod);
      if (this.#pending.get(uid)?.reason !== 'Deferred') this.#sync(uid);
    }
  }

  #retryLater(afterMs: number): void {
    if (this.#retry?.pending === true) return;
    this.#retry = this.#context.sim.after(
      afterMs,
      () => {
        this.retryPending();
        if ([...this.#pending.values()].some(({ reason }) => reason === 'Deferred'))
          this.#retryLater(retryMs);
      },
      { chore: true },
    );
  }

  #allocate(pod: Pod): void {
    const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
    this.#allocations.set(
      pod.metadata.uid ?? '',
      new Map(containers.map(({ name, resources }) => [name, resources ?? {}])),
    );
  }

  /** Models canAdmitPod and the resize handler of pkg/kubelet/allocation/features (v1.36). */
  #refusalOf(pod: Pod): { reason: Pending['reason']; message: string } | undefined {
    const node = this.#context.node();
    if (node === undefined) return undefined;
    const capacity = amountsOf(node.status?.allocatable);
    const requests = podRequests(pod);
    for (const name of ['memory', 'cpu']) {
      const [requested, room] = [requests.get(name) ?? 0, capacity.get(name) ?? 0];
      if (requested > room) {
        const message = `Node didn't have enough capacity: ${name}, requested: ${requested}, capacity: ${room}`;
        return { reason: 'Infeasible', message };
      }
    }
    const others = this.#activePods()
      .filter(({ metadata }) => metadata.uid !== pod.metadata.uid)
      .map((other) => this.asAllocated(other));
    const [shortage] = shortagesFor(pod, others, node);
    return shortage && { reason: 'Deferred', message: shortageRejection(shortage).message };
  }

  #tell(
    pod: Pod,
    type: 'Normal' | 'Warning',
    reason: string,
    what: string,
    generation: number,
    error?: string,
  ): void {
    const summary = (containers: readonly Container[] | undefined): object[] | undefined =>
      containers?.map(({ name, resources }) => ({ name, resources: ordered(resources ?? {}) }));
    const initContainers = summary(pod.spec.initContainers);
    const text = JSON.stringify({
      ...(initContainers && initContainers.length > 0 && { initContainers }),
      containers: summary(pod.spec.containers),
      generation,
      ...(error !== undefined && { error }),
    });
    recordPodEvent(this.#context, pod, type, reason, `${what}: ${text}`);
  }
}

function withAllocation(
  containers: readonly Container[],
  allocation: ReadonlyMap<string, Resources>,
): Container[] {
  const changes = containers.some(({ name, resources }) => {
    const given = allocation.get(name);
    return given !== undefined && !deepEqual(given, resources ?? {});
  });
  if (!changes) return containers as Container[];
  return containers.map((container) => {
    const given = allocation.get(container.name);
    return given === undefined ? container : { ...container, resources: given };
  });
}

/** As Go marshals it: limits first, resources by name. */
function ordered({ limits, requests }: Resources): object {
  const sorted = (list: Readonly<Record<string, unknown>> | undefined): object | undefined =>
    list && Object.fromEntries(Object.entries(list).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return { ...(limits && { limits: sorted(limits) }), ...(requests && { requests: sorted(requests) }) };
}

/** Which of CPU and memory a container is to have otherwise than it has. */
export function resizedIn(wanted: Resources | undefined, actual: Resources | undefined): readonly string[] {
  return resized.filter(
    (name) =>
      String(wanted?.requests?.[name] ?? '') !== String(actual?.requests?.[name] ?? '') ||
      String(wanted?.limits?.[name] ?? '') !== String(actual?.limits?.[name] ?? ''),
  );
}

/** Whether a container has to be restarted to have them. */
export function needsRestart({ resizePolicy }: Container, names: readonly string[]): boolean {
  return names.some((name) =>
    resizePolicy?.some(
      ({ resourceName, restartPolicy }) => resourceName === name && restartPolicy === 'RestartContainer',
    ),
  );
}
