import { spawn, type ChildProcess } from 'node:child_process';
import { expect, test, type Page } from '@playwright/test';
import { Yard } from './yard.ts';

/** `podyard serve` in a process of its own. */
class Server {
  readonly address: string;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, address: string) {
    this.#process = process;
    this.address = address;
  }

  static start(port = 0): Promise<Server> {
    const process = spawn('node', ['bin/podyard.js', 'serve', '--port', String(port), '--seed', 'served']);
    return new Promise((done, fail) => {
      let printed = '';
      process.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? [];
        if (address !== undefined) done(new Server(process, address));
      });
      process.stderr.on('data', (chunk: Buffer) => fail(new Error(chunk.toString())));
    });
  }

  get port(): number {
    return Number(new URL(this.address).port);
  }

  stop(): Promise<void> {
    return new Promise((done) => {
      this.#process.once('exit', () => done());
      this.#process.kill('SIGTERM');
    });
  }
}

async function attach(page: Page, { address }: Server): Promise<Yard> {
  await page.goto(`${address}/`);
  const yard = new Yard(page);
  await yard.expectBooted();
  return yard;
}

test('several people and kubectl share a served cluster', async ({ page, context }) => {
  const server = await Server.start();
  try {
    const one = await attach(page, server);
    const two = await attach(await context.newPage(), server);
    await expect(page.getByText('Shared · 2 pages')).toBeVisible();

    await page.bringToFront();
    expect(await one.run('kubectl run typed --image=nginx')).toContain('pod/typed created');
    await expect(two.pod('typed')).toBeVisible();
    const pod = await fetch(`${server.address}/api/v1/namespaces/default/pods/typed`);
    expect(await pod.json()).toMatchObject({ kind: 'Pod', metadata: { name: 'typed' } });

    const posted = await fetch(`${server.address}/api/v1/namespaces/default/pods`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'posted' },
        spec: { containers: [{ name: 'c', image: 'nginx' }] },
      }),
    });
    expect(posted.status).toBe(201);
    for (const yard of [one, two]) await expect(yard.pod('posted')).toBeVisible();

    await two.page.getByRole('button', { name: 'Pause', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect(two.page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();

    // One looks back, alone.
    await one.page.getByRole('slider', { name: 'Time', exact: true }).press('Home');
    await expect(page.getByText('Your own copy')).toBeVisible();
    await expect(one.pod('typed')).toBeHidden();
    await expect(two.pod('typed')).toBeVisible();
    await expect(two.page.getByText('Shared · 1 page')).toBeVisible();
    await page.getByRole('button', { name: 'Back to the shared cluster' }).click();
    await expect(one.pod('typed')).toBeVisible();
    await expect(two.page.getByText('Shared · 2 pages')).toBeVisible();
    expect(await one.run('kubectl get pod typed -o name')).toBe('pod/typed');
  } finally {
    await server.stop();
  }
});

test('a page whose server goes says so, keeps what is typed, and attaches to the next one', async ({
  page,
}) => {
  let server = await Server.start();
  try {
    const yard = await attach(page, server);
    await yard.run('true');
    await page.keyboard.type('kubectl get no');
    await server.stop();
    const lost = page.getByText('The server does not answer');
    await expect(lost).toBeVisible();
    await page.locator('[data-terminal="controlplane"] textarea').focus();
    await page.keyboard.type('de node01 -o name');
    server = await Server.start(server.port);
    await expect(lost).toBeHidden();
    await page.locator('[data-terminal="controlplane"] textarea').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => yard.screen()).toContain('node/node01');
  } finally {
    await server.stop();
  }
});
