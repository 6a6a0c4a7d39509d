import type { Port } from './port.ts';
import type { SessionClient, ToPage, ToSession } from './protocol.ts';
import { ResumableLine } from './resumable-line.ts';
import { sessionProtocol, tokenProtocolPrefix, type Welcome } from './served.ts';
import { sessionClient } from './session-client.ts';

/** How long to wait before the next try, the longest from then on. */
const retryMs = [250, 500, 1000, 2000, 4000];

/** What the page keeps for a server that does not answer. */
const mostUnreadBytes = 32 * 1024 * 1024;

/**
 * Attaches to the cluster that is served at `address` (http or https), as one of several pages.
 * Resolves when the server answers, and rejects where it does not. A lost connection is taken up again;
 * the client's messages of type `connection` tell of it.
 */
export function connectServed(address: URL, token?: string): Promise<SessionClient> {
  return new Promise((resolve, reject) => {
    const port = new ServedPort(address, token, {
      onFirst: () => resolve(sessionClient(port, document.baseURI)),
      onNever: () =>
        reject(
          new Error(
            `The server at ${address.host} cannot be reached, or wants the token of the address that it printed.`,
          ),
        ),
    });
  });
}

class ServedPort implements Port<ToSession, ToPage> {
  readonly #address: URL;
  readonly #token: string | undefined;
  readonly #told: { onFirst(): void; onNever(): void };
  #line: ResumableLine<ToSession, ToPage>;
  #lineName: string | undefined;
  #listener: (message: ToPage) => void = () => undefined;
  #socket: WebSocket | undefined;
  #tries = 0;
  #begun = false;
  #closed = false;

  constructor(address: URL, token: string | undefined, told: { onFirst(): void; onNever(): void }) {
    this.#address = address;
    this.#token = token;
    this.#told = told;
    this.#line = this.#newLine();
    this.#open();
  }

  send(message: ToSession): void {
    this.#line.send(message);
  }

  onMessage(listener: (message: ToPage) => void): void {
    this.#listener = listener;
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close(1000);
  }

  #newLine(): ResumableLine<ToSession, ToPage> {
    return new ResumableLine({
      onMessage: (message) => this.#listener(message),
      // The server will not know this line any more; the next one begins empty.
      onOverflow: () => (this.#lineName = undefined),
      mostUnreadBytes,
    });
  }

  #open(): void {
    const url = new URL(this.#address);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    if (this.#lineName !== undefined) {
      url.searchParams.set('line', this.#lineName);
      url.searchParams.set('received', String(this.#line.received));
    }
    const token = this.#token === undefined ? [] : [tokenProtocolPrefix + base64Url(this.#token)];
    const socket = new WebSocket(url, [sessionProtocol, ...token]);
    this.#socket = socket;
    let welcomed = false;
    socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
      if (welcomed) this.#line.receive(data);
      else this.#begin(socket, JSON.parse(data) as Welcome);
      welcomed = true;
    });
    socket.addEventListener('close', () => this.#lost(welcomed));
  }

  #begin(socket: WebSocket, { line, received, resumed }: Welcome): void {
    const isFirst = !this.#begun;
    this.#begun = true;
    this.#tries = 0;
    if (!resumed && !isFirst) this.#line = this.#newLine();
    this.#lineName = line;
    this.#line.connect(socket, received);
    if (isFirst) this.#told.onFirst();
    else this.#listener({ type: 'connection', state: resumed ? 'resumed' : 'renewed' });
  }

  #lost(welcomed: boolean): void {
    if (this.#closed) return;
    this.#line.disconnect();
    if (!this.#begun) {
      this.#told.onNever();
      return;
    }
    if (welcomed) this.#listener({ type: 'connection', state: 'lost' });
    const waitMs = retryMs[Math.min(this.#tries++, retryMs.length - 1)];
    setTimeout(() => {
      if (!this.#closed) this.#open();
    }, waitMs);
  }
}

function base64Url(text: string): string {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
