import { randomBytes } from 'node:crypto';
import { request, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export interface SocketRequest {
  readonly url: string;
  readonly protocols: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came instead of a WebSocket. */
export interface Refused {
  readonly status: number | undefined;
}

/** A client's end of a WebSocket that sends and receives short texts, as far as tests need it. */
export class SocketClient {
  readonly texts: string[] = [];
  closed = false;
  readonly #socket: Duplex;
  #bytes = Buffer.alloc(0);

  private constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => (this.closed = true));
  }

  static open({ url, protocols, headers }: SocketRequest): Promise<SocketClient | Refused> {
    return new Promise((done, fail) => {
      const outgoing = request(url, {
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': randomBytes(16).toString('base64'),
          'sec-websocket-protocol': protocols.join(', '),
          ...headers,
        },
      });
      outgoing.on('upgrade', (_response: IncomingMessage, socket: Duplex, head: Buffer) => {
        const client = new SocketClient(socket);
        client.#read(head);
        done(client);
      });
      outgoing.on('response', (response) => {
        response.resume();
        done({ status: response.statusCode });
      });
      outgoing.on('error', fail);
      outgoing.end();
    });
  }

  /** Sends a text, in as many frames as asked. */
  send(text: string, frames = 1): void {
    const data = Buffer.from(text);
    const size = Math.ceil(data.length / frames);
    for (let frame = 0; frame < frames; frame++) {
      const opcode = frame === 0 ? 1 : 0;
      const last = frame === frames - 1 ? 0x80 : 0;
      this.#write(last | opcode, data.subarray(frame * size, (frame + 1) * size));
    }
  }

  /** Says that it leaves. */
  leave(): void {
    this.#write(0x88, Buffer.from([0x03, 0xe8]));
  }

  /** Breaks off without a word. */
  break(): void {
    this.#socket.destroy();
  }

  #write(first: number, data: Buffer): void {
    const mask = randomBytes(4);
    const head = Buffer.from([first, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]);
    head.writeBigUInt64BE(BigInt(data.length), 2);
    const masked = Buffer.from(data.map((byte, index) => byte ^ (mask[index % 4] as number)));
    this.#socket.write(Buffer.concat([head, mask, masked]));
  }

  #read(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    for (;;) {
      const bytes = this.#bytes;
      const short = bytes[1] ?? 0;
      const start = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (bytes.length < start) return;
      const length =
        short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
      if (bytes.length < start + length) return;
      if (bytes[0] === 0x81) this.texts.push(bytes.subarray(start, start + length).toString());
      this.#bytes = bytes.subarray(start + length);
    }
  }
}
