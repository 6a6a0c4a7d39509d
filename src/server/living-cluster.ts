import type { ApiHandler, ApiRequest, ApiResponse } from '../engine/index.ts';
import { failure } from '../engine/index.ts';
import { Pacer } from '../session/pacer.ts';
import type { RecordedCluster } from '../session/recorded-cluster.ts';

/** How long the cluster may run before requests get their turn. */
const sliceMs = 25;
/** The clock is looked at this often at least, and at most. */
const tickMs = { least: 1, most: 100 } as const;

/**
 * A cluster whose time goes on with the wall clock, and that answers requests in between. Whatever may
 * change it is remembered in its recording.
 */
export class LivingCluster implements ApiHandler {
  readonly #recorded: RecordedCluster;
  readonly #pacer = new Pacer();
  readonly #onCrash: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #seenMs = performance.now();
  #soon = false;

  /** `onCrash` is told once of what should never happen; time stands still from then on. */
  constructor(recorded: RecordedCluster, speed: number, onCrash: (error: unknown) => void) {
    this.#recorded = recorded;
    this.#pacer.speed = speed;
    this.#onCrash = onCrash;
  }

  start(): void {
    this.#seenMs = performance.now();
    this.#tick();
  }

  stop(): void {
    this.#pacer.paused = true;
    clearTimeout(this.#timer);
  }

  handle(request: ApiRequest): ApiResponse {
    this.#catchUp();
    const changesNothing = request.method === 'GET' || request.method === 'HEAD';
    const response = changesNothing
      ? this.#recorded.read(request)
      : this.#recorded.perform({ type: 'request', request }).response;
    this.#deliver();
    if (response === undefined) throw failure(500, 'InternalError', 'the cluster did not answer');
    return response;
  }

  /** Lets what a request has set off happen right after its answer, and not at the next tick. */
  #deliver(): void {
    if (this.#soon) return;
    this.#soon = true;
    setImmediate(() => {
      this.#soon = false;
      this.#tick();
    });
  }

  #tick(): void {
    clearTimeout(this.#timer);
    if (this.#pacer.paused) return;
    try {
      this.#catchUp();
    } catch (error) {
      this.stop();
      this.#onCrash(error);
      return;
    }
    const { nextDueMs = Infinity, nowMs } = this.#recorded;
    const waitMs = Math.ceil((nextDueMs - nowMs) / this.#pacer.speed);
    this.#timer = setTimeout(() => this.#tick(), Math.min(tickMs.most, Math.max(tickMs.least, waitMs)));
  }

  /** Moves virtual time to where the wall clock says, as far as a slice allows. */
  #catchUp(): void {
    const startMs = performance.now();
    const elapsedMs = startMs - this.#seenMs;
    this.#seenMs = startMs;
    this.#pacer.tick(this.#recorded, elapsedMs, () => performance.now() - startMs < sliceMs);
  }
}
