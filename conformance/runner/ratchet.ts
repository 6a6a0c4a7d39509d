import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '..', 'passing');

/** The cases of a set that have passed before and may not fail again. */
export function passingCases(set: string): string[] {
  const file = listFile(set);
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
}

/** Adds to the list of a set; nothing is ever taken away. */
export function recordPassing(set: string, ids: readonly string[]): void {
  const all = new Set([...passingCases(set), ...ids]);
  writeFileSync(listFile(set), `${[...all].toSorted().join('\n')}\n`);
}

function listFile(set: string): string {
  return resolve(folder, `${set.replaceAll('/', '-')}.txt`);
}
