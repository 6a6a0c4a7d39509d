import { cellAfter } from './cells.ts';
import type { Line } from './line-editor.ts';

/** Where the cursor stands relative to the row in which the prompt begins. */
export interface Drawn {
  readonly cursorRow: number;
}

// oxlint-disable-next-line no-control-regex -- colours in a prompt take no room
const colours = /\x1b\[[0-9;]*m/g;

/**
 * The characters that draw prompt and line anew over what was drawn before, and leave the cursor at
 * its place.
 */
export function redraw(
  before: Drawn,
  prompt: string,
  line: Line,
  columns: number,
): { text: string; drawn: Drawn } {
  const start = cellAfter({ row: 0, column: 0 }, prompt.replaceAll(colours, ''), columns);
  const cursor = cellAfter(start, line.text.slice(0, line.cursor), columns);
  const end = cellAfter(cursor, line.text.slice(line.cursor), columns);
  const up = (rows: number): string => (rows > 0 ? `\x1b[${rows}A` : '');
  // A line that fills its row exactly leaves the terminal's cursor behind the edge: force it onto the next row.
  const wrap = end.column === 0 && end.row > 0 ? '\r\n' : '';
  const text = [
    up(before.cursorRow),
    '\r\x1b[J',
    prompt,
    line.text,
    wrap,
    up(end.row - cursor.row),
    '\r',
    cursor.column > 0 ? `\x1b[${cursor.column}C` : '',
  ].join('');
  return { text, drawn: { cursorRow: cursor.row } };
}
