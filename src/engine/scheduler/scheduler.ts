import * as resources from '../api/resources.ts';
import type { Pod } from '../api/types.ts';
import type { Client } from '../client/client.ts';
import { EventsV1Recorder } from '../client/events-v1-recorder.ts';
import { objectReference } from '../client/object-reference.ts';
import { whenAllSynced } from '../client/informers.ts';
import { assert } from '../sim/assert.ts';
import type { Simulation, Timer } from '../sim/simulation.ts';
import type { TraceSink } from '../sim/trace.ts';
import { Algorithm } from './algorithm.ts';
import { SchedulerApiCalls } from './api-calls.ts';
import { Cache } from './backend/cache.ts';
import { podKey } from './backend/queue/queued-pod-info.ts';
import { SchedulingQueue } from './backend/queue/scheduling-queue.ts';
import { BindingCycles } from './binding-cycle.ts';
import { buildSchedulerProfiles } from './build-profiles.ts';
import type { SchedulerOptions } from './config/command-line.ts';
import { addEventHandlers } from './event-handlers.ts';
import type { Nominator } from './backend/queue/nominator.ts';
import type { PodEvent, PodNominator } from './framework/handle.ts';
import type { Framework, FrameworkServices } from './framework/runtime/framework.ts';
import { queueingHintsOf } from './hints.ts';
import { buildExtenders, noExtenders, type ExtenderTransport } from './http-extender.ts';
import { SchedulerInformers } from './informers.ts';
import { info, type Log } from '../api/klog.ts';
import { ScheduleOne } from './schedule-one.ts';

export interface SchedulerParts {
  readonly sim: Simulation;
  readonly client: Client;
  readonly options: SchedulerOptions;
  /** How extenders are reached. */
  readonly transport?: ExtenderTransport;
  /** Where it runs: events name it. */
  readonly hostname: string;
  readonly trace: TraceSink;
  readonly log: Log;
}

/**
 * How long an attempt takes. Attempts follow each other, so that what one writes is heard of before
 * the next, and each is a moment of its own on the clock.
 */
const attemptMs = 1;

/** Events carry no longer notes. */
const longestNote = 1024;

/**
 * A kube-scheduler: follows the cluster, and places one pending pod after another.
 * Models pkg/scheduler/scheduler.go (v1.36).
 */
export class Scheduler {
  readonly #parts: SchedulerParts;
  readonly #frameworks = new Map<string, Framework>();
  readonly #cache: Cache;
  readonly #informers: SchedulerInformers;
  readonly #recorders = new Map<string, EventsV1Recorder>();
  readonly #bindings: BindingCycles;
  readonly #scheduleOne: ScheduleOne;
  readonly queue: SchedulingQueue;
  #running = false;
  #attempt: Timer | undefined;
  #nextAttemptMs = 0;

