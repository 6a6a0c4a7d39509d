import {
  type ApiRequest,
  type ApiResponse,
  type ApiStream,
  type Status,
  StatusError,
  type WatchEvent,
} from '../../engine/index.ts';
import type { Environment } from '../environment.ts';
import { marshalJson } from '../go/json.ts';
import type { ClientConfig } from '../config/client-config.ts';
import { ConnectionError } from '../errors.ts';
import { isMap } from '../go/values.ts';
import { RequestLog } from './request-log.ts';

export interface RequestOptions {
  readonly query?: Query;
  readonly body?: object | string;
  readonly accept?: string;
  readonly contentType?: string;
}

/** Query parameters; undefined and empty ones are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Who writes where a request does not say it: its first word. */
const userAgent = 'kubectl/v1.36.3 (linux/amd64)';

/** kubectl's side of the conversation with an API server. Refusals are thrown as `StatusError`. */
export class ApiClient {
  private readonly environment: Environment;
  private readonly config: ClientConfig;
  private readonly log: RequestLog;
  private readonly headers: Record<string, string> = { 'user-agent': userAgent };
  private readonly warned = new Set<string>();

  /** `verbosity` is what `-v` says. */
  constructor(environment: Environment, config: ClientConfig, verbosity = 0) {
    this.environment = environment;
    this.config = config;
    this.log = new RequestLog(environment, verbosity, config.server);
    const { asUser, asUid, asGroups, asExtra } = config.impersonation;
    if (asUser !== '') this.headers['impersonate-user'] = asUser;
    if (asUid !== '') this.headers['impersonate-uid'] = asUid;
    if (asGroups.length > 0) this.headers['impersonate-group'] = asGroups.join(', ');
    for (const [key, values] of Object.entries(asExtra))
      this.headers[`impersonate-extra-${encodeURIComponent(key)}`] = values.join(', ');
  }

  /** How many things the server has warned of. */
  get warnings(): number {
    return this.warned.size;
  }

  /** The decoded body of an answer. */
  async request(method: string, path: string, options: RequestOptions = {}): Promise<unknown> {
    const response = await this.send(method, path, options);
    return response.stream === undefined ? decoded(response.body) : await allOf(response.stream);
  }

  /** A GET whose body is text. */
  async text(path: string, query: Query = {}): Promise<string> {
    const response = await this.send('GET', path, { query, accept: '*/*' });
    if (response.stream !== undefined) return await allOf(response.stream);
    return typeof response.body === 'string' ? response.body : JSON.stringify(response.body);
  }

  /** Sends a request and answers what came, if it is no refusal. */
  async send(method: string, path: string, options: RequestOptions = {}): Promise<ApiResponse> {
    const headers: Record<string, string> = { accept: options.accept ?? 'application/json', ...this.headers };
    if (options.body !== undefined) headers['content-type'] = options.contentType ?? 'application/json';
    const request: ApiRequest = {
      method,
      path: path + queryText(options.query),
      headers,
      body: typeof options.body === 'object' ? marshalJson(options.body) : options.body,
    };
    const answered = this.log.request(request);
    const response = await this.transmit(request);
    answered(response);
    this.passOnWarnings(response.headers['warning']);
    if (response.status >= 400) throw new StatusError(await refusal(response));
    return response;
  }

  private async transmit(request: ApiRequest): Promise<ApiResponse> {
    const { server, timeoutMs } = this.config;
    try {
      const answer = this.environment.transport.send(request);
      return timeoutMs === undefined ? await answer : await Promise.race([answer, this.tooLate(timeoutMs)]);
    } catch (error) {
      if (error instanceof ConnectionError) throw error;
      const host = server.replace(/^https?:\/\//, '').replace(/\/.*$/s, '');
      throw new ConnectionError(
        `The connection to the server ${host} was refused - did you specify the right host or port?`,
      );
    }
  }

  private async tooLate(timeoutMs: number): Promise<never> {
    await this.environment.sleep(timeoutMs);
    throw new ConnectionError(
      'Unable to connect to the server: context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    );
  }

  /**
   * Follows a stream until `onChunk` answers true, the stream ends, or somebody cancels. Answers
   * whether `onChunk` ended it.
   */
  follow(stream: ApiStream, onChunk: (chunk: unknown) => boolean, timeoutMs?: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      let over = false;
      const end = (byChunk: boolean): void => {
        if (over) return;
        over = true;
        uncancel();
        stream.close();
        resolve(byChunk);
      };
      const uncancel = this.environment.signal.onCancel(() => end(false));
      if (over) return;
      if (timeoutMs !== undefined) void this.environment.sleep(timeoutMs).then(() => end(false));
      const { timeoutMs: longestMs } = this.config;
      if (longestMs !== undefined)
        void this.environment.sleep(longestMs).then(() => {
          if (!over) this.log.cutOff();
          end(false);
        });
      stream.start({
        onChunk: (chunk) => {
          if (over) return;
          try {
            if (onChunk(chunk)) end(true);
          } catch (error) {
            over = true;
            uncancel();
            stream.close();
            reject(error);
          }
        },
        onEnd: () => end(false),
      });
    });
  }

