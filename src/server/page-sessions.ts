import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { failure } from '../engine/index.ts';
import { answerPage } from '../session/answer-page.ts';
import { checkMessage } from '../session/check-message.ts';
import type { ToPage } from '../session/protocol.ts';
import { ResumableLine } from '../session/resumable-line.ts';
import { sessionPath, sessionProtocol, tokenProtocolPrefix, type Welcome } from '../session/served.ts';
import { Session } from '../session/session.ts';
import type { SharedHome } from '../session/shared-home.ts';
import { apiHeaders, requireOwnOrigin, type Guard } from './request-guard.ts';
import { readHandshake, WebSocket, type Handshake } from './web-socket.ts';

export interface PageSessionsOptions extends Guard {
  readonly home: SharedHome;
}

/** Pages that may be attached at once, those that have just lost their connection among them. */
const mostPages = 100;
/** For how long a page that is gone may come back to its terminals. */
const patienceMs = 120_000;
/** What may wait for a page that does not read. */
const mostUnreadBytes = 64 * 1024 * 1024;
/** What one message of a page may hold: a large manifest, with room to spare. */
const mostMessageBytes = 4 * 1024 * 1024;
/** A page that has not been heard of for longer than two of these is gone. */
const pingMs = 20_000;

/** The pages that are attached to a served cluster, each with a session of its own. */
export class PageSessions {
  readonly #options: PageSessionsOptions;
  readonly #pages = new Map<string, PageLine>();

  constructor(options: PageSessionsOptions) {
    this.#options = options;
  }

  /** Whether a request for another protocol comes from a page. */
  isPage(incoming: IncomingMessage): boolean {
    return (incoming.url ?? '').split('?')[0] === `/${sessionPath}`;
  }

  /** Attaches a page. Throws a StatusError where it may not. */
  attach(incoming: IncomingMessage, socket: Duplex): void {
    requireOwnOrigin(this.#options, incoming);
    requireSameServer(incoming);
    apiHeaders(this.#options, { ...incoming.headers, ...bearerOf(incoming) });
    const handshake = readHandshake(incoming, [sessionProtocol]);
    const query = new URL(incoming.url ?? '/', 'http://server').searchParams;
    const known = this.#pages.get(query.get('line') ?? '');
    const page = known ?? this.#newPage();
    page.connect(handshake, socket, Number(query.get('received') ?? 0), known !== undefined);
    this.#count();
  }

  /** Ends all sessions. */
  close(): void {
    for (const page of this.#pages.values()) page.close();
  }

  #newPage(): PageLine {
    if (this.#pages.size >= mostPages)
      throw failure(503, 'ServiceUnavailable', `${mostPages} pages are attached to this cluster already`);
    const name = randomBytes(18).toString('base64url');
    const page = new PageLine(name, this.#options, {
      onLost: () => this.#count(),
      onClose: () => this.#pages.delete(name),
    });
    this.#pages.set(name, page);
    return page;
  }

  #count(): void {
    this.#options.home.viewers = [...this.#pages.values()].filter(({ isThere }) => isThere).length;
  }
}

/** One page: its session, and the line to it, which outlives its connections for a while. */
class PageLine {
  readonly #name: string;
  readonly #session: Session;
  readonly #line: ResumableLine<ToPage, unknown>;
  readonly #told: { onLost(): void; onClose(): void };
  #closed = false;
  #socket: WebSocket | undefined;
  #forget: NodeJS.Timeout | undefined;

  constructor(name: string, { home }: PageSessionsOptions, told: { onLost(): void; onClose(): void }) {
    this.#name = name;
    this.#told = told;
    this.#line = new ResumableLine({
      onMessage: (message) => this.#receive(message),
      onOverflow: () => this.close(),
      mostUnreadBytes,
    });
    this.#session = new Session({
      send: (message) => this.#send(message),
      home,
      loadDescriptions: () => Promise.resolve(),
      wallMs: () => performance.now(),
      shellSeed: name,
    });
  }

  get isThere(): boolean {
    return this.#socket !== undefined;
  }

  connect(handshake: Handshake, duplex: Duplex, received: number, resumed: boolean): void {
    this.#socket?.destroy();
    clearTimeout(this.#forget);
    const socket: WebSocket = new WebSocket(duplex, handshake, {
      onMessage: ({ data }) => {
        if (!this.#line.receive(data.toString())) socket.destroy();
      },
      onClose: (isMeant) => this.#lost(socket, isMeant),
      mostMessageBytes,
      mostUnreadBytes,
      pingMs,
    });
    this.#socket = socket;
    const welcome: Welcome = { line: this.#name, received: this.#line.received, resumed };
    socket.sendText(JSON.stringify(welcome));
    this.#line.connect({ send: (text) => socket.sendText(text) }, received);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#forget);
    this.#told.onClose();
    this.#session.close();
    this.#socket?.destroy();
  }

  #send(message: ToPage): void {
    if (!this.#closed) this.#line.send(message);
  }

  #receive(value: unknown): void {
    const message = checkMessage(value);
    if (message === undefined) this.#socket?.destroy();
    else if (message.type !== 'page') answerPage(this.#session, message, (answer) => this.#send(answer));
  }

  #lost(socket: WebSocket, isMeant: boolean): void {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    this.#line.disconnect();
    if (isMeant) this.close();
    else this.#forget = setTimeout(() => this.close(), patienceMs).unref();
    this.#told.onLost();
  }
}

/** A page may attach to the server that it came from: same name, same port. */
function requireSameServer({ headers: { origin, host } }: IncomingMessage): void {
  if (origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)) return;
  throw failure(403, 'Forbidden', `pages of ${origin} may not attach to this cluster`);
}

/** The token that comes along as a protocol, where there is one: pages cannot set headers of a WebSocket. */
function bearerOf({ headers }: IncomingMessage): { readonly authorization?: string } {
  const protocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const token = protocols.find((name) => name.startsWith(tokenProtocolPrefix));
  if (token === undefined) return {};
  const text = Buffer.from(token.slice(tokenProtocolPrefix.length), 'base64url').toString();
  return { authorization: `Bearer ${text}` };
}
