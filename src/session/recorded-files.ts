import type { FileTree } from '../engine/index.ts';
import type { OperationResult } from './recorded-cluster.ts';
import type { Operation } from './protocol.ts';

/** A machine's files for a shell: reads go straight through, changes are operations. */
export function recordedFiles(
  machine: string,
  files: () => FileTree,
  perform: (operation: Operation) => OperationResult,
): FileTree {
  return {
    read: (path) => files().read(path),
    isFolder: (path) => files().isFolder(path),
    exists: (path) => files().exists(path),
    list: (path) => files().list(path),
    watch: (folder, listener) => files().watch(folder, listener),
    write: (path, text) => perform({ type: 'write-file', machine, path, text }).problem,
    move: (from, to) => perform({ type: 'move-file', machine, from, to }).problem,
    makeFolder: (path) => perform({ type: 'make-folder', machine, path }).problem,
    remove: (path) => perform({ type: 'remove-file', machine, path }).problem === undefined,
  };
}
