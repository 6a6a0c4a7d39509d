import { assert } from '../../../sim/assert.ts';
import type { Pod } from '../../../api/types.ts';
import type { Simulation, Timer } from '../../../sim/simulation.ts';
import type { TraceSink } from '../../../sim/trace.ts';
import {
  backoffComplete,
  eventLabel,
  forceActivateEvent,
  podChangeEvents,
  popFromBackoffQ,
  scheduleAttemptFailure,
  unschedulableTimeout,
  unscheduledPodAdd,
  unscheduledPodDelete,
  unscheduledPodUpdate,
} from '../../cluster-events.ts';
import { matchesClusterEvent, type ClusterEvent } from '../../framework/cluster-event.ts';
import type { PreEnqueuePlugin, QueueEntry } from '../../framework/interface.ts';
import type { Log } from '../../../api/klog.ts';
import type { QueueName } from '../../trace.ts';
import { ActiveQueue } from './active-queue.ts';
import { BackoffQueue, backoffWindowMs, type BackoffSettings } from './backoff-queue.ts';
import { Nominator } from './nominator.ts';
import { QueueNotes } from './queue-notes.ts';
import { podKey, QueuedPodInfo } from './queued-pod-info.ts';
import type { QueueingHints, QueueingStrategy } from './queueing-hints.ts';
import { UnschedulablePods } from './unschedulable-pods.ts';

interface QueueSettings extends BackoffSettings {
  readonly podMaxInUnschedulablePodsMs: number;
}

export interface SchedulingQueueOptions {
  readonly sim: Simulation;
  readonly settings: QueueSettings;
  /** The queue-sort plugin's order. */
  readonly less: (a: QueueEntry, b: QueueEntry) => boolean;
  readonly hints: QueueingHints;
  /** By profile, in the profile's order. */
  readonly preEnqueuePlugins: ReadonlyMap<string, readonly PreEnqueuePlugin[]>;
  /** The pod as the scheduler last heard of it. */
  readonly livePod: (pod: Pod) => Pod | undefined;
  /** Called when there may be something to pop. */
  readonly onReady?: () => void;
  readonly trace?: TraceSink;
  readonly log?: Log;
  /** Names this scheduler in traces. */
  readonly name?: string;
}

const leftoverPeriodMs = 30_000;

/**
 * Pods that wait to be scheduled: `activeQ` those to be tried next, `backoffQ` those to be tried when
 * their backoff is over, `unschedulablePods` those that sleep until an event may help, or until their
 * gate opens. Models pkg/scheduler/backend/queue/scheduling_queue.go (v1.36).
 */
export class SchedulingQueue {
  readonly #options: SchedulingQueueOptions;
  readonly #activeQ: ActiveQueue;
  readonly #backoffQ: BackoffQueue;
  readonly #unschedulablePods = new UnschedulablePods();
  readonly #gatingEvents = new Map<string, readonly ClusterEvent[]>();
  readonly nominator: Nominator;
  readonly #startMs: number;
  readonly #notes: QueueNotes;
  #flush: Timer | undefined;
  readonly #leftovers: Timer;

  constructor(options: SchedulingQueueOptions) {
    this.#options = options;
    this.#notes = new QueueNotes(options);
    this.#activeQ = new ActiveQueue(options.less);
    this.#backoffQ = new BackoffQueue(options.settings, options.less);
    this.nominator = new Nominator(options.livePod);
    const { sim } = options;
    this.#startMs = sim.nowMs;
    this.#leftovers = sim.every(leftoverPeriodMs, () => this.#flushLeftovers(), { chore: true });
  }

  /** Ends its timers. */
  close(): void {
    this.#flush?.cancel();
    this.#leftovers.cancel();
  }

  /** How many pods were popped so far. */
  get schedulingCycle(): number {
    return this.#activeQ.schedulingCycle;
  }

  /** Whether `pop` has something to give. */
  get ready(): boolean {
    return this.#activeQ.size > 0 || this.#backoffQ.poppableSize > 0;
  }

