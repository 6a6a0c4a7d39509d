import { expect, test } from '@playwright/test';
import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { Yard } from './yard.ts';

const dist = resolve(import.meta.dirname, '..', 'dist');
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};
let server: Server;
let address: string;

/** A course's site: serves a page with the frame, and the build with the header that the manual asks for. */
test.beforeAll(async () => {
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    if (path === '/course.html') {
      response.setHeader('content-type', 'text/html');
      response.end(
        '<!doctype html><title>Course</title><iframe title="cluster" sandbox="allow-scripts" src="/index.html?embed" style="width:1200px;height:700px"></iframe>',
      );
      return;
    }
    readFile(join(dist, path)).then(
      (file) => {
        response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
        response.setHeader('access-control-allow-origin', '*');
        response.end(file);
      },
      () => {
        response.statusCode = 404;
        response.end();
      },
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const at = server.address();
  address = `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}`;
});
test.afterAll(() => server.close());

test('a sandboxed frame without origin, workers or storage runs a pod', async ({ page }) => {
  await page.goto(`${address}/course.html`);
  const frame = page.frameLocator('iframe');
  const yard = new Yard(page, frame);
  await yard.expectBooted();
  await frame.getByRole('button', { name: 'Apply' }).click();
  await expect(yard.pod(/nginx.*running/i)).toBeVisible({ timeout: 30_000 });
});

test('?embed shows the board without the chrome', async ({ page }) => {
  const yard = await Yard.open(page, { query: 'embed' });
  await expect(yard.node('node01')).toBeVisible();
  await expect(page.getByText('Podyard', { exact: true })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Theme' })).toHaveCount(0);
});
