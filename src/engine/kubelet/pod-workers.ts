import type { Pod, PodStatus } from '../api/types.ts';
import type { Simulation, Timer } from '../sim/simulation.ts';
import { runTask, waitFor, type Task } from '../sim/task.ts';
import { CancelSignal } from './cancel-signal.ts';
import { never, type LifecycleEvents, type Moment } from './lifecycle-events.ts';
import type { PodRuntime } from './pod-runtime.ts';
import { isFinal } from './pod-status.ts';
import { isStaticPod, podFullName } from './static-pod.ts';

type UpdateType = 'create' | 'update' | 'sync' | 'kill';

export interface PodUpdate {
  readonly type: UpdateType;
  readonly pod: Pod;
  readonly mirror?: Pod;
  /** Only with `kill`: the kubelet itself ends the pod. */
  readonly kill?: KillOptions;
}

interface KillOptions {
  readonly evict?: boolean;
  readonly graceSeconds?: number;
  /** What the status says from now on. */
  readonly status?: (status: PodStatus) => PodStatus;
  readonly onEnded?: () => void;
}

/** How a sync went. */
export interface SyncResult {
  /** The pod has run to its end. */
  readonly terminal?: boolean;
  /** It is to be tried again: after the usual back-off, or at a time of its own. */
  readonly failed?: { readonly retryAtMs?: number };
  /** Something was started or stopped. */
  readonly acted?: boolean;
}

/** What a worker does with a pod in each part of its life. */
export interface PodSyncer {
  sync(update: PodUpdate, runtime: PodRuntime, signal: CancelSignal): Task<SyncResult>;
  terminate(
    pod: Pod,
    runtime: PodRuntime,
    graceSeconds: number,
    status: ((status: PodStatus) => PodStatus) | undefined,
  ): Task;
  finish(pod: Pod, runtime: PodRuntime): Task;
}

const resyncMs = 60_000;
const backOffMs = 10_000;
const jitterFactor = 0.5;
const syncTickMs = 1000;

interface Worker {
  readonly uid: string;
  readonly fullName: string;
  pending: PodUpdate | undefined;
  active: PodUpdate | undefined;
  working: boolean;
  started: boolean;
  terminating: boolean;
  startedTerminating: boolean;
  terminated: boolean;
  finished: boolean;
  deleted: boolean;
  evicted: boolean;
  restartRequested: boolean;
  graceSeconds: number;
  status: ((status: PodStatus) => PodStatus) | undefined;
  onEnded: (() => void)[];
  signal: CancelSignal;
  lastSync: Moment;
  requeue: Timer | undefined;
}

/**
 * One worker a pod, which takes it through its life one step at a time: syncing, terminating,
 * terminated. While a step runs, what happens is put together into the next one.
 * Models pkg/kubelet.podWorkers (v1.36).
 */
export class PodWorkers {
  readonly #sim: Simulation;
  readonly #syncer: PodSyncer;
  readonly #events: LifecycleEvents;
  readonly #randomStream: string;
  readonly #phaseMs: number;
  readonly #onSyncDue: (podUid: string) => void;
  readonly #workers = new Map<string, Worker>();
  readonly #waitingStatic = new Map<string, string[]>();
  readonly #startedStatic = new Map<string, string>();
  #stopped = false;

  constructor(options: {
    sim: Simulation;
    syncer: PodSyncer;
    events: LifecycleEvents;
    nodeName: string;
    phaseMs: number;
    /** A pod's time for another look has come. */
    onSyncDue: (podUid: string) => void;
  }) {
    this.#sim = options.sim;
    this.#syncer = options.syncer;
    this.#events = options.events;
    this.#randomStream = `pod-workers/${options.nodeName}`;
    this.#phaseMs = options.phaseMs;
    this.#onSyncDue = options.onSyncDue;
  }

  update(update: PodUpdate): void {
    const { pod } = update;
    let worker = this.#workers.get(pod.metadata.uid ?? '');
    if (worker === undefined) {
      worker = newWorker(pod);
      this.#workers.set(worker.uid, worker);
      if (isStaticPod(pod)) {
        const waiting = this.#waitingStatic.get(worker.fullName);
        if (waiting === undefined) this.#waitingStatic.set(worker.fullName, [worker.uid]);
        else waiting.push(worker.uid);
      }
    } else if (worker.terminating && update.type === 'create') {
      worker.restartRequested = true;
      return;
    }
    if (worker.finished) return;
    const becameTerminating = this.#noteTermination(worker, update);
    if (worker.terminated) update.kill?.onEnded?.();
    const shortened = worker.terminating && !worker.terminated && this.#noteKill(worker, update);
    worker.pending = update;
    if (becameTerminating || shortened) worker.signal.cancel();
    this.#wake(worker);
  }

