import type { FileTree } from './machine.ts';

/** Files that somebody else keeps: what they are is known when they are asked for. */
export interface ServedFiles {
  /** All paths below the folder, with their sizes. */
  list(): Iterable<{ readonly path: string; readonly sizeBytes: number; readonly modifiedMs: number }>;
  read(path: string): string | undefined;
}

/** `files`, in which one folder is served by somebody: what is there can be read and not changed. */
export function withServedFolder(files: FileTree, folder: string, served: ServedFiles): FileTree {
  const below = (path: string): string | undefined => {
    if (path === folder) return '';
    return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1).replace(/\/$/, '') : undefined;
  };
  const refuse = (path: string): string => `${path}: Read-only file system`;
  const list = (path: string): ReturnType<FileTree['list']> => {
    const prefix = path === '' ? '' : `${path}/`;
    const entries = new Map<
      string,
      { name: string; folder: boolean; sizeBytes: number; modifiedMs: number }
    >();
    for (const { path: full, sizeBytes, modifiedMs } of served.list()) {
      if (!full.startsWith(prefix)) continue;
      const [name = '', more] = full.slice(prefix.length).split('/', 2);
      entries.set(name, {
        name,
        folder: more !== undefined,
        sizeBytes: more === undefined ? sizeBytes : 0,
        modifiedMs,
      });
    }
    if (entries.size === 0 && path !== '') return undefined;
    return [...entries.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  };
  files.makeFolder(folder);
  return {
    read: (path) => {
      const own = below(path);
      return own === undefined ? files.read(path) : served.read(own);
    },
    exists: (path) => {
      const own = below(path);
      return own === undefined
        ? files.exists(path)
        : served.read(own) !== undefined || list(own) !== undefined;
    },
    isFolder: (path) => {
      const own = below(path);
      return own === undefined ? files.isFolder(path) : list(own) !== undefined;
    },
    list: (path) => {
      const own = below(path);
      return own === undefined ? files.list(path) : list(own);
    },
    write: (path, text, atMs) => (below(path) === undefined ? files.write(path, text, atMs) : refuse(path)),
    remove: (path) => below(path) === undefined && files.remove(path),
    move: (from, to, atMs) =>
      below(from) === undefined && below(to) === undefined ? files.move(from, to, atMs) : refuse(from),
    makeFolder: (path) => (below(path) === undefined ? files.makeFolder(path) : refuse(path)),
    watch: (path, listener) => files.watch(path, listener),
  };
}
