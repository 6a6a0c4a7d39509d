import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { failure } from '../engine/index.ts';

/** What was agreed on before the first message. */
export interface Handshake {
  readonly key: string;
  /** Empty where the client named none. */
  readonly protocol: string;
}

export interface SocketReceiver {
  /** The other side sent a message, text or not. */
  onMessage(message: { readonly data: Buffer }): void;
  /** Told once, when the other side has left; whether it said so. */
  onClose(isMeant: boolean): void;
  /** What one message may hold; default 1 MiB. */
  readonly mostMessageBytes?: number;
  /** What the other side may leave unread before it is cut off; default no limit. */
  readonly mostUnreadBytes?: number;
  /** How often the other side is asked whether it is still there, and cut off when it was silent twice; default never. */
  readonly pingMs?: number;
}

const acceptGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const usualMessageBytes = 1024 * 1024;

interface Frame {
  readonly opcode: number;
  readonly isLast: boolean;
  readonly data: Buffer;
}

/**
 * What a request for a WebSocket agrees on, by the first of our `protocols` that it offers; an empty one is for
 * clients that name none. Throws a StatusError 400.
 */
export function readHandshake({ headers }: IncomingMessage, protocols: readonly string[]): Handshake {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',');
  const protocol = protocols.find((known) => offered.some((name) => name.trim() === known));
  const key = headers['sec-websocket-key'];
  if (headers.upgrade?.toLowerCase() === 'websocket' && key !== undefined && protocol !== undefined)
    return { key, protocol };
  throw failure(
    400,
    'BadRequest',
    `only WebSockets with one of the protocols ${protocols.join(', ')} are served`,
  );
}

function handshakeAnswer({ key, protocol }: Handshake): string {
  const accept = createHash('sha1')
    .update(key + acceptGuid)
    .digest('base64');
  return [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
    ...(protocol === '' ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
    '\r\n',
  ].join('\r\n');
}

/** The bytes under a mask, or without it again. */
function masked(data: Uint8Array, mask: Uint8Array): Buffer {
  const bytes = Buffer.from(data);
  for (let index = 0; index < bytes.length; index++)
    bytes[index] = (bytes[index] as number) ^ (mask[index % 4] as number);
  return bytes;
}

/** One end of a WebSocket: whole messages in and out. Models RFC 6455. */
export class WebSocket {
  readonly #socket: Duplex;
  readonly #receiver: SocketReceiver;
  readonly #isClient: boolean;
  #received: Buffer = Buffer.alloc(0);
  /** What has arrived of a message in several frames. */
  #parts: Buffer[] = [];
  #partBytes = 0;
  #closed = false;
  #isMeant = false;
  #silentPings = 0;

  /** Answers the handshake as the server; without one this is the client's end, and the server has answered. */
  constructor(socket: Duplex, handshake: Handshake | undefined, receiver: SocketReceiver) {
    this.#socket = socket;
    this.#receiver = receiver;
    this.#isClient = handshake === undefined;
    if (handshake !== undefined) socket.write(handshakeAnswer(handshake));
    const pings =
      receiver.pingMs === undefined ? undefined : setInterval(() => this.#ping(), receiver.pingMs);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearInterval(pings);
      this.#closed = true;
      receiver.onClose(this.#isMeant);
    });
  }

  send(data: Uint8Array): void {
    this.#write(opcodes.binary, data);
  }

  sendText(text: string): void {
    this.#write(opcodes.text, Buffer.from(text));
  }

  /** Says that all has been said. */
  close(): void {
    if (this.#closed) return;
    this.#write(opcodes.close, Buffer.from([1000 >> 8, 1000 & 0xff]));
    this.#closed = true;
    this.#socket.end();
  }

  /** Ends it without a word. */
  destroy(): void {
    this.#closed = true;
    this.#socket.destroy();
  }

  #ping(): void {
    if (++this.#silentPings > 2) this.destroy();
    else this.#write(opcodes.ping, new Uint8Array());
  }

  #write(opcode: number, data: Uint8Array): void {
    if (this.#closed) return;
    const { length } = data;
    const head = length < 126 ? Buffer.alloc(2) : length < 0x10000 ? Buffer.alloc(4) : Buffer.alloc(10);
    head[0] = 0x80 | opcode;
    if (length < 126) head[1] = length;
    else if (length < 0x10000) head.writeUInt16BE(length, 2);
    else head.writeBigUInt64BE(BigInt(length), 2);
    if (length >= 126) head[1] = length < 0x10000 ? 126 : 127;
    if (this.#isClient) {
      const mask = randomBytes(4);
      head[1] = (head[1] as number) | 0x80;
      this.#socket.write(Buffer.concat([head, mask, masked(data, mask)]));
    } else {
      this.#socket.write(head);
      this.#socket.write(data);
    }
    if (this.#socket.writableLength > (this.#receiver.mostUnreadBytes ?? Infinity)) this.destroy();
  }

  #read(chunk: Buffer): void {
    this.#silentPings = 0;
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    for (let frame = this.#nextFrame(); frame !== undefined; frame = this.#nextFrame()) this.#take(frame);
  }

  #take({ opcode, isLast, data }: Frame): void {
    if (opcode === opcodes.close) {
      this.#isMeant = true;
      this.close();
    } else if (opcode === opcodes.ping) this.#write(opcodes.pong, data);
    else if (opcode <= opcodes.binary) {
      this.#parts.push(data);
      this.#partBytes += data.length;
      if (this.#partBytes > this.#mostBytes) this.destroy();
      if (!isLast || this.#closed) return;
      const whole = this.#parts.length === 1 ? data : Buffer.concat(this.#parts);
      this.#parts = [];
      this.#partBytes = 0;
      this.#receiver.onMessage({ data: whole });
    }
  }

  get #mostBytes(): number {
    return this.#receiver.mostMessageBytes ?? usualMessageBytes;
  }

  /** Takes a frame from what has been received; undefined until it is there as a whole. */
  #nextFrame(): Frame | undefined {
    const bytes = this.#received;
    if (bytes.length < 2 || this.#closed) return undefined;
    const short = (bytes[1] as number) & 0x7f;
    const headLength = short === 126 ? 4 : short === 127 ? 10 : 2;
    // What clients send is masked, and nothing else.
    const start = headLength + (this.#isClient ? 0 : 4);
    if (bytes.length < start) return undefined;
    const length =
      short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
    const isMasked = ((bytes[1] as number) & 0x80) !== 0;
    if (length > this.#mostBytes || isMasked === this.#isClient) {
      this.destroy();
      return undefined;
    }
    if (bytes.length < start + length) return undefined;
    const sent = bytes.subarray(start, start + length);
    const data = isMasked ? masked(sent, bytes.subarray(headLength, start)) : Buffer.from(sent);
    this.#received = bytes.subarray(start + length);
    const first = bytes[0] as number;
    return { opcode: first & 0x0f, isLast: (first & 0x80) !== 0, data };
  }
}
