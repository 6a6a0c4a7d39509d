/** Words side by side, column after column, in as few rows as the width allows: how `ls` shows names. */
export function inColumns(words: readonly string[], width: number): string {
  for (let rows = 1; rows < words.length; rows++) {
    const columns = Math.ceil(words.length / rows);
    const widths = Array.from({ length: columns }, (_, column) =>
      Math.max(...words.slice(column * rows, (column + 1) * rows).map((word) => word.length)),
    );
    if (widths.reduce((sum, each) => sum + each + 2, -2) > width) continue;
    return Array.from({ length: rows }, (_, row) => {
      const line = widths.map((each, column) => (words[column * rows + row] ?? '').padEnd(each));
      return `${line.join('  ').trimEnd()}\n`;
    }).join('');
  }
  return words.map((word) => `${word}\n`).join('');
}
