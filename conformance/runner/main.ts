/**
 * `npm run conformance -- [SET [FOLDER]] [--ratchet] [--update] [--family NAME] [--quiet]`
 *
 * Plays what real Kubernetes answered against Podyard. Prints each disagreement as one line, a count
 * per family, and `N passed, N failed` last. `--ratchet` fails only when a case that is listed in
 * `conformance/passing/` no longer passes; `--update` adds to those lists what passes now.
 */
import { resolve } from 'node:path';
import { passingCases, recordPassing } from './ratchet.ts';
import { sets } from './sets/index.ts';
import type { CaseResult } from './set.ts';

interface Options {
  readonly set?: string;
  readonly folder?: string;
  readonly ratchet: boolean;
  readonly update: boolean;
  readonly quiet: boolean;
  readonly family?: string;
}

function parseOptions(argv: readonly string[]): Options {
  const words: string[] = [];
  let family: string | undefined;
  const flags = new Set<string>();
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] as string;
    if (word === '--family') family = argv[++index];
    else if (word.startsWith('--')) flags.add(word);
    else words.push(word);
  }
  return {
    set: words[0],
    folder: words[1],
    ratchet: flags.has('--ratchet'),
    update: flags.has('--update'),
    quiet: flags.has('--quiet'),
    family,
  };
}

const options = parseOptions(process.argv.slice(2));
const chosen = Object.keys(sets).filter(
  (name) => options.set === undefined || name === options.set || name.startsWith(`${options.set}/`),
);
if (chosen.length === 0) {
  console.error(`There is no set "${options.set}". Sets: ${Object.keys(sets).join(', ')}`);
  process.exit(2);
}

let passed = 0;
let failed = 0;
let held = 0;
let lost = 0;
for (const name of chosen) {
  const { set } = await (sets[name] as (typeof sets)[string])();
  const home = resolve(import.meta.dirname, '..', name);
  // A folder for a set such as `scheduler` holds its parts as the project's own does.
  const folder =
    options.folder === undefined
      ? home
      : resolve(options.folder, name === options.set ? '.' : name.slice((options.set ?? '').length + 1));
  const results: CaseResult[] = [];
  for await (const result of set.run(folder)) {
    if (options.family !== undefined && !result.family.endsWith(options.family)) continue;
    results.push(result);
    for (const line of result.disagreements)
      if (!options.quiet) console.log(`${result.family} | ${result.name} | ${line}`);
  }
  const good = results.filter((result) => result.disagreements.length === 0);
  passed += good.length;
  failed += results.length - good.length;
  printFamilies(results);
  if (options.ratchet) {
    const passing = new Set(good.map((result) => caseId(result)));
    for (const id of passingCases(name)) {
      if (passing.has(id)) {
        held++;
        continue;
      }
      lost++;
      console.log(`passed before, fails now: ${id}`);
    }
  }
  if (options.update) recordPassing(name, good.map(caseId));
}
if (options.ratchet) console.log(`${held} held, ${lost} lost`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = (options.ratchet ? lost : failed) > 0 ? 1 : 0;

function caseId(result: CaseResult): string {
  return `${result.family} | ${result.name}`;
}

function printFamilies(results: readonly CaseResult[]): void {
  const families = new Map<string, { passed: number; all: number }>();
  for (const result of results) {
    const count = families.get(result.family) ?? { passed: 0, all: 0 };
    count.all++;
    if (result.disagreements.length === 0) count.passed++;
    families.set(result.family, count);
  }
  for (const [family, count] of families) console.log(`${family}: ${count.passed} of ${count.all}`);
}
