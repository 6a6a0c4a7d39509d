import type { Simulation, Timer } from '../sim/simulation.ts';
import type { Wait } from '../sim/task.ts';
import { type NodeRuntime } from './node-runtime.ts';
import { emptyPodRuntime, type PodRuntime } from './pod-runtime.ts';

const relistPeriodMs = 1000;

/** A point in the order of looks and syncs. */
export interface Moment {
  readonly stamp: number;
  readonly atMs: number;
}

/** Before everything. */
export const never: Moment = { stamp: -1, atMs: Number.NEGATIVE_INFINITY };

interface CacheEntry {
  readonly runtime: PodRuntime;
  readonly stamp: number;
}

/**
 * Looks at the runtime once a second and after each sync, keeps what it saw, and tells which pods
 * changed. Pod workers see the runtime only through this, which gives the kubelet its rhythm.
 * The seconds in which nothing changed and nobody waits are skipped, which shows nowhere.
 * Models pkg/kubelet/pleg.GenericPLEG and pkg/kubelet/container.Cache (v1.36).
 */
export class LifecycleEvents {
  readonly #sim: Simulation;
  readonly #runtime: NodeRuntime;
  readonly #phaseMs: number;
  readonly #onPodChanged: (podUid: string) => void;
  readonly #cache = new Map<string, CacheEntry>();
  readonly #changed = new Set<string>();
  readonly #waiting: { podUid: string; moment: Moment; resume: (runtime: PodRuntime) => void }[] = [];
  #stamp = 1;
  #relistStamp = 0;
  #timer: Timer | undefined;
  #stopped = false;

  constructor(options: {
    sim: Simulation;
    runtime: NodeRuntime;
    phaseMs: number;
    onPodChanged: (podUid: string) => void;
  }) {
    this.#sim = options.sim;
    this.#runtime = options.runtime;
    this.#phaseMs = options.phaseMs;
    this.#onPodChanged = options.onPodChanged;
    options.runtime.onChange = (podUid) => {
      this.#changed.add(podUid);
      this.#schedule();
    };
    // What ran before this kubelet did is known from its first look on.
    for (const podUid of options.runtime.podUids)
      this.#cache.set(podUid, { runtime: options.runtime.inspect(podUid), stamp: ++this.#stamp });
  }

  /** This moment, in the order of looks and syncs. */
  now(): Moment {
    return { stamp: ++this.#stamp, atMs: this.#sim.nowMs };
  }

  /** What was seen last. */
  seen(podUid: string): PodRuntime {
    return this.#cache.get(podUid)?.runtime ?? emptyPodRuntime;
  }

  /** What is seen after `moment`, at once if there was such a look already. */
  newerThan(podUid: string, moment: Moment): Wait<PodRuntime> {
    return (resume) => {
      if (this.#isSeenAfter(podUid, moment)) {
        resume(this.seen(podUid));
        return;
      }
      this.#waiting.push({ podUid, moment, resume });
      this.#schedule();
    };
  }

  /** The runtime stopped or began to answer. */
  availabilityChanged(): void {
    if (this.#changed.size > 0 || this.#waiting.length > 0) this.#schedule();
  }

  /** Looks at one pod, right after what is happening now. */
  requestRelist(podUid: string): void {
    this.#sim.soon(() => {
      if (this.#stopped || !this.#isAnswered) return;
      this.#look(podUid);
      this.#answerWaiting();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#waiting.length = 0;
  }

  #schedule(): void {
    if (this.#stopped || this.#timer?.pending === true || !this.#isAnswered) return;
    this.#timer = this.#sim.at(this.#turnBefore() + relistPeriodMs, () => this.#relist());
  }

  get #isAnswered(): boolean {
    return this.#runtime.unavailableSinceMs === undefined;
  }

  #relist(): void {
    if (!this.#isAnswered) return;
    for (const podUid of this.#changed) this.#look(podUid);
    this.#relistStamp = ++this.#stamp;
    this.#answerWaiting();
  }

  #look(podUid: string): void {
    const before = this.#cache.get(podUid)?.runtime ?? emptyPodRuntime;
    const stamp = ++this.#stamp;
    if (!this.#changed.delete(podUid)) {
      this.#cache.set(podUid, { runtime: before, stamp });
      return;
    }
    const found = this.#runtime.inspect(podUid);
    if (found.sandboxes.length === 0 && found.containers.length === 0) this.#cache.delete(podUid);
    else this.#cache.set(podUid, { runtime: keepAddress(found, before), stamp });
    if (isTelling(before, found)) this.#onPodChanged(podUid);
  }

  /** Looks that were skipped because nothing had changed count as well. */
  #isSeenAfter(podUid: string, { stamp, atMs }: Moment): boolean {
    const newest = Math.max(this.#relistStamp, this.#cache.get(podUid)?.stamp ?? 0);
    return newest > stamp || (this.#isAnswered && atMs < this.#turnBefore() && !this.#isLate());
  }

  /** When the last look of the usual rhythm was due. */
  #turnBefore(): number {
    const periods = Math.floor((this.#sim.nowMs - this.#phaseMs) / relistPeriodMs);
    return this.#phaseMs + periods * relistPeriodMs;
  }

  /** Whether the look that is due at this very moment is still to come. */
  #isLate(): boolean {
    return this.#timer?.pending === true && this.#timer.dueMs <= this.#sim.nowMs;
  }

  #answerWaiting(): void {
    for (const waiter of this.#waiting.splice(0)) {
      if (this.#isSeenAfter(waiter.podUid, waiter.moment)) waiter.resume(this.seen(waiter.podUid));
      else this.#waiting.push(waiter);
    }
    if (this.#waiting.length > 0) this.#schedule();
  }
}

/** A pod whose sandbox has ended still shows the address that it had. */
function keepAddress(found: PodRuntime, before: PodRuntime): PodRuntime {
  if (found.ip !== '' || found.sandboxes.some((sandbox) => sandbox.ready)) return found;
  return { ...found, ip: before.ip };
}

/** Whether something began or ended. Containers that are only created tell nothing. */
function isTelling(before: PodRuntime, after: PodRuntime): boolean {
  return stateText(before) !== stateText(after);
}

function stateText({ sandboxes, containers }: PodRuntime): string {
  const states = sandboxes.map(({ id, ready }) => `${id}${ready ? '+' : '-'}`);
  for (const { id, state } of containers) if (state !== 'created') states.push(`${id}${state}`);
  return states.join();
}
