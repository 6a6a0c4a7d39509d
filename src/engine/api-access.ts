import type { ApiHandler, ApiRequest, ApiResponse, ApiStream } from './api/http.ts';
import type { Simulation, Timer } from './sim/simulation.ts';

/** A machine's name, or `outside` for whoever is on none of them. */
export type Place = string;

export interface ApiAccessOptions {
  readonly sim: Simulation;
  readonly server: ApiHandler;
  /** Where the API server listens: `172.30.1.2:6443`. */
  readonly address: () => string;
  /** The machine on which it runs; undefined where that is none of the cluster's. */
  readonly home: () => Place | undefined;
}

/** After this long without a sign of life a client gives a connection up: http2's read idle and ping timeouts. */
const silenceMs = 45_000;

/**
 * What lies between the API server and its clients: a network that can be cut, and a server that can be
 * down or slow. Clients at each place have a handler of their own (`from`).
 *
 * Simplified: while the server is slow, a component's own requests are answered at once; what others
 * wrote reaches it later.
 */
export class ApiAccess {
  readonly #options: ApiAccessOptions;
  readonly #streams = new Set<AccessStream>();
  readonly #cut = new Set<Place>();
  readonly #handlers = new Map<Place, ApiHandler>();
  #listens = true;
  #isDown = false;
  #delayMs = 0;

  constructor(options: ApiAccessOptions) {
    this.#options = options;
  }

  /** The API server, as it is reached from a place. */
  from(place: Place): ApiHandler {
    let handler = this.#handlers.get(place);
    if (handler === undefined) {
      handler = { handle: (request) => this.#handle(place, request) };
      this.#handlers.set(place, handler);
    }
    return handler;
  }

  /** How long the server takes to answer, in milliseconds; 0 is no time at all. */
  get delayMs(): number {
    return this.#delayMs;
  }

  set delayMs(delayMs: number) {
    this.#delayMs = delayMs;
  }

  /** Whether its process runs, as those who run it say. */
  setListening(listens: boolean): void {
    this.#listens = listens;
    this.#endUnreachable();
  }

  /** It refuses all connections from now on, or no more. */
  setDown(isDown: boolean): void {
    this.#isDown = isDown;
    this.#endUnreachable();
  }

  /** The network of a machine is cut from now on, or whole again. Nobody is told: connections are silent. */
  setCut(place: Place, isCut: boolean): void {
    if (isCut) this.#cut.add(place);
    else this.#cut.delete(place);
    for (const stream of this.#streams) stream.setSilent(this.#isCutOff(stream.place));
  }

  isCut(place: Place): boolean {
    return this.#cut.has(place);
  }

  /** All connections over which answers are still to come break. */
  endStreams(): void {
    for (const stream of this.#streams) stream.end();
  }

  #handle(place: Place, request: ApiRequest): ApiResponse {
    const refusal = this.#refusal(place);
    if (refusal !== undefined) return unreachable(request, this.#options.address(), refusal);
    const response = this.#options.server.handle(request);
    if (response.stream === undefined) return response;
    const stream = new AccessStream(this.#options.sim, place, response.stream, {
      delayMs: () => this.#delayMs,
      forget: () => this.#streams.delete(stream),
    });
    this.#streams.add(stream);
    return { ...response, stream };
  }

  #endUnreachable(): void {
    for (const stream of this.#streams)
      if (this.#refusal(stream.place) !== undefined && !this.#isCutOff(stream.place)) stream.end();
  }

  #refusal(place: Place): string | undefined {
    if (this.#isCutOff(place)) return 'i/o timeout';
    return this.#isDown || !this.#listens ? 'connect: connection refused' : undefined;
  }

  #isCutOff(place: Place): boolean {
    if (this.#cut.size === 0) return false;
    const home = this.#options.home();
    return place !== home && (this.#cut.has(place) || (home !== undefined && this.#cut.has(home)));
  }
}

/** A stream that arrives late, stays away, or breaks off, as the network has it. */
class AccessStream implements ApiStream {
  readonly place: Place;
  readonly #sim: Simulation;
  readonly #inner: ApiStream;
  readonly #access: { delayMs(): number; forget(): void };
  #receiver: Parameters<ApiStream['start']>[0] | undefined;
  /** What is on its way, in order; when it may arrive at the earliest. */
  #held: { readonly dueMs: number; readonly arrive: () => void }[] = [];
  #timer: Timer | undefined;
  #silent: Timer | undefined;
  #over = false;

  constructor(
    sim: Simulation,
    place: Place,
    inner: ApiStream,
    access: { delayMs(): number; forget(): void },
  ) {
    this.#sim = sim;
    this.place = place;
    this.#inner = inner;
    this.#access = access;
  }

  start(receiver: Parameters<ApiStream['start']>[0]): void {
    this.#receiver = receiver;
    this.#inner.start({
      onChunk: (chunk) => this.#bring(() => receiver.onChunk(chunk)),
      onEnd: () =>
        this.#bring(() => {
          this.#finish();
          receiver.onEnd();
        }),
    });
  }

  send(chunk: unknown): void {
    if (!this.#over) this.#inner.send?.(chunk);
  }

  close(): void {
    if (this.#over) return;
    this.#finish();
    this.#inner.close();
  }

  /** The connection breaks. */
  end(): void {
    if (this.#over) return;
    this.close();
    this.#sim.soon(() => this.#receiver?.onEnd());
  }

  /** Nothing arrives from now on; what is on its way does once the network is whole, if nobody has given up by then. */
  setSilent(isSilent: boolean): void {
    if (isSilent === (this.#silent !== undefined) || this.#over) return;
    if (isSilent) this.#silent = this.#sim.after(silenceMs, () => this.end());
    else {
      this.#silent?.cancel();
      this.#silent = undefined;
      this.#deliver();
    }
  }

  #bring(arrive: () => void): void {
    if (this.#over) return;
    const delayMs = this.#access.delayMs();
    if (delayMs === 0 && this.#held.length === 0 && this.#silent === undefined) {
      arrive();
      return;
    }
    this.#held.push({ dueMs: this.#sim.nowMs + delayMs, arrive });
    this.#wake();
  }

  #wake(): void {
    const [next] = this.#held;
    if (next === undefined || this.#silent !== undefined || this.#timer?.pending === true) return;
    this.#timer = this.#sim.at(Math.max(next.dueMs, this.#sim.nowMs), () => this.#deliver());
  }

  #deliver(): void {
    while (!this.#over && this.#silent === undefined) {
      const [next] = this.#held;
      if (next === undefined || next.dueMs > this.#sim.nowMs) break;
      this.#held.shift();
      next.arrive();
    }
    this.#wake();
  }

  #finish(): void {
    this.#over = true;
    this.#held = [];
    this.#timer?.cancel();
    this.#silent?.cancel();
    this.#access.forget();
  }
}

/** That no server answered, as Go's HTTP client says it. Models net/url.Error. */
function unreachable({ method, path }: ApiRequest, address: string, reason: string): ApiResponse {
  const verb = method.charAt(0) + method.slice(1).toLowerCase();
  const text = `${verb} "https://${address}${path}": dial tcp ${address}: ${reason}`;
  return { status: 503, headers: {}, body: text, unreachable: text };
}
