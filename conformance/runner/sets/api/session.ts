import type { ApiRequest, ApiResponse } from '../../../../src/engine/api/http.ts';
import { ApiServer } from '../../../../src/engine/apiserver/api-server.ts';
import { Simulation } from '../../../../src/engine/sim/simulation.ts';
import { compare } from './compare.ts';
import { Bindings } from './placeholders.ts';

interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly user?: string;
  readonly contentType?: string;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly text?: string;
  readonly repeat?: { readonly what: string; readonly times: number };
  /** How many events of a watch to wait for. */
  readonly until?: number;
}

interface RecordedResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  readonly text?: string;
  readonly events?: readonly unknown[];
}

type Step =
  | { readonly action: 'compact' }
  | {
      readonly action?: undefined;
      readonly request: RecordedRequest;
      readonly during?: readonly Step[];
      readonly response: RecordedResponse;
    };

export interface Session {
  readonly name: string;
  readonly family: string;
  readonly note?: string;
  readonly managedFields?: boolean;
  readonly setup?: readonly RecordedRequest[];
  readonly steps: readonly Step[];
}

const admin = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };
const startMs = Date.UTC(2026, 0, 5, 10);
/** Between two steps a little time passes, as it did in the recordings. */
const stepMs = 5;

/** Plays one session on a fresh server; one line for each place where an answer differs. */
export function playSession(session: Session): string[] {
  const player = new Player(session);
  player.setUp();
  return player.play(session.steps, '');
}

class Player {
  readonly #session: Session;
  readonly #sim = new Simulation({ seed: 'conformance', startMs });
  readonly #server = new ApiServer({ sim: this.#sim });
  readonly #bindings = new Bindings();

  constructor(session: Session) {
    this.#session = session;
  }

  setUp(): void {
    for (const request of this.#session.setup ?? []) {
      const response = this.#send(request);
      if (response.status >= 300)
        throw new Error(
          `setup ${request.method} ${request.path}: ${response.status} ${JSON.stringify(response.body)}`,
        );
    }
  }

  play(steps: readonly Step[], prefix: string): string[] {
    return steps.flatMap((step, index) => {
      this.#sim.advance(this.#sim.nowMs + stepMs);
      if (step.action === 'compact') {
        this.#server.compact();
        return [];
      }
      const name = `${prefix}${index + 1}. ${step.request.method} ${step.request.path}`;
      return this.#playStep(step, `${prefix}${index + 1}.`).map((line) => `${name}: ${line}`);
    });
  }

