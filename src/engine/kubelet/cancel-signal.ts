import { Listeners } from '../sim/listeners.ts';

/** Tells work in progress that it is no longer wanted. */
export class CancelSignal {
  readonly #listeners = new Listeners<[]>();
  #cancelled = false;

  get cancelled(): boolean {
    return this.#cancelled;
  }

  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    this.#listeners.tell();
    this.#listeners.clear();
  }

  /** Calls `listener` when cancelled, at once if that has happened. Returns how to stop listening. */
  onCancel(listener: () => void): () => void {
    if (!this.#cancelled) return this.#listeners.add(listener);
    listener();
    return () => undefined;
  }
}
