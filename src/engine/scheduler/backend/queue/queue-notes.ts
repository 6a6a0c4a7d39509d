import { info as logInfo, noLog, type Log } from '../../../api/klog.ts';
import type { Simulation } from '../../../sim/simulation.ts';
import { noTrace, type TraceSink } from '../../../sim/trace.ts';
import { eventLabel, scheduleAttemptFailure } from '../../cluster-events.ts';
import type { ClusterEvent } from '../../framework/cluster-event.ts';
import type { Status } from '../../framework/status.ts';
import type { QueueMove, QueueName } from '../../trace.ts';
import type { QueuedPodInfo } from './queued-pod-info.ts';
import type { QueueingStrategy } from './queueing-hints.ts';

export interface QueueNotesOptions {
  readonly sim: Simulation;
  readonly trace?: TraceSink;
  readonly log?: Log;
  /** Names the scheduler in traces. */
  readonly name?: string;
}

/** What the queue tells of itself: traces of every move, and the real one's log lines. */
export class QueueNotes {
  readonly #sim: Simulation;
  readonly #trace: TraceSink;
  readonly #log: Log;
  readonly #name: string;

  constructor({ sim, trace = noTrace, log = noLog, name = '' }: QueueNotesOptions) {
    this.#sim = sim;
    this.#trace = trace;
    this.#log = log;
    this.#name = name;
  }

  /** A pod went from one place to another; without `from` it is new, without `to` it is gone. */
  moved(
    info: QueuedPodInfo,
    from: QueueName | undefined,
    to: QueueName | undefined,
    event: ClusterEvent | string,
  ): void {
    if (!this.#trace.wanted('queue-move')) return;
    const { namespace = '', name } = info.pod.metadata;
    const move: QueueMove = {
      kind: 'queue-move',
      atMs: this.#sim.nowMs,
      scheduler: this.#name,
      namespace,
      pod: name,
      uid: info.uid,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      event: typeof event === 'string' ? event : eventLabel(event),
    };
    this.#trace.write(move);
  }

  /** A PreEnqueue plugin keeps a pod out. */
  heldBack(info: QueuedPodInfo, plugin: string, status: Status): void {
    logInfo(this.#log, 4, 'scheduling_queue.go:675', 'Status after running PreEnqueue plugin', {
      pod: info.key,
      plugin,
      status: { bare: status.message },
    });
  }

  /** A pod came back from an attempt. */
  returned(info: QueuedPodInfo, queue: QueueName, strategy: QueueingStrategy, schedulingCycle: number): void {
    if (this.#log.verbosity < 3) return;
    const plugins = [...info.unschedulablePlugins, ...info.pendingPlugins].toSorted();
    logInfo(this.#log, 3, 'scheduling_queue.go:958', 'Pod moved to an internal scheduling queue', {
      pod: info.key,
      event: scheduleAttemptFailure,
      queue: queueNames[queue],
      schedulingCycle,
      hint: strategyNumbers[strategy],
      'unschedulable plugins': { bare: `{${plugins.map((name) => `"${name}":{}`).join(',')}}` },
    });
  }
}

/** As the real log calls them. */
const queueNames: Readonly<Record<QueueName, string>> = {
  activeQ: 'Active',
  backoffQ: 'Backoff',
  unschedulablePods: 'Unschedulable',
  gated: 'Unschedulable',
  inFlight: '',
};

const strategyNumbers: Readonly<Record<QueueingStrategy, number>> = {
  skip: 0,
  afterBackoff: 1,
  immediately: 2,
};
