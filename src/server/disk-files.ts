import { isUtf8 } from 'node:buffer';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileTree } from '../engine/index.ts';

/** The real file system, as Podyard's kubectl sees files. Nothing in it is watched. */
export const diskFiles: FileTree = {
  read: (path) => bytesOf(path)?.toString(),
  write: (path, text) =>
    problemOf(() => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }),
  remove: (path) => existsSync(path) && problemOf(() => rmSync(path, { recursive: true })) === undefined,
  move: (from, to) => problemOf(() => renameSync(from, to)),
  makeFolder: (path) => problemOf(() => mkdirSync(path, { recursive: true })),
  isFolder: (path) => statOf(path)?.isDirectory() === true,
  exists: (path) => existsSync(path),
  list(path) {
    if (statOf(path)?.isDirectory() !== true) return undefined;
    const names = readdirSync(path).toSorted((a, b) => (a < b ? -1 : 1));
    return names.flatMap((name) => {
      const stat = statOf(join(path, name));
      if (stat === undefined) return [];
      return [
        { name, folder: stat.isDirectory(), sizeBytes: stat.size, modifiedMs: Math.floor(stat.mtimeMs) },
      ];
    });
  },
  watch: () => () => undefined,
};

function statOf(path: string) {
  return statSync(path, { throwIfNoEntry: false });
}

/** What came out of pipes, which can be read once. */
const drained = new Map<string, Buffer>();

function bytesOf(path: string): Buffer | undefined {
  const stat = statOf(path);
  if (stat === undefined || stat.isDirectory()) return undefined;
  if (stat.isFile()) return readFileSync(path);
  let bytes = drained.get(path);
  if (bytes === undefined) drained.set(path, (bytes = readFileSync(path)));
  return bytes;
}

/** The base64 of a file that is no UTF-8 text; undefined for texts. */
export function binaryOnDisk(path: string): string | undefined {
  const bytes = bytesOf(path);
  return bytes === undefined || isUtf8(bytes) ? undefined : bytes.toString('base64');
}

/** What the system says when it refuses. */
function problemOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
