import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Frame, ToPage, ToSession } from '../session/protocol.ts';
import { ResumableLine } from '../session/resumable-line.ts';
import { sessionPath, sessionProtocol, type Welcome } from '../session/served.ts';
import { SocketClient } from '../testing/socket-client.ts';
import { parseServeFlags } from './serve-flags.ts';
import { serve, type Served } from './serve.ts';

let served: Served;
beforeAll(async () => {
  const flags = parseServeFlags(['--port', '0', '--nodes', '2', '--seed', 'pages', '--speed', '10'])!;
  const unexpected = (error: unknown): never => {
    throw error as Error;
  };
  served = await serve(flags, { onRequestCrash: unexpected, onCrash: unexpected });
}, 30_000);
afterAll(() => served.close());

const eventually = <T>(get: () => T) => expect.poll(get, { timeout: 10_000 });

function open(query = '', headers: Record<string, string> = {}) {
  const url = `${served.address}/${sessionPath}${query}`;
  return SocketClient.open({ url, protocols: [sessionProtocol], headers });
}

/** A page without a picture. */
class Page {
  readonly frames: Frame[] = [];
  readonly answers = new Map<number, unknown>();
  output = '';
  /** In how many frames it sends each text. */
  pieces = 1;
  socket!: SocketClient;
  welcome!: Welcome;
  readonly line = new ResumableLine<ToSession, ToPage>({
    onMessage: (message) => this.#hear(message),
    onOverflow: () => undefined,
    mostUnreadBytes: 1_000_000,
  });
  #lastId = 0;

  static async open(): Promise<Page> {
    const page = new Page();
    await page.connect();
    await page.command('open', {});
    return page;
  }

  async connect(): Promise<void> {
    const query = this.welcome && `?line=${this.welcome.line}&received=${this.line.received}`;
    this.socket = (await open(query)) as SocketClient;
    await eventually(() => this.socket.texts.length).toBeGreaterThan(0);
    this.welcome = JSON.parse(this.socket.texts.shift()!) as Welcome;
    const { socket } = this;
    const listen = (): void => {
      for (const text of socket.texts.splice(0)) this.line.receive(text);
      if (!socket.closed) setTimeout(listen, 5).unref();
    };
    this.line.connect({ send: (text) => socket.send(text, this.pieces) }, this.welcome.received);
    listen();
  }

  async command(name: string, give: unknown): Promise<unknown> {
    const id = ++this.#lastId;
    this.line.send({ type: 'command', id, name, give } as ToSession);
    await eventually(() => this.answers.has(id)).toBe(true);
    return this.answers.get(id);
  }

  get podNames(): string[] {
    const names = new Map<string, string>();
    for (const frame of this.frames) {
      for (const { uid, name } of frame.pods) names.set(uid, name);
      for (const uid of frame.removedPods) names.delete(uid);
    }
    return [...names.values()];
  }

  #hear(message: ToPage): void {
    if (message.type === 'answer') this.answers.set(message.id, message.answer);
    if (message.type === 'refusal') this.answers.set(message.id, message.message);
    if (message.type === 'terminal-output') this.output += message.text;
    if (message.type !== 'frame') return;
    this.frames.push(message.frame);
    this.line.send({ type: 'frame-shown', sequence: message.frame.sequence });
  }
}

const podOf = (name: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'c', image: 'nginx' }] },
  });

async function post(name: string): Promise<number> {
  const response = await fetch(`${served.address}/api/v1/namespaces/default/pods`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: podOf(name),
  });
  return response.status;
}

it('two pages and an HTTP client see each other work, in one time', async () => {
  const [one, two] = [await Page.open(), await Page.open()];
  expect(one.frames[0]).toMatchObject({ reset: true, time: { viewers: 1 } });
  await eventually(() => one.frames.at(-1)?.time.viewers).toBe(2);

  const { terminal } = (await one.command('openTerminal', { machine: 'controlplane' })) as {
    terminal: number;
  };
  await one.command('runLine', { terminal, line: 'kubectl run typed --image=nginx' });
  expect(one.output).toContain('pod/typed created');
  expect(two.output).toBe('');
  await eventually(() => two.podNames).toContain('typed');
  const pod = await fetch(`${served.address}/api/v1/namespaces/default/pods/typed`);
  expect(pod.status).toBe(200);

  expect(await post('posted')).toBe(201);
  for (const page of [one, two]) await eventually(() => page.podNames).toContain('posted');

  await two.command('pace', { paused: true });
  await eventually(() => one.frames.at(-1)?.time.paused).toBe(true);
  await one.command('pace', { paused: false });
  await eventually(() => two.frames.at(-1)?.time.paused).toBe(false);

  one.socket.leave();
  await eventually(() => two.frames.at(-1)?.time.viewers).toBe(1);
  two.socket.leave();
});