  /** Whether the kubelet has been told to end the pod. */
  isTerminationRequested(podUid: string): boolean {
    return this.#workers.get(podUid)?.terminating === true;
  }

  /** Whether containers of the pod may be running, as far as the worker knows. */
  couldHaveRunningContainers(podUid: string): boolean {
    const worker = this.#workers.get(podUid);
    return worker !== undefined && !worker.terminated;
  }

  /** Whether a pod that runs is still in place, or has ended for good and needs no node any more. */
  isKnownTerminated(podUid: string): boolean {
    return this.#workers.get(podUid)?.terminated === true;
  }

  isTerminatingByFullName(fullName: string): boolean {
    const uid = this.#startedStatic.get(fullName);
    const worker = uid === undefined ? undefined : this.#workers.get(uid);
    return worker !== undefined && worker.terminating && !worker.terminated;
  }

  has(podUid: string): boolean {
    return this.#workers.has(podUid);
  }

  /** Whether something waits for `prune`. */
  get needsPruning(): boolean {
    for (const worker of this.#workers.values()) if (worker.finished || worker.restartRequested) return true;
    return false;
  }

  /** Forgets workers of pods that are gone, and ends those whose pod is no longer wanted. Models SyncKnownPods (v1.36). */
  prune(isWanted: (podUid: string) => boolean): void {
    for (const worker of this.#workers.values()) {
      const orphaned = !isWanted(worker.uid);
      if (!orphaned && !worker.restartRequested) continue;
      if (!worker.finished) {
        if (!orphaned) continue;
        worker.deleted = true;
        if (worker.started) {
          if (!worker.terminating) this.#beginTermination(worker, worker.active?.pod);
          worker.pending ??= worker.active;
          this.#wake(worker);
          continue;
        }
      }
      this.#remove(worker);
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const worker of this.#workers.values()) {
      worker.requeue?.cancel();
      worker.signal.cancel();
    }
    this.#workers.clear();
  }

  #noteTermination(worker: Worker, { type, pod, kill }: PodUpdate): boolean {
    if (worker.terminating) return false;
    if (pod.metadata.deletionTimestamp !== undefined) worker.deleted = true;
    else if (type === 'kill') worker.evicted = kill?.evict === true;
    else if (!isFinal(pod.status?.phase)) return false;
    this.#beginTermination(worker, pod);
    return true;
  }

