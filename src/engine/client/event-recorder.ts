import { coreEvents } from '../api/resources.ts';
import { isReason } from '../api/status-error.ts';
import { formatTime } from '../api/time.ts';
import type { Event, ObjectReference } from '../api/types.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { Client } from './client.ts';
import { EventCorrelator } from './event-correlator.ts';
import { eventName, writeEvent } from './event-sink.ts';
import { eventNamespace } from './object-reference.ts';

export type EventType = 'Normal' | 'Warning';

export interface EventRecorderOptions {
  readonly sim: Simulation;
  readonly client: Client;
  /** `replicaset-controller`, `kubelet`: what `kubectl describe` shows under From. */
  readonly component: string;
  /** The node whose component this is; only kubelets have one. */
  readonly host?: string;
}

/**
 * Writes core/v1 Events about objects; an event that repeats becomes a higher count of the first.
 * Models client-go/tools/record.EventRecorder (v1.36).
 */
export class EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #correlator = new EventCorrelator();

  constructor(options: EventRecorderOptions) {
    this.#options = options;
  }

  event(about: ObjectReference, type: EventType, reason: string, message: string): void {
    const { sim } = this.#options;
    const event = this.#make(about, type, reason, message);
    const correlation = this.#correlator.correlate(event, sim.nowMs);
    if (correlation.action === 'drop') return;
    writeEvent(sim, () => {
      if (correlation.action === 'create') this.#create(correlation.event);
      else this.#countUp(correlation.event);
    });
  }

  #make(about: ObjectReference, type: EventType, reason: string, message: string): Event {
    const { sim, component, host } = this.#options;
    const time = formatTime(sim.nowMs);
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: eventName(sim, about.name ?? ''), namespace: eventNamespace(about) },
      involvedObject: about,
      reason,
      message,
      source: { component, ...(host !== undefined && { host }) },
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
      type,
      reportingComponent: component,
      reportingInstance: host ?? '',
    };
  }

  #create(event: Event): void {
    this.#options.client.create(coreEvents, event);
  }

  #countUp(event: Event): void {
    const { namespace, name } = event.metadata;
    const { count, lastTimestamp, message } = event;
    const body = { count, lastTimestamp, message };
    try {
      this.#options.client.patch(coreEvents, { namespace, name }, { type: 'strategic', body });
    } catch (error) {
      if (!isReason(error, 'NotFound')) throw error;
      this.#create(event);
    }
  }
}
