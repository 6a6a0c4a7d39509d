import { Agent, request } from 'node:http';

/** A client with that many connections that stay open, as the recorded one had. */
export class HttpClient {
  readonly #base: URL;
  readonly #agent: Agent;
  readonly connections: number;

  constructor(address: string, connections: number) {
    this.#base = new URL(address);
    this.connections = connections;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** A GET's answer. */
  async json(path: string): Promise<unknown> {
    return (await fetch(new URL(path, this.#base))).json();
  }

  /** The size of the answer's body, in bytes. Rejects for refusals. */
  send(method: string, path: string, body?: string): Promise<number> {
    return new Promise((done, fail) => {
      const { hostname, port } = this.#base;
      const headers = body === undefined ? {} : { 'content-type': 'application/json' };
      const outgoing = request({ hostname, port, method, path, agent: this.#agent, headers }, (incoming) => {
        let bytes = 0;
        incoming.on('data', (chunk: Buffer) => (bytes += chunk.length));
        incoming.on('end', () => {
          if ((incoming.statusCode ?? 500) < 300) done(bytes);
          else fail(new Error(`${method} ${path}: ${incoming.statusCode}`));
        });
      });
      outgoing.on('error', fail);
      outgoing.end(body);
    });
  }

  /** Sends `count` requests, as many at once as there are connections. */
  async each(count: number, one: (index: number) => Promise<unknown>): Promise<void> {
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < count) await one(next++);
    };
    await Promise.all(Array.from({ length: this.connections }, work));
  }

  /** Watches, and counts the events that come. Resolves when the watch is open. */
  watch(path: string, onEvents: (count: number) => void): Promise<() => void> {
    return new Promise((done, fail) => {
      const { hostname, port } = this.#base;
      const outgoing = request({ hostname, port, path, agent: false }, (incoming) => {
        incoming.on('data', (chunk: Buffer) => {
          let lines = 0;
          for (const byte of chunk) if (byte === newline) lines++;
          onEvents(lines);
        });
        incoming.on('error', () => undefined);
        done(() => outgoing.destroy());
      });
      outgoing.on('error', fail);
      outgoing.end();
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

const newline = 10;
