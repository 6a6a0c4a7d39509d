import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The `.jsonl` files of a folder, sorted by name. */
export function caseFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .toSorted();
}

/** The cases of a JSON Lines file, in order. */
export function readCases<T>(folder: string, file: string): T[] {
  return readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}
