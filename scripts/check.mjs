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

/** Runs the whole check and says how many of its parts passed. */
export async function check() {
  const format = gate('format', 'prettier', ['--check', '--log-level', 'warn', '.']);
  const lint = gate('lint', 'oxlint', ['--type-aware', '--max-warnings', '0']);
  const counts = [await format, await lint];
  for (const world of worlds) counts.push(await gate(`types: ${world}`, 'tsc', ['-p', world]));
  counts.push(await gate('unused code', 'knip', []));
  const built = await step('build', 'vite', ['build', '--logLevel', 'warn']);
  counts.push(built.ok ? await gate('size', 'size-limit', []) : { passed: 0, failed: 1 });
  counts.push(await unitTests());
  return total(counts);
}

if (import.meta.filename === process.argv[1]) {
  const { passed, failed } = await check();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
