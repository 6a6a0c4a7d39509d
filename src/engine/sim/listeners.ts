const nobody: readonly never[] = [];

/** Functions that are told of something. Costs next to nothing while there are none, as is the rule. */
export class Listeners<A extends readonly unknown[]> {
  #list: readonly ((...args: A) => void)[] = nobody;

  /** Adds a listener. Returns how to take it away again. */
  add(listener: (...args: A) => void): () => void {
    this.#list = [...this.#list, listener];
    return () => {
      this.#list = this.#list.filter((other) => other !== listener);
    };
  }

  /** Tells those that listen now, in the order in which they came; who leaves meanwhile hears nothing more. */
  tell(...args: A): void {
    for (const listener of this.#list) if (this.#list.includes(listener)) listener(...args);
  }

  clear(): void {
    this.#list = nobody;
  }
}
