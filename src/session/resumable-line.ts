/** What travels: a numbered message, or none, and the number of the last message that arrived here. */
interface Envelope {
  readonly ack: number;
  readonly n?: number;
  readonly message?: unknown;
}

/** Something that texts can be sent through as long as it lasts. */
export interface Socket {
  send(text: string): void;
}

export interface ResumableLineOptions<In> {
  /** A message arrived, as it came: each once, in order. */
  onMessage(message: In): void;
  /** The other side has left more than `mostUnreadBytes` unread: nothing is kept for it any more. */
  onOverflow(): void;
  readonly mostUnreadBytes: number;
}

/** An answer is owed after this many messages. */
const ackEvery = 16;

/**
 * One end of a line that outlives its sockets. What the other end has not confirmed is kept and sent
 * again through the next socket, so that every message arrives once and in order.
 */
export class ResumableLine<Out, In> {
  readonly #options: ResumableLineOptions<In>;
  #unconfirmed: { readonly n: number; readonly text: string }[] = [];
  #unconfirmedBytes = 0;
  #lastSent = 0;
  #received = 0;
  #acked = 0;
  #socket: Socket | undefined;

  constructor(options: ResumableLineOptions<In>) {
    this.#options = options;
  }

  /** The number of the last message that arrived. */
  get received(): number {
    return this.#received;
  }

  send(message: Out): void {
    const n = ++this.#lastSent;
    const text = JSON.stringify(message);
    this.#unconfirmed.push({ n, text });
    this.#unconfirmedBytes += text.length;
    if (this.#unconfirmedBytes > this.#options.mostUnreadBytes) this.#options.onOverflow();
    else this.#post(n, text);
  }

  /** Goes on through `socket`; the other end has had the first `theyReceived` messages. */
  connect(socket: Socket, theyReceived: number): void {
    this.#confirm(theyReceived);
    this.#socket = socket;
    for (const { n, text } of this.#unconfirmed) this.#post(n, text);
  }

  disconnect(): void {
    this.#socket = undefined;
  }

  /** Takes what a socket brought. False when it is not what the other end of a line sends. */
  receive(text: string): boolean {
    const envelope = readEnvelope(text);
    if (envelope === undefined || envelope.ack > this.#lastSent) return false;
    this.#confirm(envelope.ack);
    if (envelope.n === undefined || envelope.n <= this.#received) return true;
    if (envelope.n !== this.#received + 1) return false;
    this.#received = envelope.n;
    this.#options.onMessage(envelope.message as In);
    if (this.#received - this.#acked >= ackEvery) {
      this.#acked = this.#received;
      this.#socket?.send(JSON.stringify({ ack: this.#received }));
    }
    return true;
  }

  #post(n: number, text: string): void {
    if (this.#socket === undefined) return;
    this.#acked = this.#received;
    this.#socket.send(`{"ack":${this.#received},"n":${n},"message":${text}}`);
  }

  #confirm(received: number): void {
    const kept = this.#unconfirmed.findIndex(({ n }) => n > received);
    const confirmed = this.#unconfirmed.splice(0, kept < 0 ? this.#unconfirmed.length : kept);
    for (const { text } of confirmed) this.#unconfirmedBytes -= text.length;
  }
}

function readEnvelope(text: string): Envelope | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { ack, n, message } = value as Record<string, unknown>;
  if (!isCount(ack) || !(n === undefined || isCount(n))) return undefined;
  return { ack, n, message };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
