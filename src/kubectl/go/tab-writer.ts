/** How a tab writer lays out its columns. */
export interface TabLayout {
  readonly minWidth: number;
  readonly padding: number;
  /** A column never shrinks again over flushes, so that rows of a watch stay under their header. */
  readonly rememberWidths?: boolean;
}

/** kubectl's tables: `get`, `events`, `api-resources`. */
export const tableLayout: TabLayout = { minWidth: 6, padding: 3, rememberWidths: true };
/** What `describe` writes into. */
export const describeLayout: TabLayout = { minWidth: 0, padding: 2 };

interface Cell {
  readonly text: string;
  readonly width: number;
}

/**
 * Aligns cells that end in tabs, column by column over neighbouring lines; the last cell of a line
 * belongs to no column. Models text/tabwriter with spaces for padding, as
 * github.com/liggitt/tabwriter extends it.
 */
export class TabWriter {
  private readonly layout: TabLayout;
  private readonly output: (text: string) => void;
  private lines: Cell[][] = [[]];
  private pending = '';
  private widths: number[] = [];
  private remembered: number[] = [];

  constructor(output: (text: string) => void, layout: TabLayout) {
    this.output = output;
    this.layout = layout;
  }

  write(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const char = text[at];
      if (char !== '\t' && char !== '\n' && char !== '\f' && char !== '\v') continue;
      this.pending += text.slice(from, at);
      from = at + 1;
      const cells = this.endCell();
      if (char !== '\n' && char !== '\f') continue;
      this.lines.push([]);
      if (char === '\f' || cells === 1) this.flush();
    }
    this.pending += text.slice(from);
  }

  flush(): void {
    const tail = this.pending;
    if (tail !== '') this.endCell();
    const chunks: string[] = [];
    this.format(chunks, 0, this.lines.length);
    this.lines = [[]];
    this.pending = '';
    this.widths = [];
    const text = chunks.join('');
    if (text !== '') this.output(text);
  }

  forgetWidths(): void {
    this.remembered = [];
  }

  private endCell(): number {
    const line = this.lines[this.lines.length - 1] as Cell[];
    line.push({ text: this.pending, width: runeCount(this.pending) });
    this.pending = '';
    return line.length;
  }

  private format(chunks: string[], from: number, to: number): void {
    const column = this.widths.length;
    let written = from;
    for (let at = from; at < to; at++) {
      if (column >= (this.lines[at] as Cell[]).length - 1) continue;
      this.writeLines(chunks, written, at);
      written = at;
      let width = this.layout.minWidth;
      for (; at < to; at++) {
        const line = this.lines[at] as Cell[];
        if (column >= line.length - 1) break;
        width = Math.max(width, (line[column] as Cell).width + this.layout.padding);
      }
      if (this.layout.rememberWidths) width = this.remember(width);
      this.widths.push(width);
      this.format(chunks, written, at);
      this.widths.pop();
      written = at;
    }
    this.writeLines(chunks, written, to);
  }

  private remember(width: number): number {
    const column = this.widths.length;
    if (this.remembered.length < column) this.remembered.push(...this.widths.slice(this.remembered.length));
    this.remembered[column] = Math.max(this.remembered[column] ?? 0, width);
    return this.remembered[column];
  }

  private writeLines(chunks: string[], from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const line = this.lines[at] as Cell[];
      for (const [column, cell] of line.entries()) {
        chunks.push(cell.text);
        const width = this.widths[column];
        if (width !== undefined && width > cell.width) chunks.push(' '.repeat(width - cell.width));
      }
      if (at + 1 < this.lines.length) chunks.push('\n');
    }
  }
}

function runeCount(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** What `write` puts into a fresh writer of that layout, aligned. */
export function tabbed(layout: TabLayout, write: (writer: TabWriter) => void): string {
  let text = '';
  const writer = new TabWriter((chunk) => {
    text += chunk;
  }, layout);
  write(writer);
  writer.flush();
  return text;
}
