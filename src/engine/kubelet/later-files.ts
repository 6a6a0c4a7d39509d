/** Files, some of which are written only when somebody reads them. Comparing and renewing reads none of those. */
export class LaterFiles extends Map<string, string> {
  readonly #writers = new Map<string, () => string>();

  /** From now on the file's text is what `write` says at each reading. */
  setLater(name: string, write: () => string): void {
    super.set(name, '');
    this.#writers.set(name, write);
  }

  /** Takes over what another one has, if that is anything else. */
  follow(other: LaterFiles): void {
    if (this.#isLike(other)) return;
    this.clear();
    this.#writers.clear();
    for (const name of other.keys()) {
      const write = other.#writers.get(name);
      if (write === undefined) this.set(name, other.get(name) ?? '');
      else this.setLater(name, write);
    }
  }

  #isLike(other: LaterFiles): boolean {
    if (other.size !== this.size) return false;
    for (const name of this.keys())
      if (!other.has(name) || this.#known(name) !== other.#known(name)) return false;
    return true;
  }

  #known(name: string): string | undefined {
    return super.get(name);
  }

  override get(name: string): string | undefined {
    return this.#writers.get(name)?.() ?? super.get(name);
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
