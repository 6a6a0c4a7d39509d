/** Scripts and signs that take two cells; the same as the terminal reckons. */
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3040-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{2fffd}\u{30000}-\u{3fffd}]/u;
const without = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]/u;

/** How many cells a character takes in a terminal: 0, 1 or 2. */
function cellsOf(character: string): 0 | 1 | 2 {
  if (character < '\u0300') return 1;
  if (without.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** How many cells a text takes on one row. */
export function textCells(text: string): number {
  let cells = 0;
  for (const character of text) cells += cellsOf(character);
  return cells;
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Where the cursor is after a text. A wide character that does not fit into its row begins the next. */
export function cellAfter({ row, column }: Cell, text: string, columns: number): Cell {
  let [atRow, atColumn] = [row, column];
  for (const character of text) {
    const cells = cellsOf(character);
    if (cells > 0 && atColumn + cells > columns) {
      atRow += 1;
      atColumn = 0;
    }
    atColumn += cells;
  }
  return atColumn >= columns ? { row: atRow + 1, column: 0 } : { row: atRow, column: atColumn };
}
