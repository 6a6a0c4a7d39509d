import type { FileTree } from '../engine/index.ts';

/** Files together with those that stand for what `<(…)` printed. */
export function withOutputs(files: FileTree, outputs: ReadonlyMap<string, string>): FileTree {
  if (outputs.size === 0) return files;
  return {
    read: (path) => outputs.get(path) ?? files.read(path),
    exists: (path) => outputs.has(path) || files.exists(path),
    isFolder: (path) => files.isFolder(path),
    list: (path) => files.list(path),
    write: (path, text, atMs) => files.write(path, text, atMs),
    remove: (path) => files.remove(path),
    move: (from, to, atMs) => files.move(from, to, atMs),
    makeFolder: (path) => files.makeFolder(path),
    watch: (folder, listener) => files.watch(folder, listener),
  };
}
