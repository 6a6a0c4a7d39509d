import { StatusError } from '../api/status-error.ts';

export interface SlowStartResult {
  readonly succeeded: number;
  readonly error?: StatusError;
}

/**
 * Calls `run` for each of `count` in batches of 1, 2, 4, …; a batch in which something fails is the
 * last, so that what is bound to fail does not fail a thousand times.
 * Models slowStartBatch of pkg/controller/replicaset (v1.36).
 */
export function slowStart(count: number, run: (index: number) => void): SlowStartResult {
  let succeeded = 0;
  let done = 0;
  for (let size = Math.min(count, 1); size > 0; size = Math.min(2 * size, count - done)) {
    let firstError: StatusError | undefined;
    for (let index = done; index < done + size; index++) {
      try {
        run(index);
        succeeded++;
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        firstError ??= error;
      }
    }
    if (firstError !== undefined) return { succeeded, error: firstError };
    done += size;
  }
  return { succeeded };
}
