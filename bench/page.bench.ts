/**
 * The page as built (`npm run build` first), in a real Chromium: when the first board is there, what
 * the first load weighs, and whether the page stays smooth while a thousand pods arrive.
 */
import { chromium, type Browser, type Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { deflateRawSync } from 'node:zlib';
import type { Recording } from '../src/session/protocol.ts';
import { watchMainThread } from './main-thread.ts';

const nodes = 100;
const pods = 1000;
const openings = 9;
/** A frame longer than this is seen as a stutter. */
const frameLimitMs = 50;
const boardSign = 'board at ';

const address = 'http://127.0.0.1:4399/';
/** A process of its own, so that it need not wait for what drives the browser. */
const server = spawn(
  process.execPath,
  ['node_modules/vite/bin/vite.js', 'preview', '--host', '127.0.0.1', '--port', '4399', '--strictPort'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
await once(server.stdout, 'data');
const browser = await chromium.launch({
  executablePath: process.env.PODYARD_CHROMIUM ?? '/usr/bin/chromium',
});
try {
  await firstBoard(browser, 'who comes for the first time', '');
  await firstBoard(browser, 'a cluster of another seed', '?seed=bench');
  await arrival(browser);
} finally {
  await browser.close();
  server.kill();
}

/** From the click on a link to the board on the screen, in a browser that has never been here. */
async function firstBoard(in_: Browser, who: string, query: string): Promise<void> {
  const boards: number[] = [];
  const engines: number[] = [];
  const processor: number[] = [];
  let bytes = 0;
  for (let opening = 0; opening < openings; opening++) {
    const context = await in_.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.addInitScript(noteBoard, boardSign);
    const shown = page.waitForEvent('console', (message) => message.text().startsWith(boardSign));
    await page.goto(address + query, { waitUntil: 'commit' });
    boards.push(Number((await shown).text().slice(boardSign.length)));
    const { metrics } = await devtools.send('Performance.getMetrics');
    processor.push((metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000);
    bytes = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0),
    );
    await page.locator('[data-pane="transport"]:not([aria-busy="true"])').waitFor();
    engines.push(await page.evaluate(() => performance.now()));
    await context.close();
  }
  console.log(
    `first board, ${who}: ${spread(boards)} (${spread(processor)} of its main thread's processor time)`,
  );
  console.log(`  the engine answers: ${spread(engines)}`);
  console.log(`  loaded until the board: ${Math.round(bytes / 1000)} kB, uncompressed`);
}

/** Runs in the page: says when its last node has been painted. */
function noteBoard(sign: string): void {
  const look = new MutationObserver(() => {
    if (!document.querySelector('[data-node="node02"]')) return;
    look.disconnect();
    // A timer comes after the frame has been drawn.
    requestAnimationFrame(() => setTimeout(() => console.log(sign + String(performance.now())), 0));
  });
  look.observe(document, { childList: true, subtree: true });
}

async function arrival(in_: Browser): Promise<void> {
  const page = await in_.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${address}#recording=${packed(largeCluster())}`);
  await page.waitForSelector('[data-node="node099"]', { timeout: 120_000 });
  await page.waitForTimeout(3000);
  await watchFrames(page);
  const before = await page.evaluate(() => (window as unknown as { podsSeen(): number }).podsSeen());
  let arrivedSeconds = 0;
  const { tasks, frames } = await watchMainThread(in_, page, async () => {
    const startedMs = Date.now();
    await page.locator('[data-terminal] textarea').first().focus();
    await page.keyboard.type(`kubectl create deployment web --image=nginx --replicas=${pods}\n`);
    await page.waitForFunction(
      (wanted) => (window as unknown as { podsSeen(): number }).podsSeen() >= wanted,
      before + pods,
      { timeout: 300_000 },
    );
    arrivedSeconds = (Date.now() - startedMs) / 1000;
    // They are scheduled, fly, and start.
    await page.waitForTimeout(10_000);
  });
  const between = await page.evaluate(() => (window as unknown as { frameTimes: number[] }).frameTimes);
  console.log(`${pods} pods on ${nodes} nodes arrived in ${arrivedSeconds.toFixed(1)} s`);
  console.log(`  processor time of a frame: ${distribution(frames)}`);
  console.log(`  processor time of a task: ${distribution(tasks)}`);
  console.log(`  from frame to frame, whatever else the machine does: ${distribution(between)}`);
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

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  return `median ${at(sorted, 0.5)} ms, best ${at(sorted, 0)}, worst ${at(sorted, 1)}`;
}

function distribution(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const long = sorted.filter((ms) => ms > frameLimitMs).length;
  return `${long} of ${sorted.length} over ${frameLimitMs} ms, median ${at(sorted, 0.5)}, p99 ${at(sorted, 0.99)}, longest ${at(sorted, 1)}`;
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
