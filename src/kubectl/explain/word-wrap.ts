/**
 * Breaks lines before words that would go past `limit` characters. Line breaks and runs of blanks inside
 * a line stay; a word that is longer than a line stands alone.
 * Models github.com/mitchellh/go-wordwrap.
 */
export function wordWrap(text: string, limit: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, limit))
    .join('\n');
}

function wrapLine(line: string, limit: number): string {
  let wrapped = '';
  let column = 0;
  for (const [, blanks = '', word = ''] of line.matchAll(/([^\S\u00a0]*)((?:\S|\u00a0)*)/g)) {
    // No line has room for a longer word, but for its beginning.
    const least = Math.min(word.length, limit - 1);
    if (column + blanks.length + least <= limit) {
      wrapped += blanks + word;
      column += blanks.length + word.length;
    } else if (word !== '') {
      wrapped += `\n${word}`;
      column = word.length;
    }
  }
  return wrapped;
}
