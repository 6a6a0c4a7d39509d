import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';

/** A message that the other side sent. */
export interface SocketMessage {
  readonly opcode: number;
  readonly data: Buffer;
}

const acceptGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const opcodes = { continuation: 0, binary: 2, close: 8, ping: 9, pong: 10 } as const;
/** A frame from outside may hold this much. */
const maxFrameBytes = 1024 * 1024;

/**
 * The server's end of a WebSocket, as far as remote commands need it: whole binary messages out,
 * frames in. Models RFC 6455.
 */
export class WebSocket {
  readonly #socket: Duplex;
  #received = Buffer.alloc(0);
  #closed = false;

  /** Answers the handshake. The receiver is told of each message, and once when the other side has left. */
  constructor(
    socket: Duplex,
    handshake: { readonly key: string; readonly protocol: string },
    receiver: { onMessage(message: SocketMessage): void; onClose(): void },
  ) {
    this.#socket = socket;
    const accept = createHash('sha1')
      .update(handshake.key + acceptGuid)
      .digest('base64');
    socket.write(
      [
        'HTTP/1.1 101 Switching Protocols',
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Accept: ${accept}`,
        `Sec-WebSocket-Protocol: ${handshake.protocol}`,
        '\r\n',
      ].join('\r\n'),
    );
    socket.on('data', (chunk: Buffer) => this.#read(chunk, (message) => receiver.onMessage(message)));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => receiver.onClose());
  }

  send(data: Uint8Array): void {
    this.#write(opcodes.binary, data);
  }

  /** Says that all has been said. */
  close(): void {
    if (this.#closed) return;
    this.#write(opcodes.close, Buffer.from([1000 >> 8, 1000 & 0xff]));
    this.#closed = true;
    this.#socket.end();
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
    this.#socket.write(Buffer.concat([head, data]));
  }

  #read(chunk: Buffer, onMessage: (message: SocketMessage) => void): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (let frame = this.#nextFrame(); frame !== undefined; frame = this.#nextFrame()) {
      if (frame.opcode === opcodes.close) this.close();
      else if (frame.opcode === opcodes.ping) this.#write(opcodes.pong, frame.data);
      else if (frame.opcode <= opcodes.binary) onMessage(frame);
    }
  }

  /** Takes a frame from what has been received; undefined until it is there as a whole. */
  #nextFrame(): SocketMessage | undefined {
    const bytes = this.#received;
    if (bytes.length < 2) return undefined;
    const short = (bytes[1] as number) & 0x7f;
    const headLength = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (bytes.length < headLength + 4) return undefined;
    const length =
      short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
    const isMasked = ((bytes[1] as number) & 0x80) !== 0;
    if (length > maxFrameBytes || !isMasked) {
      this.#socket.destroy();
      return undefined;
    }
    const start = headLength + 4;
    if (bytes.length < start + length) return undefined;
    const mask = bytes.subarray(headLength, start);
    const data = Buffer.from(bytes.subarray(start, start + length));
    for (let index = 0; index < length; index++)
      data[index] = (data[index] as number) ^ (mask[index % 4] as number);
    this.#received = bytes.subarray(start + length);
    return { opcode: (bytes[0] as number) & 0x0f, data };
  }
}