  /** A new pod. */
  add(pod: Pod): void {
    const info = new QueuedPodInfo(pod, this.#options.sim.nowMs);
    if (this.#moveToActiveQ(info, unscheduledPodAdd, undefined)) this.#ready();
  }

  /** Takes the next pod to be tried. It is in flight until `done` or `addUnschedulable`. */
  pop(): QueuedPodInfo | undefined {
    const active = this.#activeQ.pop();
    const info = active ?? this.#backoffQ.popEarly();
    if (info === undefined) return undefined;
    const begun = this.#activeQ.begin(info);
    assert(begun, `pod ${info.key} is popped while it is being tried`);
    info.unschedulablePlugins.clear();
    info.pendingPlugins.clear();
    this.#notes.moved(info, active ? 'activeQ' : 'backoffQ', 'inFlight', active ? 'Pop' : popFromBackoffQ);
    return info;
  }

  /** The attempt is over and the pod does not come back. */
  done(uid: string): void {
    this.#activeQ.done(uid);
  }

  /**
   * The popped pod comes back: `info`'s plugin sets say who refused it; if they are empty the attempt
   * broke.
   */
  addUnschedulable(info: QueuedPodInfo): void {
    assert(this.get(info.key) === undefined, `pod ${info.key} is in the queue already`);
    if (info.rejected) {
      info.unschedulableCount++;
      info.consecutiveErrorsCount = 0;
    } else {
      info.consecutiveErrorsCount++;
    }
    info.timestampMs = this.#options.sim.nowMs;
    info.backoffExpirationMs = undefined;
    const strategy = this.#strategyAfterAttempt(info);
    const queue = this.#requeue(info, strategy, scheduleAttemptFailure, 'inFlight');
    this.#notes.returned(info, queue, strategy, this.schedulingCycle);
    this.#activeQ.done(info.uid);
    if (queue === 'activeQ' || queue === 'backoffQ') this.#ready();
  }

  /** A pod that may be in the queue has a newer version. One that is nowhere is added. */
  update(oldPod: Pod | undefined, newPod: Pod): void {
    const events = oldPod === undefined ? [unscheduledPodUpdate] : podChangeEvents(oldPod, newPod);
    if (this.#activeQ.addEventsAbout(oldPod, newPod, events)) return;
    const key = podKey(newPod);
    const waiting = this.#activeQ.get(key) ?? this.#backoffQ.get(key);
    if (waiting !== undefined) {
      waiting.update(newPod);
      if (this.#activeQ.has(key)) this.#activeQ.addOrUpdate(waiting);
      else this.#backoffQ.reorder(waiting);
      this.nominator.update(oldPod, waiting.podInfo);
      return;
    }
    const sleeping = this.#unschedulablePods.get(key);
    if (sleeping !== undefined) {
      this.#updateSleeping(sleeping, oldPod, newPod, events);
      return;
    }
    const info = new QueuedPodInfo(newPod, this.#options.sim.nowMs);
    if (this.#moveToActiveQ(info, unscheduledPodUpdate, undefined)) this.#ready();
  }

  /** The pod is gone, or is no longer this scheduler's to place. */
  delete(pod: Pod): void {
    this.nominator.delete(pod);
    const key = podKey(pod);
    const found = this.#activeQ.get(key) ?? this.#backoffQ.get(key) ?? this.#unschedulablePods.get(key);
    if (found === undefined) return;
    this.#notes.moved(found, this.#placeOf(found), undefined, eventLabel(unscheduledPodDelete));
    this.#activeQ.delete(key);
    this.#backoffQ.delete(key);
    this.#unschedulablePods.delete(key);
  }

  /** Something happened in the cluster: wakes the pods that it may help. `check` narrows them first. */
  moveAll(
    event: ClusterEvent,
    oldObject?: unknown,
    newObject?: unknown,
    check?: (pod: Pod) => boolean,
  ): void {
    const plugins = this.#options.hints.pluginsFor(event);
    if (plugins?.size === 0) return;
    const sleeping =
      plugins === undefined
        ? [...this.#unschedulablePods.values()]
        : this.#unschedulablePods.refusedBy(plugins);
    const concerned = check === undefined ? sleeping : sleeping.filter((info) => check(info.pod));
    this.#move(concerned, event, oldObject, newObject);
  }

  /** Puts a sleeping pod back into activeQ, or makes sure that it comes back there if it is in flight. */
  activate(pod: Pod): void {
    const key = podKey(pod);
    const sleeping = this.#unschedulablePods.get(key);
    const info = sleeping ?? this.#backoffQ.delete(key);
    if (info === undefined) {
      this.#activeQ.addEventsAbout(undefined, pod, [forceActivateEvent]);
      return;
    }
    const from = sleeping === undefined ? 'backoffQ' : this.#placeOf(info);
    if (this.#moveToActiveQ(info, forceActivateEvent, from)) this.#ready();
  }

  get(key: string): QueuedPodInfo | undefined {
    return this.#activeQ.get(key) ?? this.#backoffQ.get(key) ?? this.#unschedulablePods.get(key);
  }

  activePods(): Iterable<QueuedPodInfo> {
    return this.#activeQ.values();
  }

  backoffPods(): Iterable<QueuedPodInfo> {
    return this.#backoffQ.values();
  }

  /** Those that sleep, the gated ones among them. */
  unschedulablePods(): Iterable<QueuedPodInfo> {
    return this.#unschedulablePods.values();
  }

  /** The uids of the pods that are being tried. */
  inFlight(): Iterable<string> {
    return this.#activeQ.inFlight();
  }

  #updateSleeping(
    info: QueuedPodInfo,
    oldPod: Pod | undefined,
    newPod: Pod,
    events: readonly ClusterEvent[],
  ): void {
    info.update(newPod);
    this.nominator.update(oldPod, info.podInfo);
    for (const event of events) {
      const strategy = this.#options.hints.strategyFor(info, {
        event,
        oldObject: oldPod,
        newObject: newPod,
      });
      if (strategy === 'skip') continue;
      const queue = this.#requeue(info, strategy, event, this.#placeOf(info));
      if (queue === 'activeQ' || queue === 'backoffQ') {
        this.#ready();
        return;
      }
    }
  }

  #move(infos: readonly QueuedPodInfo[], event: ClusterEvent, oldObject: unknown, newObject: unknown): void {
    const { hints } = this.#options;
    const received = { event, oldObject, newObject };
    let woken = false;
    for (const info of infos) {
      // Only the gating plugin's own events can open the gate.
      if (info.gated && !info.gatingPluginEvents.some((own) => matchesClusterEvent(own, event))) continue;
      const strategy = hints.strategyFor(info, received);
      if (strategy === 'skip') continue;
      const from = this.#placeOf(info);
      this.#unschedulablePods.delete(info.key);
      const queue = this.#requeue(info, strategy, event, from);
      if (queue === 'activeQ' || queue === 'backoffQ') woken = true;
    }
    this.#activeQ.addEvent(received);
    if (woken) this.#ready();
  }

  #strategyAfterAttempt(info: QueuedPodInfo): QueueingStrategy {
    if (!info.rejected) return 'afterBackoff';
    let strategy: QueueingStrategy = 'skip';
    for (const received of this.#activeQ.eventsSince(info.uid) ?? []) {
      const answer = this.#options.hints.strategyFor(info, received);
      if (answer === 'skip') continue;
      strategy = answer;
      if (answer === 'immediately' || info.pendingPlugins.size === 0) break;
    }
    return strategy;
  }

  /** Where the pod went. */
  #requeue(
    info: QueuedPodInfo,
    strategy: QueueingStrategy,
    event: ClusterEvent | string,
    from: QueueName | undefined,
  ): QueueName {
    if (strategy === 'skip') {
      this.#unschedulablePods.set(info);
      this.#notes.moved(info, from, 'unschedulablePods', event);
      return 'unschedulablePods';
    }
    const { nowMs } = this.#options.sim;
    if (strategy === 'afterBackoff' && this.#backoffQ.isBackingOff(info, nowMs))
      return this.#moveToBackoffQ(info, event, from) ? 'backoffQ' : 'gated';
    return this.#moveToActiveQ(info, event, from) ? 'activeQ' : 'gated';
  }

  #moveToActiveQ(
    info: QueuedPodInfo,
    event: ClusterEvent | string,
    from: QueueName | undefined,
    isChecked = false,
  ): boolean {
    if (!isChecked && this.#isHeldBack(info, event, from)) return false;
    info.initialAttemptMs ??= this.#options.sim.nowMs;
    this.#unschedulablePods.delete(info.key);
    this.#backoffQ.delete(info.key);
    this.#activeQ.addOrUpdate(info);
    if (event === unscheduledPodAdd || event === unscheduledPodUpdate) this.nominator.add(info.podInfo);
    this.#notes.moved(info, from, 'activeQ', event);
    return true;
  }

  #moveToBackoffQ(info: QueuedPodInfo, event: ClusterEvent | string, from: QueueName | undefined): boolean {
    const { popFromBackoffQ: mayLeaveEarly } = this.#options.settings;
    if (mayLeaveEarly && this.#isHeldBack(info, event, from)) return false;
    this.#unschedulablePods.delete(info.key);
    this.#backoffQ.add(info);
    this.#armFlush();
    this.#notes.moved(info, from, 'backoffQ', event);
    return true;
  }

  /** Asks the PreEnqueue plugins; a pod that one keeps out stays among the unschedulable ones. */
  #isHeldBack(info: QueuedPodInfo, event: ClusterEvent | string, from: QueueName | undefined): boolean {
    const plugin = this.#gateOf(info);
    info.gatingPlugin = plugin ?? '';
    if (plugin === undefined) return false;
    info.unschedulablePlugins.add(plugin);
    info.gatingPluginEvents = this.#eventsOf(plugin);
    if (!this.#activeQ.has(info.key) && !this.#backoffQ.has(info.key)) this.#unschedulablePods.set(info);
    this.#notes.moved(info, from, 'gated', event);
    return true;
  }

  #gateOf(info: QueuedPodInfo): string | undefined {
    const plugins = this.#options.preEnqueuePlugins.get(info.pod.spec.schedulerName ?? '') ?? [];
    for (const plugin of plugins) {
      const status = plugin.preEnqueue(info.pod);
      if (status === undefined) continue;
      this.#notes.heldBack(info, plugin.name, status);
      return plugin.name;
    }
    return undefined;
  }

  #eventsOf(plugin: string): readonly ClusterEvent[] {
    let events = this.#gatingEvents.get(plugin);
    if (events === undefined) this.#gatingEvents.set(plugin, (events = this.#options.hints.eventsOf(plugin)));
    return events;
  }

  /** Arms the next flush: at a whole second, or without windows at a whole second since the start. */
  #armFlush(): void {
    if (this.#flush?.pending === true || this.#backoffQ.size === 0) return;
    const { sim, settings } = this.#options;
    const originMs = settings.popFromBackoffQ ? 0 : this.#startMs;
    const passed = Math.floor((sim.nowMs - originMs) / backoffWindowMs);
    this.#flush = sim.at(originMs + (passed + 1) * backoffWindowMs, () => this.#flushBackoff());
  }

  #flushBackoff(): void {
    const { sim, settings } = this.#options;
    let woken = false;
    for (const info of this.#backoffQ.popCompleted(sim.nowMs)) {
      if (this.#moveToActiveQ(info, backoffComplete, 'backoffQ', settings.popFromBackoffQ)) woken = true;
    }
    this.#armFlush();
    if (woken) this.#ready();
  }

  #flushLeftovers(): void {
    const { sim, settings } = this.#options;
    const oldMs = sim.nowMs - settings.podMaxInUnschedulablePodsMs;
    const old = [...this.#unschedulablePods.values()].filter((info) => info.timestampMs < oldMs);
    if (old.length > 0) this.#move(old, unschedulableTimeout, undefined, undefined);
  }

  #ready(): void {
    this.#options.onReady?.();
  }

  #placeOf(info: QueuedPodInfo): QueueName {
    if (this.#activeQ.has(info.key)) return 'activeQ';
    if (this.#backoffQ.has(info.key)) return 'backoffQ';
    return info.gated ? 'gated' : 'unschedulablePods';
  }
}