  /** Opens a watch and follows it, as `follow`. */
  async watch(
    path: string,
    query: Query,
    onEvent: (event: WatchEvent<Record<string, unknown>>) => boolean,
    options: { timeoutMs?: number; accept?: string } = {},
  ): Promise<boolean> {
    const response = await this.send('GET', path, {
      query: { ...query, watch: true },
      accept: options.accept,
    });
    if (response.stream === undefined) return false;
    return this.follow(
      response.stream,
      (chunk) => {
        const event = decoded(chunk) as WatchEvent<Record<string, unknown>>;
        if (event.type === 'ERROR') throw new StatusError(event.object as unknown as Status);
        return event.type !== 'BOOKMARK' && onEvent(event);
      },
      options.timeoutMs,
    );
  }

  /** Says something once. */
  warn(text: string): void {
    if (this.warned.has(text)) return;
    this.warned.add(text);
    this.environment.stderr(`Warning: ${text}\n`);
  }

  private passOnWarnings(header: string | readonly string[] | undefined): void {
    for (const value of typeof header === 'string' ? [header] : (header ?? [])) {
      const text = warningText(value);
      if (text !== undefined) this.warn(text);
    }
  }
}

/** The text of a `299 - "text"` header. */
function warningText(header: string): string | undefined {
  const quoted = /^299 \S+ "((?:[^"\\]|\\.)*)"/.exec(header)?.[1];
  return quoted?.replace(/\\(.)/g, '$1');
}

function queryText(query: Query | undefined): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== '') parts.push(`${name}=${encodeURIComponent(String(value))}`);
  }
  // In the order of their names, as Go writes them.
  return parts.length === 0 ? '' : `?${parts.toSorted().join('&')}`;
}

function decoded(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}

function allOf(stream: ApiStream): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    stream.start({
      onChunk: (chunk) => {
        text += typeof chunk === 'string' ? chunk : JSON.stringify(chunk);
      },
      onEnd: () => resolve(text),
    });
  });
}

async function refusal(response: ApiResponse): Promise<Status> {
  const body = decoded(response.stream === undefined ? response.body : await allOf(response.stream));
  if (isMap(body) && body['kind'] === 'Status') return body as unknown as Status;
  return genericStatus(response.status, typeof body === 'string' ? body : '');
}

/** What client-go makes of an answer that is no Status. Models apierrors.NewGenericServerResponse (v1.36). */
function genericStatus(code: number, text: string): Status {
  const known = genericReasons[code] ?? {
    reason: '',
    message: `the server responded with the status code ${code} but did not return more information`,
  };
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: known.message,
    reason: known.reason,
    details: { causes: text === '' ? [] : [{ reason: 'UnexpectedServerResponse', message: text }] },
    code,
  };
}

const genericReasons: Readonly<Record<number, { reason: string; message: string }>> = {
  400: { reason: 'BadRequest', message: 'the server rejected our request for an unknown reason' },
  401: { reason: 'Unauthorized', message: 'the server has asked for the client to provide credentials' },
  403: { reason: 'Forbidden', message: 'unknown' },
  404: { reason: 'NotFound', message: 'the server could not find the requested resource' },
  405: {
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
  },
  409: { reason: 'Conflict', message: 'the server reported a conflict' },
  415: { reason: 'UnsupportedMediaType', message: 'unknown' },
  422: {
    reason: 'Invalid',
    message: 'the server rejected our request due to an error in our request',
  },
  500: {
    reason: 'InternalError',
    message: 'an error on the server has prevented the request from succeeding',
  },
  503: { reason: 'ServiceUnavailable', message: 'the server is currently unable to handle the request' },
  504: { reason: 'Timeout', message: 'the server was unable to return a response in the time allotted' },
};
