/** Something to wait for: starts it, and calls `resume` once, now or later, when it has come. */
export type Wait<T> = (resume: (value: T) => void) => void;

/**
 * Work that goes on over virtual time, written from top to bottom. It stops only where it says
 * `yield*`: at a wait, or inside another task.
 */
export type Task<T = void> = Generator<Wait<never>, T, unknown>;

/** Inside a task: `const answer = yield* waitFor(…)`. */
export function* waitFor<T>(wait: Wait<T>): Task<T> {
  return (yield wait as Wait<never>) as T;
}

/** Runs a task up to its first wait at once, and on from there as its waits end. */
export function runTask<T>(task: Task<T>, onDone?: (value: T) => void): void {
  const advance = (input: unknown): void => {
    let next = task.next(input);
    for (;;) {
      if (next.done === true) {
        onDone?.(next.value);
        return;
      }
      let resumed = false;
      let waiting = false;
      let value: unknown;
      (next.value as Wait<unknown>)((answer) => {
        if (resumed) return;
        resumed = true;
        value = answer;
        if (waiting) advance(answer);
      });
      if (!resumed) {
        waiting = true;
        return;
      }
      next = task.next(value);
    }
  };
  advance(undefined);
}

/** Inside a task: runs all at the same time and goes on when the last has ended. Results keep the order. */
export function* together<T>(tasks: readonly Task<T>[]): Task<T[]> {
  if (tasks.length === 0) return [];
  return yield* waitFor<T[]>((resume) => {
    const results: T[] = [];
    let open = tasks.length;
    for (const [index, task] of tasks.entries()) {
      runTask(task, (value) => {
        results[index] = value;
        if (--open === 0) resume(results);
      });
    }
  });
}
