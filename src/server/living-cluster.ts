import type { ApiHandler, ApiRequest, ApiResponse } from '../engine/index.ts';
import { failure } from '../engine/index.ts';
import type { Life } from '../session/life.ts';

/** How long the cluster may run before requests get their turn. */
const sliceMs = 25;
/** The clock is looked at this often at least, and at most. */
const tickMs = { least: 1, most: 100 } as const;

/**
 * A cluster whose time goes on with the wall clock, and that answers requests in between. Whatever may
 * change it is remembered in its recording.
 */
export class LivingCluster implements ApiHandler {
  readonly #life: Life;
  #timer: NodeJS.Timeout | undefined;
  #seenMs = performance.now();
  #soon = false;
  #stopped = false;

  constructor(life: Life) {
    this.#life = life;
  }

  start(): void {
    this.#seenMs = performance.now();
    this.#tick();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  handle(request: ApiRequest): ApiResponse {
    this.#catchUp();
    const changesNothing = request.method === 'GET' || request.method === 'HEAD';
    const response = changesNothing ? this.#life.recorded.read(request) : this.#life.request(request);
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
    if (this.#stopped || this.#life.crash !== undefined) return;
    this.#catchUp();
    const { nextDueMs = Infinity, nowMs } = this.#life.recorded;
    const { paused, speed } = this.#life.pacer;
    const waitMs = paused ? Infinity : Math.ceil((nextDueMs - nowMs) / speed);
    this.#timer = setTimeout(() => this.#tick(), Math.min(tickMs.most, Math.max(tickMs.least, waitMs)));
  }

  /** Moves virtual time to where the wall clock says, as far as a slice allows. */
  #catchUp(): void {
    const startMs = performance.now();
    const elapsedMs = startMs - this.#seenMs;
    this.#seenMs = startMs;
    this.#life.tick(elapsedMs, () => performance.now() - startMs < sliceMs);
  }
}
