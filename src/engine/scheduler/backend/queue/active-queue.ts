import type { Pod } from '../../../api/types.ts';
import type { ClusterEvent } from '../../framework/cluster-event.ts';
import { KeyedHeap } from '../heap.ts';
import type { QueuedPodInfo } from './queued-pod-info.ts';

/** An event with the objects it is about. */
export interface ReceivedEvent {
  readonly event: ClusterEvent;
  readonly oldObject: unknown;
  readonly newObject: unknown;
}

/**
 * Pods that are ready to be tried, and a record of what happens while some are being tried.
 * Models pkg/scheduler/backend/queue/active_queue.go (v1.36).
 */
export class ActiveQueue {
  readonly #queue: KeyedHeap<QueuedPodInfo>;
  /** By uid, the place in the stream of events at which the pod was popped. In that order. */
  readonly #inFlightPods = new Map<string, number>();
  /** The events since the oldest pod in flight was popped. */
  #inFlightEvents: ReceivedEvent[] = [];
  /** The place in the stream of the first of them. */
  #firstEvent = 0;
  /** How many pods were popped. */
  schedulingCycle = 0;

  constructor(less: (a: QueuedPodInfo, b: QueuedPodInfo) => boolean) {
    this.#queue = new KeyedHeap((info) => info.key, less);
  }

  get size(): number {
    return this.#queue.size;
  }

  values(): readonly QueuedPodInfo[] {
    return this.#queue.values();
  }

  get(key: string): QueuedPodInfo | undefined {
    return this.#queue.get(key);
  }

  has(key: string): boolean {
    return this.#queue.has(key);
  }

  addOrUpdate(info: QueuedPodInfo): void {
    this.#queue.addOrUpdate(info);
  }

  delete(key: string): QueuedPodInfo | undefined {
    return this.#queue.delete(key);
  }

  pop(): QueuedPodInfo | undefined {
    return this.#queue.pop();
  }

  /** Notes that the pod is being tried from now on. False if it already is. */
  begin(info: QueuedPodInfo): boolean {
    if (this.#inFlightPods.has(info.uid)) return false;
    info.attempts++;
    this.#inFlightPods.set(info.uid, this.#firstEvent + this.#inFlightEvents.length);
    this.schedulingCycle++;
    return true;
  }

  /** The attempt is over: events that nobody else waits for are forgotten. */
  done(uid: string): void {
    if (!this.#inFlightPods.delete(uid)) return;
    const oldest = this.#inFlightPods.values().next();
    if (oldest.done === true) {
      this.#firstEvent += this.#inFlightEvents.length;
      this.#inFlightEvents = [];
    } else if (oldest.value > this.#firstEvent) {
      this.#inFlightEvents.splice(0, oldest.value - this.#firstEvent);
      this.#firstEvent = oldest.value;
    }
  }

  /** The uids of the pods that are being tried. */
  inFlight(): Iterable<string> {
    return this.#inFlightPods.keys();
  }

  /** Remembers an event if any pod is being tried. Tells whether. */
  addEvent(received: ReceivedEvent): boolean {
    if (this.#inFlightPods.size === 0) return false;
    this.#inFlightEvents.push(received);
    return true;
  }

  /** Remembers events about a pod if that very pod is being tried. Tells whether. */
  addEventsAbout(oldPod: Pod | undefined, newPod: Pod, events: readonly ClusterEvent[]): boolean {
    if (!this.#inFlightPods.has(newPod.metadata.uid ?? '')) return false;
    for (const event of events) this.#inFlightEvents.push({ event, oldObject: oldPod, newObject: newPod });
    return true;
  }

  /** What happened since the pod was popped; undefined if it is not in flight. */
  eventsSince(uid: string): readonly ReceivedEvent[] | undefined {
    const place = this.#inFlightPods.get(uid);
    return place === undefined ? undefined : this.#inFlightEvents.slice(place - this.#firstEvent);
  }
}
