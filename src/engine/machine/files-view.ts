import type { FileTree } from './machine.ts';

interface FilesSource {
  read(below: string): string | undefined;
  write(below: string, text: string): void;
  remove(below: string): boolean;
  names(): Iterable<string>;
}

/**
 * A folder or a file of a machine as a mount's files: what a container writes there is on the machine,
 * and what changes there it sees. The file itself has the name ''.
 */
export function hostFolder(files: FileTree, path: string, now: () => number): Map<string, string> {
  const root = path === '/' ? '' : path.replace(/\/$/, '');
  const full = (below: string): string => (below === '' ? root : `${root}/${below}`);
  function* walk(folder: string): Generator<string> {
    for (const entry of files.list(full(folder) || '/') ?? []) {
      const below = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.folder) yield* walk(below);
      else yield below;
    }
  }
  return new FilesView({
    read: (below) => files.read(full(below)),
    write: (below, text) => void files.write(full(below), text, now()),
    remove: (below) => files.remove(full(below)),
    names: () => (root !== '' && files.read(root) !== undefined ? [''] : walk('')),
  });
}

/** A folder or a file inside other files: what is written to one is in the other. */
export function folderIn(files: Map<string, string>, path: string): Map<string, string> {
  const full = (below: string): string => (below === '' ? path : `${path}/${below}`);
  function* names(): Generator<string> {
    for (const name of files.keys()) {
      if (name === path) yield '';
      else if (name.startsWith(`${path}/`)) yield name.slice(path.length + 1);
    }
  }
  return new FilesView({
    read: (below) => files.get(full(below)),
    write: (below, text) => void files.set(full(below), text),
    remove: (below) => files.delete(full(below)),
    names,
  });
}

/** Files that lie elsewhere. */
class FilesView extends Map<string, string> {
  readonly #source: FilesSource;

  constructor(source: FilesSource) {
    super();
    this.#source = source;
  }

  override get size(): number {
    return [...this.keys()].length;
  }

  override get(name: string): string | undefined {
    return this.#source.read(name);
  }

  override has(name: string): boolean {
    return this.#source.read(name) !== undefined;
  }

  override set(name: string, text: string): this {
    this.#source.write(name, text);
    return this;
  }

  override delete(name: string): boolean {
    return this.#source.remove(name);
  }

  override *keys(): MapIterator<string> {
    yield* this.#source.names();
  }

  override *entries(): MapIterator<[string, string]> {
    for (const name of this.keys()) yield [name, this.get(name) ?? ''];
  }

  override *values(): MapIterator<string> {
    for (const [, text] of this.entries()) yield text;
  }

  override [Symbol.iterator](): MapIterator<[string, string]> {
    return this.entries();
  }
}
