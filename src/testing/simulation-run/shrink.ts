import type { RecordedOperation, Recording } from '../../session/protocol.ts';

/**
 * The shortest recording found that still fails: operations are left out in ever smaller pieces as long
 * as `fails`. What comes after the last operation is not recorded.
 */
export function shrink(recording: Recording, fails: (shorter: Recording) => boolean): Recording {
  let { operations } = recording;
  const without = (from: number, count: number): readonly RecordedOperation[] => [
    ...operations.slice(0, from),
    ...operations.slice(from + count),
  ];
  for (let size = Math.ceil(operations.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < operations.length;) {
      const shorter = without(from, size);
      if (fails({ ...recording, operations: shorter })) operations = shorter;
      else from += size;
    }
  }
  return { ...recording, operations };
}