  /** Throws a ConfigurationError when a profile cannot be built. */
  constructor(parts: SchedulerParts) {
    this.#parts = parts;
    const { sim, client, options, trace, log, transport = noExtenders } = parts;
    const { configuration } = options;
    this.#cache = new Cache(log);
    this.#informers = new SchedulerInformers(sim, client, log);
    const api = new SchedulerApiCalls(sim, client);
    const extenders = buildExtenders(configuration.extenders ?? [], transport);
    const services: FrameworkServices = {
      snapshot: this.#cache.snapshot,
      listers: this.#informers.listers,
      nominator: this.#nominator,
      api,
      log,
      extenders,
      random: sim.random(`scheduler ${configuration.profiles[0]?.schedulerName ?? ''}`),
      nowMs: () => sim.nowMs,
      soon: (run) => sim.soon(() => this.#running && run()),
      recordEvent: (profileName, event) => this.#recordEvent(profileName, event),
      preemptWaitingPod: (pod, message) => this.#bindings.preempt(pod, message),
      activate: (pod) => this.queue.activate(pod),
    };
    for (const framework of buildSchedulerProfiles(configuration, log, services))
      this.#frameworks.set(framework.profileName, framework);
    const frameworks = [...this.#frameworks.values()];
    const [first] = frameworks;
    assert(first !== undefined, 'a scheduler without a profile');
    this.queue = new SchedulingQueue({
      sim,
      settings: {
        podInitialBackoffMs: configuration.podInitialBackoffSeconds * 1000,
        podMaxBackoffMs: configuration.podMaxBackoffSeconds * 1000,
        podMaxInUnschedulablePodsMs: options.podMaxInUnschedulablePodsMs,
        popFromBackoffQ: options.gates.enabled('SchedulerPopFromBackoffQ'),
      },
      less: (a, b) => first.less(a, b),
      hints: queueingHintsOf(frameworks),
      preEnqueuePlugins: new Map(frameworks.map((fwk) => [fwk.profileName, fwk.preEnqueuePlugins])),
      livePod: (pod) => this.#livePod(pod),
      onReady: () => this.#wake(),
      trace,
      log,
      name: first.profileName,
    });
    const shared = {
      sim,
      cache: this.#cache,
      queue: this.queue,
      api,
      trace,
      log,
      name: first.profileName,
      livePod: (pod: Pod) => this.#livePod(pod),
      isRunning: () => this.#running,
    };
    this.#bindings = new BindingCycles(shared);
    const algorithm = new Algorithm(
      configuration.percentageOfNodesToScore,
      () => this.queue.schedulingCycle,
      extenders,
    );
    this.#scheduleOne = new ScheduleOne(shared, this.#frameworks, algorithm, this.#bindings);
  }

  /** As plugins see it. */
  get #nominator(): PodNominator {
    const nominator = (): Nominator => this.queue.nominator;
    return {
      nominatedPodsForNode: (node) => nominator().forNode(node),
      get isEmpty() {
        return nominator().isEmpty;
      },
      deleteNominatedPodIfExists: (pod) => nominator().delete(pod),
    };
  }

  /** What it knows of nodes and of the pods on them. */
  get cache(): Cache {
    return this.#cache;
  }

  /** Begins to follow the cluster; `onSynced` is called when it knows all there is. */
  follow(onSynced: () => void): void {
    const { log } = this.#parts;
    addEventHandlers(this.#informers, {
      cache: this.#cache,
      queue: this.queue,
      log,
      handles: (name) => this.#frameworks.has(name),
      rejectWaitingPod: (pod) => this.#bindings.rejectWaiting(pod),
    });
    this.#informers.start();
    whenAllSynced(this.#informers.all, onSynced);
  }

  /** Begins to place pods. */
  run(): void {
    const { sim, client, hostname } = this.#parts;
    this.#running = true;
    for (const name of this.#frameworks.keys()) {
      const reportingInstance = `${name}-${hostname}`;
      this.#recorders.set(
        name,
        new EventsV1Recorder({ sim, client, reportingController: name, reportingInstance }),
      );
    }
    this.#wake();
  }

  stop(): void {
    const { log } = this.#parts;
    if (this.#running) info(log, 2, 'active_queue.go:325', 'Scheduling queue is closed');
    this.#running = false;
    this.#attempt?.cancel();
    this.#informers.stop();
    this.queue.close();
    for (const recorder of this.#recorders.values()) recorder.stop();
  }

  #wake(): void {
    if (!this.#running || this.#attempt?.pending === true || !this.queue.ready) return;
    const { sim } = this.#parts;
    this.#attempt = sim.at(Math.max(sim.nowMs, this.#nextAttemptMs), () => this.#attemptNext());
  }

  #attemptNext(): void {
    const { sim } = this.#parts;
    const queued = this.queue.pop();
    if (queued === undefined) return;
    this.#nextAttemptMs = sim.nowMs + attemptMs;
    this.#scheduleOne.attempt(queued);
    this.#wake();
  }

  #livePod(pod: Pod): Pod | undefined {
    return this.#informers.pods.lister.get(podKey(pod));
  }

  #recordEvent(profileName: string, { regarding, related, type, reason, action, note }: PodEvent): void {
    const about = (pod: Pod) => objectReference(resources.pods, pod);
    const text = note.length > longestNote ? `${note.slice(0, longestNote - 4)} ...` : note;
    this.#recorders
      .get(profileName)
      ?.event(about(regarding), related && about(related), type, reason, action, text);
  }
}
