import type { FileTree } from './machine.ts';

export interface FileTreeLimits {
  readonly files: number;
  readonly fileBytes: number;
  readonly totalBytes: number;
  readonly depth: number;
  readonly pathLength: number;
}

export const defaultLimits: FileTreeLimits = {
  files: 2000,
  fileBytes: 1 << 20,
  totalBytes: 16 << 20,
  depth: 32,
  pathLength: 1024,
};

interface File {
  readonly text: string;
  readonly modifiedMs: number;
}
interface Folder {
  readonly entries: Map<string, File | Folder>;
}

const isFolder = (entry: File | Folder | undefined): entry is Folder =>
  entry !== undefined && 'entries' in entry;

/** Files in memory, within limits: a refusal is a sentence, never an exception. */
export class MemoryFiles implements FileTree {
  readonly #limits: FileTreeLimits;
  readonly #root: Folder = { entries: new Map() };
  readonly #watchers = new Set<{ readonly prefix: string; readonly listener: (path: string) => void }>();
  #count = 0;
  #bytes = 0;

  constructor(limits: FileTreeLimits = defaultLimits) {
    this.#limits = limits;
  }

  read(path: string): string | undefined {
    const entry = this.#find(path);
    return entry === undefined || isFolder(entry) ? undefined : entry.text;
  }

  write(path: string, text: string, atMs: number): string | undefined {
    const refusal = this.#place(path, { text, modifiedMs: atMs });
    if (refusal === undefined) this.#tell(path);
    return refusal;
  }

  remove(path: string): boolean {
    const removed = this.#take(path);
    if (removed === undefined) return false;
    this.#tell(path);
    return true;
  }

  move(from: string, to: string, atMs: number): string | undefined {
    const entry = this.#find(from);
    if (entry === undefined) return `${from}: No such file or directory`;
    if (isFolder(entry)) return `${from}: only files can be moved`;
    const refusal = this.#place(to, { text: entry.text, modifiedMs: atMs });
    if (refusal !== undefined) return refusal;
    if (normalPath(from) !== normalPath(to)) {
      this.#take(from);
      this.#tell(from);
    }
    this.#tell(to);
    return undefined;
  }

  makeFolder(path: string): string | undefined {
    const names = parts(path);
    const refusal = this.#refusePath(path, names);
    if (refusal !== undefined) return refusal;
    if (this.#isBelowFile(names)) return `${path}: Not a directory`;
    this.#makeFolders(names);
    return undefined;
  }

  isFolder(path: string): boolean {
    return isFolder(this.#find(path));
  }

  exists(path: string): boolean {
    return this.#find(path) !== undefined;
  }

  list(path: string): ReturnType<FileTree['list']> {
    const folder = this.#find(path);
    if (!isFolder(folder)) return undefined;
    return [...folder.entries]
      .map(([name, entry]) =>
        isFolder(entry)
          ? { name, folder: true, sizeBytes: 0, modifiedMs: 0 }
          : { name, folder: false, sizeBytes: entry.text.length, modifiedMs: entry.modifiedMs },
      )
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  watch(folder: string, listener: (path: string) => void): () => void {
    const watcher = { prefix: `${normalPath(folder)}/`.replace('//', '/'), listener };
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #place(path: string, file: File): string | undefined {
    const names = parts(path);
    const refusal = this.#refusePath(path, names);
    if (refusal !== undefined) return refusal;
    const name = names.pop();
    if (name === undefined) return `${path}: Is a directory`;
    const old = this.#find(path);
    if (isFolder(old)) return `${path}: Is a directory`;
    if (this.#isBelowFile(names)) return `${path}: Not a directory`;
    if (file.text.length > this.#limits.fileBytes) return `${path}: File too large`;
    const bytes = this.#bytes + file.text.length - (old?.text.length ?? 0);
    const count = this.#count + (old === undefined ? 1 : 0);
    if (bytes > this.#limits.totalBytes || count > this.#limits.files)
      return `${path}: No space left on device`;
    this.#makeFolders(names)?.entries.set(name, file);
    this.#bytes = bytes;
    this.#count = count;
    return undefined;
  }

  /** Takes an entry out; a folder only when it is empty. */
  #take(path: string): File | Folder | undefined {
    const names = parts(path);
    const name = names.pop();
    const folder = this.#walk(names);
    if (name === undefined || !isFolder(folder)) return undefined;
    const entry = folder.entries.get(name);
    if (entry === undefined || (isFolder(entry) && entry.entries.size > 0)) return undefined;
    folder.entries.delete(name);
    if (!isFolder(entry)) {
      this.#bytes -= entry.text.length;
      this.#count--;
    }
    return entry;
  }

  #refusePath(path: string, names: readonly string[]): string | undefined {
    if (!path.startsWith('/')) return `${path}: not an absolute path`;
    if (path.length > this.#limits.pathLength || names.length > this.#limits.depth)
      return `${path.slice(0, 80)}: File name too long`;
    return undefined;
  }

  #find(path: string): File | Folder | undefined {
    return this.#walk(parts(path));
  }

  #walk(names: readonly string[]): File | Folder | undefined {
    let entry: File | Folder | undefined = this.#root;
    for (const name of names) {
      if (!isFolder(entry)) return undefined;
      entry = entry.entries.get(name);
    }
    return entry;
  }

  #isBelowFile(names: readonly string[]): boolean {
    let entry: File | Folder | undefined = this.#root;
    for (const name of names) {
      if (!isFolder(entry)) return entry !== undefined;
      entry = entry.entries.get(name);
    }
    return entry !== undefined && !isFolder(entry);
  }

  #makeFolders(names: readonly string[]): Folder | undefined {
    let folder = this.#root;
    for (const name of names) {
      let next = folder.entries.get(name);
      if (next === undefined) {
        next = { entries: new Map() };
        folder.entries.set(name, next);
      }
      if (!isFolder(next)) return undefined;
      folder = next;
    }
    return folder;
  }

  #tell(path: string): void {
    const normal = normalPath(path);
    for (const { prefix, listener } of this.#watchers) if (normal.startsWith(prefix)) listener(normal);
  }
}

function parts(path: string): string[] {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue;
    if (name === '..') names.pop();
    else names.push(name);
  }
  return names;
}

function normalPath(path: string): string {
  return `/${parts(path).join('/')}`;
}
