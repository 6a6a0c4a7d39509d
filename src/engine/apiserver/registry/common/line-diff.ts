const context = 3;

interface Edit {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/**
 * The difference of two values as Kubernetes prints it in refusals of updates: a unified diff of
 * their JSON, indented by one space, without file names.
 * Models k8s.io/apimachinery/pkg/util/diff.Diff (v1.36).
 */
export function jsonDiff(before: unknown, after: unknown): string {
  const edits = editScript(jsonLines(before), jsonLines(after));
  let text = '';
  for (const [from, to] of hunks(edits)) {
    const start = countLines(edits.slice(0, from));
    const inside = countLines(edits.slice(from, to));
    text += `@@ -${start.before + 1},${inside.before} +${start.after + 1},${inside.after} @@\n`;
    for (const { sign, text: line } of edits.slice(from, to)) text += `${sign}${line}\n`;
  }
  return text;
}

function jsonLines(value: unknown): string[] {
  return JSON.stringify(value, undefined, 1).split('\n');
}

function countLines(edits: readonly Edit[]): { before: number; after: number } {
  const added = edits.filter(({ sign }) => sign === '+').length;
  const removed = edits.filter(({ sign }) => sign === '-').length;
  return { before: edits.length - added, after: edits.length - removed };
}

/** Stretches of edits around changes, with their context. */
function hunks(edits: readonly Edit[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  edits.forEach(({ sign }, index) => {
    if (sign === ' ') return;
    const last = found.at(-1);
    const to = Math.min(edits.length, index + context + 1);
    if (last !== undefined && index - context <= last[1]) last[1] = to;
    else found.push([Math.max(0, index - context), to]);
  });
  return found;
}

/** A shortest script, removals before additions. */
function editScript(before: readonly string[], after: readonly string[]): Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let beforeEnd = before.length;
  let afterEnd = after.length;
  while (beforeEnd > start && afterEnd > start && before[beforeEnd - 1] === after[afterEnd - 1]) {
    beforeEnd--;
    afterEnd--;
  }
  const same = (text: string): Edit => ({ sign: ' ', text });
  return [
    ...before.slice(0, start).map(same),
    ...middleScript(before.slice(start, beforeEnd), after.slice(start, afterEnd)),
    ...before.slice(beforeEnd).map(same),
  ];
}

/** By the longest common subsequence; `lengths[i][j]` is that of the rests from i and j. */
function middleScript(before: readonly string[], after: readonly string[]): Edit[] {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] as number;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const edits: Edit[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      edits.push({ sign: ' ', text: before[i++] as string });
      j++;
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
      edits.push({ sign: '-', text: before[i++] as string });
    } else {
      edits.push({ sign: '+', text: after[j++] as string });
    }
  }
  return edits;
}
