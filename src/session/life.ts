import type { ApiRequest, ApiResponse, ClusterOptions } from '../engine/index.ts';
import { describeOperation } from './describe-operation.ts';
import type { Pacer } from './pacer.ts';
import { Projector } from './projection/projector.ts';
import type { Crash, Operation, Recording } from './protocol.ts';
import { RecordedCluster, type OperationResult } from './recorded-cluster.ts';
import { homeFolder } from './sample-files.ts';

/** What those who look at a life are told: what to look at again. */
export type News =
  /** Another cluster or another moment is shown. */
  | 'another'
  /** Time went on. */
  | 'time'
  /** Time was moved by hand, is paused, or goes faster or slower. */
  | 'pace'
  /** Somebody did something. */
  | 'operation'
  | 'files'
  /** Something was done in the past: what had come after it is forgotten. */
  | 'fork'
  | 'crash';

export interface LifeOptions {
  /** When time goes on; outlives a life. */
  readonly pacer: Pacer;
  readonly cluster: Omit<ClusterOptions, 'seed' | 'startMs' | 'nodes' | 'trace' | 'audit'>;
  /** What lives a recording; a test's may have a bug. */
  readonly recorded?: typeof RecordedCluster;
  readonly tell: (news: News) => void;
}

/**
 * A cluster that lives: it is recorded, its time is paced by the wall clock, and what happens in it is
 * projected for those who look. Pages share one, or have one each.
 */
export class Life {
  readonly recorded: RecordedCluster;
  readonly projector = new Projector();
  readonly #pacer: Pacer;
  readonly #tell: (news: News) => void;
  #crash: Crash | undefined;
  /** A moment that was seen to be good. */
  #goodMs: number;

  /** Boots the cluster of `recording`; its operations are still to come (`advance`). */
  constructor(
    recording: Recording,
    { pacer, cluster, recorded: Recorded = RecordedCluster, tell }: LifeOptions,
  ) {
    this.#pacer = pacer;
    this.#tell = tell;
    const { projector } = this;
    this.recorded = new Recorded(recording, {
      ...cluster,
      trace: projector.trace,
      audit: (entry) => projector.audit(entry),
    });
    this.#goodMs = this.recorded.nowMs;
    projector.attach(this.recorded.cluster);
    for (const { atMs, operation } of recording.operations) this.#mark(atMs, operation);
    pacer.rebase();
  }

  get crash(): Crash | undefined {
    return this.#crash;
  }

  /** The cluster, for those who want something of it. Throws when it has crashed. */
  get alive(): RecordedCluster {
    if (this.#crash !== undefined) throw new Error('The simulation has stopped; open its last good moment.');
    return this.recorded;
  }

  get pacer(): Readonly<Pick<Pacer, 'paused' | 'speed'>> {
    return this.#pacer;
  }

  /** Lets wall time pass, for as long as `mayGoOn` allows. After a crash time stands still. */
  tick(elapsedMs: number, mayGoOn: () => boolean): void {
    if (this.#crash !== undefined) return;
    try {
      this.#guard(() => this.#pacer.tick(this.recorded, elapsedMs, mayGoOn));
    } catch {
      // Those who look have been told.
      return;
    }
    this.#tell('time');
  }

  pace(pace: Parameters<Pacer['set']>[0]): void {
    this.#pacer.set(pace);
    this.#tell('pace');
  }

  /** Does what somebody asked for, now, and remembers it. */
  perform(operation: Operation): OperationResult {
    const { alive } = this;
    if (alive.nowMs < alive.endMs) this.#tell('fork');
    const result = this.#guard(() => alive.perform(operation), 1);
    this.#pacer.rebase();
    this.#mark(alive.nowMs, operation);
    if (operation.type.endsWith('-file')) this.#tell('files');
    this.#tell('operation');
    return result;
  }

  /**
   * Asks the API something that may change the cluster, as `perform` does; but a bug of ours that it
   * finds is thrown at whoever asks, and life goes on.
   */
  request(request: ApiRequest): ApiResponse | undefined {
    const operation: Operation = { type: 'request', request };
    const { response } = this.alive.perform(operation);
    this.#mark(this.recorded.nowMs, operation);
    return response;
  }

  /** Moves to a later moment. */
  advance(toMs: number): void {
    const { alive } = this;
    this.#guard(() => alive.advance(Math.max(alive.nowMs, toMs)));
    this.#moved();
  }

  /** Runs event after event until `done`, or nothing happens any more for `withinMs`. */
  runUntil(done: () => boolean, withinMs: number): void {
    const { alive } = this;
    const untilMs = alive.nowMs + withinMs;
    this.projector.beginStep();
    this.#guard(() => {
      while (!done() && alive.step(untilMs));
    });
    this.#moved();
  }

  #moved(): void {
    this.#pacer.rebase();
    this.#tell('pace');
  }

  /** A file that is being written changes nothing that the timeline shows, but a manifest's does. */
  #mark(atMs: number, operation: Operation): void {
    if (operation.type === 'write-file' && operation.path.startsWith(`${homeFolder}/`)) return;
    // What is typed belongs to the exec that began it.
    if (operation.type === 'stream-input' || operation.type === 'stream-close') return;
    this.projector.mark({ atMs, kind: 'operation', label: describeOperation(operation) });
  }

  /**
   * Runs engine code. Our own bug stops the simulation and keeps the page alive; going back leaves out
   * the last `doubtfulMs` besides what ran.
   */
  #guard<T>(run: () => T, doubtfulMs = 0): T {
    try {
      const result = run();
      this.#goodMs = this.recorded.nowMs;
      return result;
    } catch (error) {
      const { recorded } = this;
      this.#crash = {
        message: error instanceof Error ? error.message : String(error),
        stack: error instanceof Error ? (error.stack ?? '') : '',
        atMs: recorded.nowMs,
        lastGoodMs: this.#goodMs - doubtfulMs,
        recording: recorded.recording(),
      };
      this.#tell('crash');
      throw new Error(`The simulation has stopped: ${this.#crash.message}`, { cause: error });
    }
  }
}
