import {
  matchesClusterEvent,
  type ActionType,
  type ClusterEvent,
  type EventResource,
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
  /** What was registered for an event, by profile; by resource and action, for events are made anew each time. */
  readonly #matching = new Map<
    EventResource,
    Map<ActionType, ReadonlyMap<string, readonly RegisteredHint[]>>
  >();

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

  /** The plugins that want to hear of the event; undefined when it is for whatever plugin refused. */
  pluginsFor(event: ClusterEvent): ReadonlySet<string> | undefined {
    if (isWildcardEvent(event)) return undefined;
    const plugins = new Set<string>();
    for (const hints of this.#of(event).values()) for (const { plugin } of hints) plugins.add(plugin);
    return plugins;
  }

  /** Whether the event may make the pod schedulable, asking only the plugins that refused it. */
  strategyFor(info: QueuedPodInfo, received: ReceivedEvent): QueueingStrategy {
    const { event, oldObject, newObject } = received;
    if (!info.rejected) return 'afterBackoff';
    if (isWildcardEvent(event)) return isForAnother(info, newObject) ? 'skip' : 'afterBackoff';
    let strategy: QueueingStrategy = 'skip';
    for (const { plugin, hint } of this.#of(event).get(info.pod.spec.schedulerName ?? '') ?? []) {
      const pending = info.pendingPlugins.has(plugin);
      if (!pending && (strategy !== 'skip' || !info.unschedulablePlugins.has(plugin))) continue;
      if (!saysQueue(hint, info, oldObject, newObject)) continue;
      if (pending) return 'immediately';
      if (info.pendingPlugins.size === 0) return 'afterBackoff';
      strategy = 'afterBackoff';
    }
    return strategy;
  }

  #of(event: ClusterEvent): ReadonlyMap<string, readonly RegisteredHint[]> {
    const { resource, actionType } = event;
    let actions = this.#matching.get(resource);
    if (actions === undefined) this.#matching.set(resource, (actions = new Map()));
    let matching = actions.get(actionType);
    if (matching === undefined) {
      matching = new Map(
        [...this.#profiles].map(([profile, all]) => [
          profile,
          all.filter((registered) => matchesClusterEvent(registered.event, event)),
        ]),
      );
      actions.set(actionType, matching);
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
