/** Runs the project's commands one after another, says how each went, and counts tests. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');
const bin = resolve(root, 'node_modules', '.bin');
const reports = resolve(root, '.cache', 'reports');

/**
 * Runs a command of node_modules/.bin (or an absolute path) in the project's folder. Its output is
 * passed on; with `quiet` only when it fails.
 * @returns {Promise<{ok: boolean, output: string}>}
 */
export function run(command, args, { env = {}, quiet = false } = {}) {
  return new Promise((done) => {
    const child = spawn(command.includes('/') ? command : resolve(bin, command), args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
      if (!quiet) process.stdout.write(chunk);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => done({ ok: false, output: `${output}${error.message}\n` }));
    child.on('close', (code) => done({ ok: code === 0, output }));
  });
}

/** Runs a quiet step, prints one line about it, and its output if it failed. */
export async function step(name, command, args, options = {}) {
  const startedMs = Date.now();
  const result = await run(command, args, { quiet: true, ...options });
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  console.log(`${result.ok ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (!result.ok) console.log(result.output.trimEnd());
  return result;
}

/** The unit tests, counted: the `short` ones, or those that take `long`. */
export async function unitTests(which) {
  const file = freshReport(`unit-${which}.json`);
  const result = await step(
    `${which} unit tests`,
    'vitest',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    { env: { PODYARD_TESTS: which } },
  );
  return countOf(result.ok, () => {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const suites = report.testResults.filter(
      (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
    );
    return { passed: report.numPassedTests, failed: report.numFailedTests + suites.length };
  });
}

/** The tests in a real browser, counted. */
export async function browserTests(chromium) {
  const file = freshReport('e2e.json');
  const result = await step('browser tests', 'playwright', ['test', '--reporter=line,json'], {
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file, PODYARD_CHROMIUM: chromium },
  });
  return countOf(result.ok, () => {
    const { stats } = JSON.parse(readFileSync(file, 'utf8'));
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
  });
}

/** The recordings: what passed once must pass again. */
export async function conformance() {
  const result = await step('conformance', 'tsx', ['conformance/runner/main.ts', '--ratchet', '--quiet']);
  return countOf(result.ok, () => {
    const [, held, lost] = /^(\d+) held, (\d+) lost$/m.exec(result.output);
    return { passed: Number(held), failed: Number(lost) };
  });
}

/** A step that passes or fails as a whole. */
export async function gate(name, command, args, options) {
  const { ok } = await step(name, command, args, options);
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

export function total(counts) {
  return counts.reduce(
    (sum, count) => ({ passed: sum.passed + count.passed, failed: sum.failed + count.failed }),
    { passed: 0, failed: 0 },
  );
}

function freshReport(name) {
  mkdirSync(reports, { recursive: true });
  const file = resolve(reports, name);
  rmSync(file, { force: true });
  return file;
}

/** A runner that failed counts as at least one failure, even when it could not say how many. */
function countOf(ok, read) {
  try {
    const count = read();
    return ok || count.failed > 0 ? count : { ...count, failed: 1 };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
