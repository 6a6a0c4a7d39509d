/** Things that wait for virtual time without being part of the simulation: a shell's `sleep`. */
export class Waiting {
  #sleepers: { dueMs: number; wake: () => void }[] = [];

  /** Resolves when `nowMs` of a later `wake` has reached `dueMs`. */
  until(dueMs: number): Promise<void> {
    return new Promise((wake) => this.#sleepers.push({ dueMs, wake }));
  }

  wake(nowMs: number): void {
    if (this.#sleepers.length === 0) return;
    const due = this.#sleepers.filter((sleeper) => sleeper.dueMs <= nowMs);
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.dueMs > nowMs);
    for (const sleeper of due) sleeper.wake();
  }

  /** Time was moved elsewhere: nobody sleeps on. */
  wakeAll(): void {
    this.wake(Number.POSITIVE_INFINITY);
  }
}
