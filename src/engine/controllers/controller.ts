import { isReason, type StatusError } from '../api/status-error.ts';
import type { KubeObject } from '../api/types.ts';
import type { Client } from '../client/client.ts';
import { EventRecorder } from '../client/event-recorder.ts';
import { whenAllSynced, type Informers } from '../client/informers.ts';
import { objectKey } from '../client/store.ts';
import { letPass, WorkQueue, type WorkDuration } from '../client/work-queue.ts';
import type { Simulation } from '../sim/simulation.ts';
import { waitFor, type Task } from '../sim/task.ts';
import type { TraceRecord, TraceSink } from '../sim/trace.ts';

/** What every controller is started with. */
export interface ControllerContext {
  readonly sim: Simulation;
  readonly trace: TraceSink;
  /** Shared by all controllers of a controller manager, which starts them. */
  readonly informers: Informers;
  /** A client under a controller's own identity: `replicaset-controller`. `onWrite` is told of each write. */
  clientFor(serviceAccount: string, onWrite?: () => void): Client;
}

/**
 * How many objects a controller looks through in a millisecond. Of the changes that come meanwhile to
 * what it looks after it hears at once, so that a set of many thousands is not gone through for each.
 */
const looksPerMs = 100;

export interface Controller {
  stop(): void;
}

/** A controller did something, and why. */
export interface ControllerTrace extends TraceRecord {
  readonly kind: 'controller';
  /** `replicaset-controller`. */
  readonly controller: string;
  /** `ReplicaSet demo/web`. */
  readonly object: string;
  /** One plain sentence. */
  readonly sentence: string;
}

export interface ControllerOptions {
  /** The service account under which it works: `replicaset-controller`. */
  readonly name: string;
  /** What its events name as their source; absent = its name. */
  readonly component?: string;
  /** Its work begins when these have synced. */
  readonly needs: readonly { whenSynced(run: () => void): void }[];
  /** Works on a key, at once or as a task that waits for `answered` between its requests. */
  readonly sync: (key: string) => Task | void;
  /** After so many failures in a row a key waits for the next change; absent = it is tried for ever. */
  readonly maxRetries?: number;
}

/** What controllers have in common: a client, a recorder, a queue of keys to reconcile, a way to tell why. */
export interface ControllerRuntime extends Controller {
  readonly client: Client;
  readonly recorder: EventRecorder;
  readonly queue: WorkQueue;
  readonly enqueue: (object: KubeObject) => void;
  /** The work at hand looked through so many objects, which takes time where they are many. */
  readonly looked: (count: number) => void;
  /** Inside a sync: waits until the writes made so far are answered, while others go on; for ever after `stop`. */
  readonly answered: () => Task;
  /** Says what was decided. `sentence` is only built when somebody looks. */
  decided(kind: string, object: KubeObject, sentence: () => string): void;
}

/** Makes a controller's common parts; its queue starts once all that it needs has synced. */
export function makeRuntime(context: ControllerContext, options: ControllerOptions): ControllerRuntime {
  const { sim, trace } = context;
  // Others hear of each write before the one who wrote goes on.
  let writes = 0;
  let looks = 0;
  let stopped = false;
  const client = context.clientFor(options.name, () => writes++);
  const lasted = (): WorkDuration => {
    const duration = { ms: Math.floor(looks / looksPerMs), turns: writes };
    writes = 0;
    looks = 0;
    return duration;
  };
  const queue = new WorkQueue({ sim, process: options.sync, maxRetries: options.maxRetries, lasted });
  whenAllSynced(options.needs, () => queue.start());
  return {
    client,
    // Events are written on the side, and hold nothing up.
    recorder: new EventRecorder({
      sim,
      client: context.clientFor(options.name),
      component: options.component ?? options.name,
    }),
    queue,
    looked: (count) => (looks += count),
    answered: function* () {
      yield* letPass(sim, lasted());
      if (stopped) yield* waitFor(() => {});
    },
    enqueue: (object) => queue.add(objectKey(object)),
    decided: (kind, object, sentence) => {
      if (!trace.wanted('controller')) return;
      const record: ControllerTrace = {
        kind: 'controller',
        atMs: sim.nowMs,
        controller: options.name,
        object: `${kind} ${objectKey(object)}`,
        sentence: sentence(),
      };
      trace.write(record);
    },
    stop: () => {
      stopped = true;
      queue.shutDown();
    },
  };
}

/** Whether a creation failed because its namespace is being emptied, so that trying again is in vain. */
export function isNamespaceTerminating(error: StatusError): boolean {
  return error.status.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') === true;
}

/** Runs a request that may find its object gone, which is as good. Returns undefined then. */
export function ifFound<T>(request: () => T): T | undefined {
  try {
    return request();
  } catch (error) {
    if (isReason(error, 'NotFound')) return undefined;
    throw error;
  }
}

/** `Created 1 pod`, `Created 3 pods`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
