/** `npm run check`: everything that can be said about the code in under a minute. */
import { gate, step, total, unitTests } from './steps.mjs';

/** The worlds, each with the globals that it has and no others. */
const worlds = [
  'src/engine/tsconfig.json',
  'tsconfig.portable.json',
  'tsconfig.page.json',
  'tsconfig.worker.json',
  'tsconfig.node.json',
];

const format = () =>
  gate('format', 'prettier', [
    '--check',
    '--log-level=warn',
    '--cache',
    '--cache-strategy=metadata',
    '--cache-location=.cache/prettier',
    '.',
  ]);
const lint = () => gate('lint', 'oxlint', ['--type-aware', '--max-warnings', '0']);
const types = worlds.map((world) => () => gate(`types: ${world}`, 'tsc', ['-p', world]));
const unusedCode = () => gate('unused code', 'knip', []);

async function size() {
  const built = await step('build', 'vite', ['build', '--logLevel', 'warn']);
  return built.ok ? gate('size', 'size-limit', []) : { passed: 0, failed: 1 };
}

/** Runs the whole check and says how many of its parts passed. */
export async function check() {
  // The formatter keeps one core busy for as long as all others keep another.
  const counts = await inTurns(2, [format, lint, ...types, unusedCode, size]);
  return total([...counts, await unitTests('short')]);
}

/** Runs tasks in their order, so many at a time. */
async function inTurns(atATime, tasks) {
  const waiting = [...tasks];
  const results = [];
  const lane = async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) results.push(await task());
  };
  await Promise.all(Array.from({ length: atATime }, lane));
  return results;
}

if (import.meta.filename === process.argv[1]) {
  const { passed, failed } = await check();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
