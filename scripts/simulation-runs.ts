/**
 * Does random things to small clusters, seed by seed, and tells where what must hold does not.
 *
 *   tsx scripts/simulation-runs.ts COUNT [FIRST_SEED] [--out FOLDER]
 *
 * A failing seed is shrunk, and its recording is written to FOLDER as SEED.json: the page opens it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { replay, runSeed } from '../src/testing/simulation-run/run.ts';
import { shrink } from '../src/testing/simulation-run/shrink.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' } },
});
const [count = '100', first = '1'] = positionals;
const startedMs = performance.now();
const progressEvery = 500;
let failed = 0;
let operations = 0;

for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
  const done = seed - Number(first);
  if (done > 0 && done % progressEvery === 0) tell(done);
  const { recording, problems } = runSeed(String(seed));
  operations += recording.operations.length;
  const [problem] = problems;
  if (problem === undefined) continue;
  failed++;
  console.log(`seed ${seed}: ${problems.slice(0, 5).join('\n  ')}`);
  if (values.out === undefined) continue;
  const kind = kindOf(problem);
  const shrunk = shrink(recording, (shorter) =>
    replay(shorter).problems.some((other) => kindOf(other) === kind),
  );
  mkdirSync(values.out, { recursive: true });
  writeFileSync(join(values.out, `${seed}.json`), JSON.stringify(shrunk, undefined, 2));
  console.log(`  ${shrunk.operations.length} of ${recording.operations.length} operations are needed for it`);
}
tell(Number(count));
if (failed > 0) process.exitCode = 1;

function tell(done: number): void {
  const seconds = (performance.now() - startedMs) / 1000;
  const rate = (done / seconds).toFixed(1);
  console.log(`${done} seeds, ${operations} operations, ${failed} failed; ${rate} seeds a second`);
}

/** A problem without the names in it. */
function kindOf(problem: string): string {
  return problem.split('\n', 1)[0]?.replaceAll(/[a-z0-9-]+\/[a-z0-9.-]+|[a-z]+-[a-z0-9-]+|\d+/g, '…') ?? '';
}
