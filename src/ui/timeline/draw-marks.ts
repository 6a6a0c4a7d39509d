import type { Mark } from '../../session/protocol.ts';

/** Pixels between marks of a kind: closer ones are one mark. */
const apartPx = 3;

const shapes: Record<Mark['kind'], (x: number) => string> = {
  operation: (x) => `M${x} 6v12`,
  // A line without length and with round ends is a dot.
  binding: (x) => `M${x} 12h0`,
  failure: (x) => `M${x - 5} 12l5-5 5 5-5 5z`,
};

/** An SVG path for each kind, on a rail that is 24 pixels high and has `pxPerMs` pixels a millisecond. */
export function drawMarks(
  marks: readonly Mark[],
  startMs: number,
  pxPerMs: number,
): Readonly<Record<Mark['kind'], string>> {
  const columns: Record<Mark['kind'], Set<number>> = {
    operation: new Set(),
    binding: new Set(),
    failure: new Set(),
  };
  for (const mark of marks) {
    columns[mark.kind].add(Math.round(((mark.atMs - startMs) * pxPerMs) / apartPx) * apartPx);
  }
  const pathOf = (kind: Mark['kind']): string => Array.from(columns[kind], shapes[kind]).join('');
  return { operation: pathOf('operation'), binding: pathOf('binding'), failure: pathOf('failure') };
}

/** The mark nearest to a moment, if one is near enough. */
export function markNear(marks: readonly Mark[], atMs: number, withinMs: number): Mark | undefined {
  let nearest: Mark | undefined;
  let distance = withinMs;
  for (const mark of marks) {
    const away = Math.abs(mark.atMs - atMs);
    if (away > distance) continue;
    nearest = mark;
    distance = away;
  }
  return nearest;
}
