import { KeyedHeap } from '../heap.ts';
import type { QueuedPodInfo } from './queued-pod-info.ts';

export interface BackoffSettings {
  readonly podInitialBackoffMs: number;
  /** 0 switches backoff off. */
  readonly podMaxBackoffMs: number;
  /** The feature gate SchedulerPopFromBackoffQ: pods leave in windows of a second, and may leave early. */
  readonly popFromBackoffQ: boolean;
}

/** How often the queue is flushed, and how wide a window is in which the order is activeQ's. */
export const backoffWindowMs = 1000;

/**
 * Pods that wait out their backoff: those that plugins refused, and apart from them those whose
 * attempt broke. Models pkg/scheduler/backend/queue/backoff_queue.go (v1.36).
 */
export class BackoffQueue {
  readonly #settings: BackoffSettings;
  readonly #podBackoffQ: KeyedHeap<QueuedPodInfo>;
  readonly #podErrorBackoffQ: KeyedHeap<QueuedPodInfo>;

  constructor(settings: BackoffSettings, less: (a: QueuedPodInfo, b: QueuedPodInfo) => boolean) {
    this.#settings = settings;
    const keyOf = (info: QueuedPodInfo): string => info.key;
    const earlier = (a: QueuedPodInfo, b: QueuedPodInfo): boolean => {
      const difference = this.#expirationMs(a) - this.#expirationMs(b);
      if (difference !== 0) return difference < 0;
      return settings.popFromBackoffQ && less(a, b);
    };
    this.#podBackoffQ = new KeyedHeap(keyOf, earlier);
    this.#podErrorBackoffQ = new KeyedHeap(keyOf, earlier);
  }

  get size(): number {
    return this.#podBackoffQ.size + this.#podErrorBackoffQ.size;
  }

  /** How many could be popped early: those in error backoff cannot. */
  get poppableSize(): number {
    return this.#settings.popFromBackoffQ ? this.#podBackoffQ.size : 0;
  }

  *values(): IterableIterator<QueuedPodInfo> {
    yield* this.#podBackoffQ.values();
    yield* this.#podErrorBackoffQ.values();
  }

  get(key: string): QueuedPodInfo | undefined {
    return this.#podBackoffQ.get(key) ?? this.#podErrorBackoffQ.get(key);
  }

  has(key: string): boolean {
    return this.#podBackoffQ.has(key) || this.#podErrorBackoffQ.has(key);
  }

  add(info: QueuedPodInfo): void {
    (info.rejected ? this.#podBackoffQ : this.#podErrorBackoffQ).addOrUpdate(info);
  }

  /** Puts a pod whose priority may have changed where it now belongs. */
  reorder(info: QueuedPodInfo): void {
    (this.#podBackoffQ.has(info.key) ? this.#podBackoffQ : this.#podErrorBackoffQ).addOrUpdate(info);
  }

  delete(key: string): QueuedPodInfo | undefined {
    return this.#podBackoffQ.delete(key) ?? this.#podErrorBackoffQ.delete(key);
  }

  /** Takes the first pod out although its backoff may not be over. */
  popEarly(): QueuedPodInfo | undefined {
    return this.#settings.popFromBackoffQ ? this.#podBackoffQ.pop() : undefined;
  }

  /** Takes out the pods whose backoff is over. */
  popCompleted(nowMs: number): QueuedPodInfo[] {
    const completed: QueuedPodInfo[] = [];
    for (const queue of [this.#podBackoffQ, this.#podErrorBackoffQ]) {
      for (let info = queue.peek(); info !== undefined; info = queue.peek()) {
        if (this.isBackingOff(info, nowMs)) break;
        queue.pop();
        completed.push(info);
      }
    }
    return completed;
  }

  isBackingOff(info: QueuedPodInfo, nowMs: number): boolean {
    const { podMaxBackoffMs, popFromBackoffQ } = this.#settings;
    if (podMaxBackoffMs === 0) return false;
    const expirationMs = this.#expirationMs(info);
    // Within its last window a pod still backs off: the flush at the window's end moves all of it.
    return popFromBackoffQ ? expirationMs >= this.#toWindow(nowMs) : expirationMs > nowMs;
  }

  /** Without any failure there is no backoff: a time before all others. */
  #expirationMs(info: QueuedPodInfo): number {
    const failures = info.consecutiveErrorsCount > 0 ? info.consecutiveErrorsCount : info.unschedulableCount;
    if (failures === 0) return -1;
    info.backoffExpirationMs ??= this.#toWindow(info.timestampMs + this.#durationMs(failures));
    return info.backoffExpirationMs;
  }

  #durationMs(failures: number): number {
    const { podInitialBackoffMs, podMaxBackoffMs } = this.#settings;
    return Math.min(podInitialBackoffMs * 2 ** (failures - 1), podMaxBackoffMs);
  }

  #toWindow(ms: number): number {
    return this.#settings.popFromBackoffQ ? Math.floor(ms / backoffWindowMs) * backoffWindowMs : ms;
  }
}
