import type { ApiRequest, ApiResponse } from '../../engine/index.ts';
import type { Environment } from '../environment.ts';

/**
 * What `-v` tells of requests and answers: their lines from 6, headers from 7, bodies from 8.
 * Models client-go/transport.debuggingRoundTripper (v1.36).
 */
export class RequestLog {
  readonly #environment: Pick<Environment, 'stderr' | 'now'>;
  readonly #verbosity: number;
  readonly #server: string;

  /** `server` is the address before every path. */
  constructor(environment: Pick<Environment, 'stderr' | 'now'>, verbosity: number, server: string) {
    this.#environment = environment;
    this.#verbosity = verbosity;
    this.#server = server.replace(/\/$/, '');
  }

  /** Tells of a request that is about to be sent; what it answers tells of what came of it. */
  request({ method, path, headers = {}, body }: ApiRequest): (response: ApiResponse) => void {
    if (this.#verbosity < 6) return () => undefined;
    const url = `verb=${quote(method)} url=${quote(this.#server + path)}`;
    if (this.#verbosity >= 8) this.#line('helper.go:105', `"Request Body" body=${quote(textOf(body))}`);
    if (this.#verbosity >= 7)
      this.#line('round_trippers.go:527', `"Request" ${url} headers=${headerBlock(headers)}`);
    const startMs = this.#environment.now();
    return (response) => {
      const spent = `milliseconds=${Math.round(this.#environment.now() - startMs)}`;
      const status = `status=${quote(`${response.status} ${statusTexts[response.status] ?? ''}`.trim())}`;
      const words = [
        '"Response"',
        this.#verbosity === 6 && url,
        status,
        this.#verbosity >= 8 && `headers=${headerBlock(response.headers)}`,
        spent,
      ];
      this.#line('round_trippers.go:632', words.filter(Boolean).join(' '));
      if (this.#verbosity >= 8 && response.stream === undefined)
        this.#line('helper.go:105', `"Response Body" body=${quote(textOf(response.body))}`);
    };
  }

  /** Tells that a stream lasted longer than a request may. */
  cutOff(): void {
    if (this.#verbosity < 5) return;
    this.#line(
      'streamwatcher.go:117',
      'Unable to decode an event from the watch stream: context deadline exceeded (Client.Timeout or context cancellation while reading body)',
    );
  }

  #line(source: string, message: string): void {
    const time = new Date(this.#environment.now()).toISOString();
    const stamp = `I${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 23)}000`;
    this.#environment.stderr(`${stamp}       1 ${source}] ${message}\n`);
  }
}

const statusTexts: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  410: 'Gone',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

function quote(text: string): string {
  return JSON.stringify(text);
}

function textOf(body: unknown): string {
  if (body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** `Accept: application/json`, a line each, in order of their names. */
function headerBlock(headers: Readonly<Record<string, string | readonly string[]>>): string {
  const lines = Object.entries(headers)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : value).map((each) => `\t${canonical(name)}: ${each}\n`),
    );
  return `<\n${lines.join('')} >`;
}

function canonical(name: string): string {
  return name.replaceAll(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
