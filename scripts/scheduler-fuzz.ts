/**
 * Prints random scheduling problems, one a line, in the format of conformance/scheduler/verdicts,
 * without their `expect`. The same seeds give the same problems.
 *
 *   tsx scripts/scheduler-fuzz.ts FAMILY COUNT [FIRST_SEED] > problems.jsonl
 *
 * To compare Podyard with the real thing, let a program that links kube-scheduler v1.36's own framework
 * and plugins fill in `expect` (conformance/scheduler/verdicts/README.md says what belongs there), put
 * its answers into FOLDER as FAMILY.jsonl, and run
 *
 *   npm run conformance -- scheduler/verdicts FOLDER
 */
import { Random } from '../src/engine/sim/random.ts';
import { families, randomProblem } from './scheduler-fuzz/problem.ts';

const [family, count, firstSeed = '1'] = process.argv.slice(2);
if (family === undefined || !families.has(family) || !(Number(count) > 0)) {
  console.error(`usage: tsx scripts/scheduler-fuzz.ts ${[...families.keys()].join('|')} COUNT [FIRST_SEED]`);
  process.exit(1);
}
for (let seed = Number(firstSeed); seed < Number(firstSeed) + Number(count); seed++) {
  const problem = randomProblem(family, new Random(String(seed), family));
  console.log(JSON.stringify({ name: `${family}/seed ${seed}`, ...problem }));
}
