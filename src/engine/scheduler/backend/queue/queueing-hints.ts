import {
  matchesClusterEvent,
  type ClusterEvent,
  type QueueingHintFn,
} from '../../framework/cluster-event.ts';
import { isWildcardEvent } from '../../cluster-events.ts';
import type { ReceivedEvent } from './active-queue.ts';
import type { QueuedPodInfo } from './queued-pod-info.ts';

/** An event that a plugin of a profile wants to hear of. Without a hint it always counts as `Queue`. */
export interface RegisteredHint {
  readonly plugin: string;
  readonly event: ClusterEvent;
  readonly hint?: QueueingHintFn;
}

/** What is to be done with a pod after an event. Models queueingStrategy (v1.36). */
export type QueueingStrategy = 'skip' | 'afterBackoff' | 'immediately';

/**
 * The hints of every profile, by the name in `spec.schedulerName`.
 * Models QueueingHintMapPerProfile and isPodWorthRequeuing (v1.36).
 */
export class QueueingHints {
  readonly #profiles: ReadonlyMap<string, readonly RegisteredHint[]>;
  readonly #matching = new Map<string, readonly RegisteredHint[]>();

  constructor(profiles: ReadonlyMap<string, readonly RegisteredHint[]>) {
    this.#profiles = profiles;
  }

  /** The events that a plugin registered, in any profile. */
  eventsOf(plugin: string): readonly ClusterEvent[] {
    return [...this.#profiles.values()]
      .flat()
      .filter((registered) => registered.plugin === plugin)
      .map((registered) => registered.event);
  }

  /** Whether any plugin of any profile wants to hear of the event. */
  isOfInterest(event: ClusterEvent): boolean {
    if (isWildcardEvent(event)) return true;
    for (const profile of this.#profiles.keys()) if (this.#of(profile, event).length > 0) return true;
    return false;
  }

  /** Whether the event may make the pod schedulable, asking only the plugins that refused it. */
  strategyFor(info: QueuedPodInfo, received: ReceivedEvent): QueueingStrategy {
    const { event, oldObject, newObject } = received;
    if (!info.rejected) return 'afterBackoff';
    if (isWildcardEvent(event)) return isForAnother(info, newObject) ? 'skip' : 'afterBackoff';
    let strategy: QueueingStrategy = 'skip';
    for (const { plugin, hint } of this.#of(info.pod.spec.schedulerName ?? '', event)) {
      const pending = info.pendingPlugins.has(plugin);
      if (!pending && (strategy !== 'skip' || !info.unschedulablePlugins.has(plugin))) continue;
      if (!saysQueue(hint, info, oldObject, newObject)) continue;
      if (pending) return 'immediately';
      if (info.pendingPlugins.size === 0) return 'afterBackoff';
      strategy = 'afterBackoff';
    }
    return strategy;
  }

  #of(profile: string, event: ClusterEvent): readonly RegisteredHint[] {
    const key = `${event.resource} ${event.actionType} ${profile}`;
    let matching = this.#matching.get(key);
    if (matching === undefined) {
      const all = this.#profiles.get(profile) ?? [];
      matching = all.filter((registered) => matchesClusterEvent(registered.event, event));
      this.#matching.set(key, matching);
    }
    return matching;
  }
}

/** A wildcard event that names a pod is for that pod alone. */
function isForAnother(info: QueuedPodInfo, newObject: unknown): boolean {
  if (newObject === undefined) return false;
  return (newObject as { metadata?: { uid?: string } }).metadata?.uid !== info.uid;
}

function saysQueue(
  hint: QueueingHintFn | undefined,
  info: QueuedPodInfo,
  oldObject: unknown,
  newObject: unknown,
): boolean {
  if (hint === undefined) return true;
  try {
    return hint(info.pod, oldObject, newObject) === 'Queue';
  } catch {
    // A hint that breaks must not leave a pod asleep for good.
    return true;
  }
}
