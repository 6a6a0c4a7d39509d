const context = 3;

interface Edit {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** What changes one text into the other, line by line. */
export function lineEdits(before: string, after: string): Edit[] {
  return editsBetween(linesOf(before), linesOf(after));
}

/** The hunks of `diff -u`; empty where nothing differs. Models GNU diff's unified format. */
export function unifiedHunks(before: string, after: string): string {
  const edits = lineEdits(before, after);
  let text = '';
  let at = 0;
  let oldLine = 1;
  let newLine = 1;
  while (at < edits.length) {
    const first = edits.findIndex((edit, index) => index >= at && edit.sign !== ' ');
    if (first < 0) break;
    const start = Math.max(at, first - context);
    oldLine += start - at;
    newLine += start - at;
    const end = hunkEnd(edits, first);
    const hunk = edits.slice(start, end);
    const oldCount = hunk.filter(({ sign }) => sign !== '+').length;
    const newCount = hunk.filter(({ sign }) => sign !== '-').length;
    text += `@@ -${range(oldLine, oldCount)} +${range(newLine, newCount)} @@\n`;
    text += hunk.map(({ sign, line }) => `${sign}${line}\n`).join('');
    oldLine += oldCount;
    newLine += newCount;
    at = end;
  }
  return text;
}

/** Where a hunk ends that has its first change at `first`: far enough from the next change. */
function hunkEnd(edits: readonly Edit[], first: number): number {
  let last = first;
  for (let index = first; index < edits.length && index - last <= 2 * context + 1; index++) {
    if (edits[index]?.sign !== ' ') last = index;
  }
  return Math.min(edits.length, last + context + 1);
}

function range(line: number, count: number): string {
  if (count === 1) return String(line);
  return `${count === 0 ? line - 1 : line},${count}`;
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** A shortest way from one list of lines to the other, deletions first. */
function editsBetween(before: readonly string[], after: readonly string[]): Edit[] {
  // What both begin and end with needs no search.
  const shared: Edit[] = [];
  const most = Math.min(before.length, after.length);
  while (shared.length < most && before[shared.length] === after[shared.length])
    shared.push({ sign: ' ', line: before[shared.length] as string });
  let ending = 0;
  while (ending < most - shared.length && before.at(-1 - ending) === after.at(-1 - ending)) ending++;
  const tail = before.slice(before.length - ending).map((line): Edit => ({ sign: ' ', line }));
  const middle = searchedEdits(
    before.slice(shared.length, before.length - ending),
    after.slice(shared.length, after.length - ending),
  );
  return [...shared, ...middle, ...tail];
}

function searchedEdits(before: readonly string[], after: readonly string[]): Edit[] {
  const width = after.length + 1;
  // How many lines the rests from (i, j) on have in common.
  const common = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i * width + j] =
        before[i] === after[j]
          ? (common[(i + 1) * width + j + 1] as number) + 1
          : Math.max(common[(i + 1) * width + j] as number, common[i * width + j + 1] as number);
    }
  }
  const edits: Edit[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      edits.push({ sign: ' ', line: before[i] as string });
      i++;
      j++;
    } else if (
      j >= after.length ||
      (i < before.length && (common[(i + 1) * width + j] as number) >= (common[i * width + j + 1] as number))
    ) {
      edits.push({ sign: '-', line: before[i++] as string });
    } else {
      edits.push({ sign: '+', line: after[j++] as string });
    }
  }
  return edits;
}
