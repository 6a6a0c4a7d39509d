import type { Line } from './line-editor.ts';

/** Where the cursor stands relative to the row in which the prompt begins. */
export interface Drawn {
  readonly cursorRow: number;
}

// oxlint-disable-next-line no-control-regex -- colours in a prompt take no room
const colours = /\x1b\[[0-9;]*m/g;

/**
 * The characters that draw prompt and line anew over what was drawn before, and leave the cursor at
 * its place. Simplified: every character is one cell wide.
 */
export function redraw(
  before: Drawn,
  prompt: string,
  line: Line,
  columns: number,
): { text: string; drawn: Drawn } {
  const promptWidth = prompt.replaceAll(colours, '').length;
  const end = promptWidth + line.text.length;
  const cursor = promptWidth + line.cursor;
  const rowOf = (cell: number): number => Math.floor(cell / columns);
  const up = (rows: number): string => (rows > 0 ? `\x1b[${rows}A` : '');
  // A line that fills its row exactly leaves the terminal's cursor behind the edge: force it onto the next row.
  const wrap = end > 0 && end % columns === 0 ? '\r\n' : '';
  const text = [
    up(before.cursorRow),
    '\r\x1b[J',
    prompt,
    line.text,
    wrap,
    up(rowOf(end) - rowOf(cursor)),
    '\r',
    cursor % columns > 0 ? `\x1b[${cursor % columns}C` : '',
  ].join('');
  return { text, drawn: { cursorRow: rowOf(cursor) } };
}
