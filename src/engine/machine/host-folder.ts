import type { FileTree } from './machine.ts';

/**
 * A folder or a file of a machine as a mount's files: what a container writes there is on the machine,
 * and what changes there it sees.
 */
export function hostFolder(files: FileTree, path: string, now: () => number): Map<string, string> {
  return new HostFolder(files, path, now);
}

class HostFolder extends Map<string, string> {
  readonly #files: FileTree;
  readonly #path: string;
  readonly #now: () => number;

  constructor(files: FileTree, path: string, now: () => number) {
    super();
    this.#now = now;
    this.#files = files;
    this.#path = path === '/' ? '' : path;
  }

  override get size(): number {
    return [...this.keys()].length;
  }

  override get(below: string): string | undefined {
    return this.#files.read(this.#full(below));
  }

  override has(below: string): boolean {
    return this.get(below) !== undefined;
  }

  override set(below: string, text: string): this {
    this.#files.write(this.#full(below), text, this.#now());
    return this;
  }

  override delete(below: string): boolean {
    return this.#files.remove(this.#full(below));
  }

  override *keys(): MapIterator<string> {
    if (this.#files.read(this.#path) !== undefined) yield '';
    yield* this.#walk('');
  }

  override *entries(): MapIterator<[string, string]> {
    for (const below of this.keys()) yield [below, this.get(below) ?? ''];
  }

  override *values(): MapIterator<string> {
    for (const [, text] of this.entries()) yield text;
  }

  override [Symbol.iterator](): MapIterator<[string, string]> {
    return this.entries();
  }

  *#walk(folder: string): Generator<string> {
    for (const entry of this.#files.list(this.#full(folder) || '/') ?? []) {
      const below = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.folder) yield* this.#walk(below);
      else yield below;
    }
  }

  #full(below: string): string {
    return below === '' ? this.#path : `${this.#path}/${below}`;
  }
}
