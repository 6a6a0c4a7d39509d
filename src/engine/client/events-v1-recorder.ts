import { events } from '../api/resources.ts';
import { isReason, StatusError } from '../api/status-error.ts';
import { formatMicroTime } from '../api/time.ts';
import type { EventsV1Event, ObjectReference } from '../api/types.ts';
import type { Simulation, Timer } from '../sim/simulation.ts';
import type { Client } from './client.ts';
import type { EventType } from './event-recorder.ts';
import { eventName, writeEvent } from './event-sink.ts';
import { eventNamespace } from './object-reference.ts';

export interface EventsV1RecorderOptions {
  readonly sim: Simulation;
  readonly client: Client;
  /** `default-scheduler`. */
  readonly reportingController: string;
  /** `default-scheduler-controlplane`. */
  readonly reportingInstance: string;
}

const finishMs = 6 * 60_000;
const refreshMs = 30 * 60_000;

interface Known {
  readonly event: EventsV1Event;
  count: number;
  lastMs: number;
}

/**
 * Writes events.k8s.io/v1 Events; one that repeats becomes a series, which is written when it begins,
 * now and then while it goes on, and when it has ended.
 * Models client-go/tools/events.EventRecorder (v1.36).
 */
export class EventsV1Recorder {
  readonly #options: EventsV1RecorderOptions;
  readonly #known = new Map<string, Known>();
  readonly #upkeep: readonly Timer[];

  constructor(options: EventsV1RecorderOptions) {
    this.#options = options;
    const { sim } = options;
    this.#upkeep = [
      sim.every(refreshMs, () => this.#refreshSeries(), { chore: true }),
      sim.every(finishMs, () => this.#finishSeries(), { chore: true }),
    ];
  }

  stop(): void {
    for (const timer of this.#upkeep) timer.cancel();
  }

  /** `related` is the other object of what happened, such as the victim of a preemption. */
  event(
    regarding: ObjectReference,
    related: ObjectReference | undefined,
    type: EventType,
    reason: string,
    action: string,
    note: string,
  ): void {
    const { sim } = this.#options;
    const key = keyOf(regarding, related, type, reason, action);
    const known = this.#known.get(key);
    if (known === undefined) {
      const event = this.#make(regarding, related, type, reason, action, note);
      this.#known.set(key, { event, count: 1, lastMs: sim.nowMs });
      writeEvent(sim, () => void this.#options.client.create(events, event));
      return;
    }
    known.count++;
    known.lastMs = sim.nowMs;
    if (known.count > 2) return;
    const series = seriesOf(known);
    writeEvent(sim, () => this.#writeSeries(known.event, series));
  }

  #make(
    regarding: ObjectReference,
    related: ObjectReference | undefined,
    type: EventType,
    reason: string,
    action: string,
    note: string,
  ): EventsV1Event {
    const { sim, reportingController, reportingInstance } = this.#options;
    return {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { name: eventName(sim, regarding.name ?? ''), namespace: eventNamespace(regarding) },
      eventTime: formatMicroTime(sim.nowMs),
      reportingController,
      reportingInstance,
      action,
      reason,
      regarding,
      ...(related !== undefined && { related }),
      note,
      type,
    };
  }

  #writeSeries(event: EventsV1Event, series: EventsV1Event['series']): void {
    const { client } = this.#options;
    const { namespace, name } = event.metadata;
    try {
      client.patch(events, { namespace, name }, { type: 'strategic', body: { series } });
    } catch (error) {
      if (!isReason(error, 'NotFound')) throw error;
      client.create(events, { ...event, series });
    }
  }

  #refreshSeries(): void {
    for (const known of this.#known.values()) if (known.count > 1) this.#tryWriteSeries(known);
  }

  #finishSeries(): void {
    const { sim } = this.#options;
    for (const [key, known] of this.#known) {
      if (known.lastMs >= sim.nowMs - finishMs) continue;
      if (known.count === 1 || this.#tryWriteSeries(known)) this.#known.delete(key);
    }
  }

  #tryWriteSeries(known: Known): boolean {
    try {
      this.#writeSeries(known.event, seriesOf(known));
      return true;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return false;
    }
  }
}

function seriesOf(known: Known): NonNullable<EventsV1Event['series']> {
  return { count: known.count, lastObservedTime: formatMicroTime(known.lastMs) };
}

/** Two events with one key are one event that happened twice. The note plays no part. */
function keyOf(
  regarding: ObjectReference,
  related: ObjectReference | undefined,
  type: string,
  reason: string,
  action: string,
): string {
  return [type, action, reason, referenceKey(regarding), related && referenceKey(related)].join('\n');
}

function referenceKey(reference: ObjectReference): string {
  const { kind, namespace, name, uid, apiVersion, resourceVersion, fieldPath } = reference;
  return [kind, namespace, name, uid, apiVersion, resourceVersion, fieldPath].join(' ');
}