it('a page that comes late is told what was decided before', async () => {
  await post('early');
  const page = await Page.open();
  await eventually(() => page.podNames).toContain('early');
  const decided = (): string[] =>
    page.frames.flatMap(({ decisions }) => decisions.map(({ podName }) => podName));
  await eventually(decided).toContain('early');
  page.socket.leave();
});

it('another cluster cannot be put in the place of one that is shared, nor its time be turned back', async () => {
  const page = await Page.open();
  expect(await page.command('open', { seed: 'other' })).toContain('This cluster is shared');
  expect(await page.command('seek', { atMs: 0 })).toContain('This cluster is shared');
  expect(await page.command('save', null)).toMatchObject({ podyard: 'recording', seed: 'pages' });
  page.socket.leave();
});

it('a page whose connection broke goes on where it was', async () => {
  const page = await Page.open();
  const { terminal } = (await page.command('openTerminal', { machine: 'controlplane' })) as {
    terminal: number;
  };
  await page.command('runLine', { terminal, line: 'here=yes' });
  const { line } = page.welcome;
  page.socket.break();
  page.line.disconnect();
  const answer = page.command('runLine', { terminal, line: 'echo is it: $here' });
  await page.connect();
  expect(page.welcome).toMatchObject({ line, resumed: true });
  expect(await answer).toMatchObject({ exitCode: 0 });
  expect(page.output).toContain('is it: yes');
  page.socket.leave();
  await eventually(() => page.socket.closed).toBe(true);
  await page.connect();
  expect(page.welcome.resumed).toBe(false);
  page.socket.leave();
});

it('a long text may come in several pieces', async () => {
  const page = await Page.open();
  page.pieces = 5;
  const give = { path: '/root/long.yaml', text: `# ${'x'.repeat(300_000)}\n` };
  expect(await page.command('apply', give)).toMatchObject({ output: 'error: no objects passed to apply\n' });
  page.socket.leave();
});

it.each([
  ['of another origin', { origin: 'https://evil.example' }, 403],
  ['of another port', { origin: 'http://127.0.0.1:1' }, 403],
  ['for another host', { host: 'evil.example' }, 403],
])('pages %s may not attach', async (_which, headers, status) => {
  expect(await open('', headers)).toEqual({ status });
});

it.each(['not JSON', '{"ack":0,"n":1,"message":{"type":"command","id":1,"name":"explode","give":{}}}'])(
  'whoever sends %s is cut off, and the server goes on',
  async (text) => {
    const socket = (await open()) as SocketClient;
    socket.send(text);
    await eventually(() => socket.closed).toBe(true);
    expect((await fetch(`${served.address}/version`)).status).toBe(200);
  },
);

it('a message that is too long is not read to its end', async () => {
  const socket = (await open()) as SocketClient;
  socket.send('x'.repeat(5 * 1024 * 1024), 3);
  await eventually(() => socket.closed).toBe(true);
});

it('while the API server is down its clients are cut off, and pages are not', async () => {
  const page = await Page.open();
  const fault = { kind: 'api-server-down' };
  expect(await page.command('fault', { fault })).toEqual({ problem: null });
  await expect(fetch(`${served.address}/api/v1/nodes`)).rejects.toThrow('fetch failed');
  await eventually(() => page.frames.findLast(({ faults }) => faults)?.faults).toEqual([fault]);
  const { exitCode, output } = (await page.command('run', { line: 'kubectl get nodes' })) as {
    exitCode: number;
    output: string;
  };
  expect([exitCode, output]).toEqual([1, expect.stringContaining('The connection to the server')]);
  await page.command('fault', { fault: { kind: 'api-server-well' } });
  expect((await fetch(`${served.address}/api/v1/nodes`)).status).toBe(200);
  page.socket.leave();
});
