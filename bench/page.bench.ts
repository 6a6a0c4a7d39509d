/**
 * The page as built (`npm run build` first), in a real Chromium: when the first board is there, what
 * the first load weighs, and whether the page stays smooth while a thousand pods arrive.
 */
import { chromium, type Browser, type Page } from '@playwright/test';
import { preview } from 'vite';
import { deflateRawSync } from 'node:zlib';
import type { Recording } from '../src/session/protocol.ts';

const nodes = 100;
const pods = 1000;
const openings = 5;
/** A frame longer than this is seen as a stutter. */
const frameLimitMs = 50;

const server = await preview({
  preview: { host: '127.0.0.1', port: 4399, strictPort: true },
  logLevel: 'error',
});
const address = 'http://127.0.0.1:4399/';
const browser = await chromium.launch({
  executablePath: process.env.PODYARD_CHROMIUM ?? '/usr/bin/chromium',
});
try {
  await firstBoard(browser);
  await arrival(browser);
} finally {
  await browser.close();
  await server.close();
}

async function firstBoard(in_: Browser): Promise<void> {
  const boards: number[] = [];
  let bytes = 0;
  for (let opening = 0; opening < openings; opening++) {
    const context = await in_.newContext();
    const page = await context.newPage();
    await page.goto(`${address}?seed=bench`, { waitUntil: 'commit' });
    await page.waitForSelector('[data-node="node02"]');
    boards.push(await page.evaluate(() => performance.now()));
    bytes = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0),
    );
    await context.close();
  }
  boards.sort((a, b) => a - b);
  console.log(
    `first board: median ${Math.round(boards[openings >> 1] as number)} ms, worst ${Math.round(boards.at(-1) as number)} ms of ${openings}`,
  );
  console.log(
    `loaded until then: ${Math.round(bytes / 1000)} kB (uncompressed unless the server compresses)`,
  );
}

async function arrival(in_: Browser): Promise<void> {
  const page = await in_.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${address}#recording=${packed(largeCluster())}`);
  await page.waitForSelector('[data-node="node099"]', { timeout: 120_000 });
  await page.waitForTimeout(3000);
  await watchFrames(page);
  const before = await page.evaluate(() => (window as unknown as { podsSeen(): number }).podsSeen());
  const startedMs = Date.now();
  await page.locator('[data-terminal] textarea').first().focus();
  await page.keyboard.type(`kubectl create deployment web --image=nginx --replicas=${pods}\n`);
  await page.waitForFunction(
    (wanted) => (window as unknown as { podsSeen(): number }).podsSeen() >= wanted,
    before + pods,
    { timeout: 300_000 },
  );
  const arrivedSeconds = (Date.now() - startedMs) / 1000;
  // They are scheduled, fly, and start.
  await page.waitForTimeout(10_000);
  const frames = await page.evaluate(() => (window as unknown as { frameTimes: number[] }).frameTimes);
  frames.sort((a, b) => a - b);
  const long = frames.filter((ms) => ms > frameLimitMs);
  console.log(
    `${pods} pods on ${nodes} nodes arrived in ${arrivedSeconds.toFixed(1)} s: ${frames.length} frames, median ${at(frames, 0.5)} ms, p99 ${at(frames, 0.99)} ms, longest ${at(frames, 1)} ms, ${long.length} over ${frameLimitMs} ms`,
  );
  await page.close();
}

/** Notes the time between frames, and how many pods the header counts. */
async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const times: number[] = [];
    let last = performance.now();
    const note = (now: number): void => {
      times.push(now - last);
      last = now;
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    const podsSeen = (): number => Number(/(\d+) pods/.exec(document.body.textContent ?? '')?.[1] ?? 0);
    Object.assign(window, { frameTimes: times, podsSeen });
  });
}

function at(sorted: readonly number[], share: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

function largeCluster(): Recording {
  const startMs = Date.UTC(2026, 0, 5, 9);
  const workers = Array.from({ length: nodes }, (_, index) => `node${String(index).padStart(3, '0')}`);
  return {
    podyard: 'recording',
    version: 1,
    seed: 'bench',
    startMs,
    endMs: startMs,
    cluster: { nodes: ['controlplane', ...workers] },
    operations: [],
  };
}

/** As a share link carries it. */
function packed(recording: Recording): string {
  return deflateRawSync(JSON.stringify(recording)).toString('base64url');
}
