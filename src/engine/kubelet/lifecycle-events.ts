import { present } from '../sim/assert.ts';
import type { Simulation, Timer } from '../sim/simulation.ts';
import type { Wait } from '../sim/task.ts';
import { emptyPodRuntime, type NodeRuntime, type PodRuntime } from './node-runtime.ts';

export const relistPeriodMs = 1000;

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
  readonly #waiting: { podUid: string; stamp: number; resume: (runtime: PodRuntime) => void }[] = [];
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
  }

  /** A moment in the order of looks and syncs. */
  now(): number {
    return ++this.#stamp;
  }

  /** What was seen last. */
  seen(podUid: string): PodRuntime {
    return this.#cache.get(podUid)?.runtime ?? emptyPodRuntime;
  }

  /** What is seen after the moment `stamp`, at once if there was such a look already. */
  newerThan(podUid: string, stamp: number): Wait<PodRuntime> {
    return (resume) => {
      if (this.#freshness(podUid) > stamp) {
        resume(this.seen(podUid));
        return;
      }
      this.#waiting.push({ podUid, stamp, resume });
      this.#schedule();
    };
  }

  /** Looks at one pod, right after what is happening now. */
  requestRelist(podUid: string): void {
    this.#sim.soon(() => {
      if (this.#stopped) return;
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
    if (this.#stopped || this.#timer?.pending === true) return;
    const { nowMs } = this.#sim;
    const periods = Math.floor((nowMs - this.#phaseMs) / relistPeriodMs) + 1;
    this.#timer = this.#sim.at(this.#phaseMs + periods * relistPeriodMs, () => this.#relist());
  }

  #relist(): void {
    for (const podUid of [...this.#changed]) this.#look(podUid);
    this.#relistStamp = this.now();
    this.#answerWaiting();
  }

  #look(podUid: string): void {
    const before = this.#cache.get(podUid)?.runtime ?? emptyPodRuntime;
    const stamp = this.now();
    if (!this.#changed.delete(podUid)) {
      this.#cache.set(podUid, { runtime: before, stamp });
      return;
    }
    const found = this.#runtime.inspect(podUid);
    if (found.sandboxes.length === 0 && found.containers.length === 0) this.#cache.delete(podUid);
    else this.#cache.set(podUid, { runtime: keepAddress(found, before), stamp });
    if (isTelling(before, found)) this.#onPodChanged(podUid);
  }

  #freshness(podUid: string): number {
    return Math.max(this.#relistStamp, this.#cache.get(podUid)?.stamp ?? 0);
  }

  #answerWaiting(): void {
    for (const waiter of this.#waiting.splice(0)) {
      if (this.#freshness(waiter.podUid) > waiter.stamp) waiter.resume(this.seen(waiter.podUid));
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

/** The pod's newest sandbox, known to be there. */
export function latestSandbox(runtime: PodRuntime): PodRuntime['sandboxes'][number] {
  return present(runtime.sandboxes[0], 'a sandbox');
}