  #beginTermination(worker: Worker, pod: Pod | undefined): void {
    worker.terminating = true;
    if (pod !== undefined) worker.graceSeconds = graceOf(pod, worker.graceSeconds, undefined);
    worker.signal.cancel();
  }

  #noteKill(worker: Worker, { pod, kill }: PodUpdate): boolean {
    if (kill?.onEnded !== undefined) worker.onEnded.push(kill.onEnded);
    if (kill?.status !== undefined) worker.status = kill.status;
    const before = worker.graceSeconds;
    worker.graceSeconds = graceOf(pod, before, kill?.graceSeconds);
    return worker.graceSeconds < before;
  }

  #wake(worker: Worker): void {
    if (worker.working || this.#stopped) return;
    worker.working = true;
    this.#sim.soon(() => {
      if (this.#stopped) return;
      runTask(this.#work(worker), () => {
        worker.working = false;
        if (worker.pending !== undefined && worker.started) this.#wake(worker);
      });
    });
  }

  *#work(worker: Worker): Task {
    const update = worker.pending;
    if (update === undefined || worker.finished) return;
    if (!worker.started && !this.#mayStart(worker, update)) return;
    worker.started = true;
    worker.pending = undefined;
    worker.active = update;
    if (worker.signal.cancelled) worker.signal = new CancelSignal();
    worker.requeue?.cancel();

    const runtime = yield* waitFor(this.#events.newerThan(worker.uid, worker.lastSync));
    if (this.#stopped) return;
    if (worker.terminated) {
      yield* this.#syncer.finish(update.pod, runtime);
      worker.finished = true;
      worker.pending = undefined;
      if (this.#startedStatic.get(worker.fullName) === worker.uid)
        this.#startedStatic.delete(worker.fullName);
      return;
    }
    if (worker.terminating) {
      worker.startedTerminating = true;
      yield* this.#syncer.terminate(update.pod, runtime, worker.graceSeconds, worker.status);
      worker.lastSync = this.#events.now();
      worker.terminated = true;
      worker.status = undefined;
      for (const onEnded of worker.onEnded.splice(0)) onEnded();
      worker.pending ??= update;
      return;
    }
    const result = yield* this.#syncer.sync(update, runtime, worker.signal);
    worker.lastSync = this.#events.now();
    if (this.#stopped) return;
    if (result.acted === true && result.failed === undefined) this.#events.requestRelist(worker.uid);
    if (result.terminal === true) {
      this.#beginTermination(worker, update.pod);
      worker.pending ??= update;
    } else if (worker.pending === undefined) {
      this.#requeue(worker, this.#waitMs(result));
    }
  }

  #mayStart(worker: Worker, { pod }: PodUpdate): boolean {
    // What was to go before it was heard of is brought to its end like any other.
    if (!isStaticPod(pod)) return true;
    if (worker.terminating) {
      this.#finishUnstarted(worker);
      return false;
    }
    if (this.#mayStartStatic(worker)) return true;
    this.#requeue(worker, this.#jitter(backOffMs));
    return false;
  }

  /** Static pods of one name run one after another, in the order in which they came. */
  #mayStartStatic({ uid, fullName }: Worker): boolean {
    const started = this.#startedStatic.get(fullName);
    if (started !== undefined) return started === uid;
    const waiting = (this.#waitingStatic.get(fullName) ?? []).filter(
      (other) => other === uid || this.#workers.get(other)?.terminating === false,
    );
    if (waiting[0] !== uid && waiting.length > 0) return false;
    if (waiting.length > 1) this.#waitingStatic.set(fullName, waiting.slice(1));
    else this.#waitingStatic.delete(fullName);
    this.#startedStatic.set(fullName, uid);
    return true;
  }

  /** A pod that is to go before it could start has nothing to tear down. */
  #finishUnstarted(worker: Worker): void {
    worker.pending = undefined;
    worker.terminated = true;
    worker.finished = true;
  }

  #waitMs({ failed }: SyncResult): number {
    if (failed === undefined) return this.#jitter(resyncMs);
    const { nowMs } = this.#sim;
    const waitMs = failed.retryAtMs === undefined ? backOffMs : failed.retryAtMs - nowMs;
    return this.#jitter(Math.min(Math.max(waitMs, 0), resyncMs));
  }

  /** The sync loop asks once a second whose time has come. */
  #requeue(worker: Worker, waitMs: number): void {
    const ticks = Math.ceil((this.#sim.nowMs + waitMs - this.#phaseMs) / syncTickMs);
    worker.requeue?.cancel();
    worker.requeue = this.#sim.at(
      this.#phaseMs + ticks * syncTickMs,
      () => {
        if (worker.pending !== undefined) this.#wake(worker);
        else this.#onSyncDue(worker.uid);
      },
      { chore: waitMs >= resyncMs },
    );
  }

  /**
   * Simplified: chance comes from the middle of Kubernetes' range of up to 1.5, so that waits that
   * should look alike do.
   */
  #jitter(ms: number): number {
    const chance = 0.4 + 0.2 * this.#sim.random(this.#randomStream).fraction();
    return ms * (1 + chance * jitterFactor);
  }

  #remove(worker: Worker): void {
    worker.requeue?.cancel();
    this.#workers.delete(worker.uid);
    if (this.#startedStatic.get(worker.fullName) === worker.uid) this.#startedStatic.delete(worker.fullName);
  }
}

function newWorker(pod: Pod): Worker {
  return {
    uid: pod.metadata.uid ?? '',
    fullName: podFullName(pod),
    pending: undefined,
    active: undefined,
    working: false,
    started: false,
    terminating: false,
    startedTerminating: false,
    terminated: false,
    finished: false,
    deleted: false,
    evicted: false,
    restartRequested: false,
    graceSeconds: 0,
    status: undefined,
    onEnded: [],
    signal: new CancelSignal(),
    lastSync: never,
    requeue: undefined,
  };
}

/** The grace period can only become shorter, and is never zero. Models calculateEffectiveGracePeriod (v1.36). */
function graceOf(pod: Pod, current: number, override: number | undefined): number {
  let grace = current;
  const fromApi = pod.metadata.deletionGracePeriodSeconds ?? undefined;
  if (fromApi !== undefined && (grace === 0 || fromApi < grace)) grace = fromApi;
  if (override !== undefined && (grace === 0 || override < grace)) grace = override;
  if (grace === 0 && pod.spec.terminationGracePeriodSeconds != null && fromApi === undefined)
    grace = pod.spec.terminationGracePeriodSeconds;
  return Math.max(grace, 1);
}