  #playStep(step: Exclude<Step, { action: 'compact' }>, prefix: string): string[] {
    const { request, response: expected } = step;
    const response = this.#send(request);
    if (response.stream !== undefined) return this.#playWatch(step, prefix, response);
    const found: string[] = [];
    if (response.status !== expected.status)
      found.push(
        `status: expected ${expected.status}, got ${response.status} ${JSON.stringify(response.body)?.slice(0, 900)}`,
      );
    found.push(...this.#compareHeaders(expected, response));
    if (expected.events !== undefined) found.push('expected a watch, got an answer');
    if (expected.body !== undefined) found.push(...this.#compareBody(expected.body, response));
    if (expected.text !== undefined)
      found.push(...compare(expected.text, this.#text(response), this.#bindings));
    if (response.status !== expected.status) return found.slice(0, 1);
    return found;
  }

  #playWatch(step: Exclude<Step, { action: 'compact' }>, prefix: string, response: ApiResponse): string[] {
    const { request, response: expected } = step;
    const events: unknown[] = [];
    const state = { ended: false };
    response.stream?.start({ onChunk: (chunk) => events.push(chunk), onEnd: () => (state.ended = true) });
    const found = [...this.play(step.during ?? [], prefix), ...this.#compareHeaders(expected, response)];
    const seconds = Number(/[?&]timeoutSeconds=([0-9]+)/.exec(request.path)?.[1] ?? 60);
    const endMs = this.#sim.nowMs + seconds * 1000 + 1000;
    while (!state.ended && (request.until === undefined || events.length < request.until))
      if (!this.#sim.step(endMs)) break;
    if (request.until !== undefined) {
      response.stream?.close();
      events.length = Math.min(events.length, request.until);
    }
    found.push(...compare(expected.events, this.#plain(events), this.#bindings, 'events'));
    return found;
  }

  #compareHeaders(expected: RecordedResponse, response: ApiResponse): string[] {
    const found: string[] = [];
    for (const name of ['Content-Type', 'Warning', 'Retry-After', 'Allow', 'Location', 'WWW-Authenticate']) {
      const implied = name === 'Content-Type' && response.headers['content-type'] === 'application/json';
      const wanted = expected.headers?.[name];
      const actual = response.headers[name.toLowerCase()];
      if (wanted === undefined && (actual === undefined || implied)) continue;
      if (
        name === 'Content-Type' &&
        wanted === undefined &&
        expected.body === undefined &&
        expected.text === undefined
      )
        continue;
      found.push(...compare(wanted, actual, this.#bindings, name));
    }
    return found;
  }

  #compareBody(expected: unknown, response: ApiResponse): string[] {
    const { body } = response;
    const value = typeof body === 'string' ? parsed(body) : body;
    return compare(expected, reduceAs(expected, this.#plain(value)), this.#bindings);
  }

  #text({ body }: ApiResponse): string {
    return typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  }

  /** What is on the wire, without the managedFields that the session does not show. */
  #plain(value: unknown): unknown {
    const dropped = this.#session.managedFields === true ? undefined : 'managedFields';
    return JSON.parse(
      JSON.stringify(value ?? null, (key, member: unknown) => (key === dropped ? undefined : member)),
    ) as unknown;
  }

  #send(recorded: RecordedRequest): ApiResponse {
    const fill = (text: string): string => this.#bindings.fill(text);
    const headers: Record<string, string> = { 'user-agent': 'conformance' };
    for (const [name, value] of Object.entries(recorded.headers ?? {}))
      headers[name.toLowerCase()] = fill(value);
    if (recorded.accept !== undefined) headers['accept'] = recorded.accept;
    let body: string | undefined;
    if (recorded.text !== undefined) body = fill(recorded.text);
    else if (recorded.body !== undefined) {
      body = fill(JSON.stringify(recorded.body)).replaceAll(/"(3[0-2][0-9]{3})"/g, (whole, port: string) =>
        JSON.stringify(recorded.body).includes('<nodePort-') ? port : whole,
      );
      headers['content-type'] = 'application/json';
    }
    if (recorded.repeat !== undefined)
      body = body?.replace('<repeat>', recorded.repeat.what.repeat(recorded.repeat.times));
    if (recorded.contentType !== undefined) headers['content-type'] = recorded.contentType;
    const request: ApiRequest = { method: recorded.method, path: fill(recorded.path), headers, body };
    return this.#server.handle(this.#as(request, recorded.user, headers));
  }

  #as(request: ApiRequest, user: string | undefined, headers: Record<string, string>): ApiRequest {
    if (user === undefined) return { ...request, user: admin };
    if (user === 'anonymous') return request;
    if (user === 'unknown-token') {
      headers['authorization'] = 'Bearer nobody-knows-me';
      return request;
    }
    const bearer = /^bearer of (.*)$/.exec(user)?.[1];
    if (bearer !== undefined) {
      headers['authorization'] = `Bearer ${this.#bindings.fill(bearer)}`;
      return request;
    }
    headers['impersonate-user'] = this.#bindings.fill(user);
    return { ...request, user: admin };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The answer reduced as the recording is: lists of names, documents by their head. */
function reduceAs(expected: unknown, got: unknown): unknown {
  if (!isMap(expected) || !isMap(got)) return got;
  if (Array.isArray(expected['items']) && Array.isArray(got['items']) && isReduced(expected)) {
    const reduced: Record<string, unknown> = { kind: got['kind'] };
    if ('metadata' in expected) reduced['metadata'] = got['metadata'];
    reduced['items'] = got['items'].map((item) => (item as { metadata: { name: string } }).metadata.name);
    return reduced;
  }
  const isHead = 'swagger' in expected || 'openapi' in expected || onlyListHead(expected);
  if (!isHead) return got;
  return Object.fromEntries(Object.keys(expected).map((key) => [key, got[key]]));
}

function isReduced(expected: Record<string, unknown>): boolean {
  return !('apiVersion' in expected);
}

function onlyListHead(expected: Record<string, unknown>): boolean {
  return (
    String(expected['kind']).endsWith('List') && Object.keys(expected).length === 2 && 'metadata' in expected
  );
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
