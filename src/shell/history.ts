/**
 * A line with bash's references to history in it: `!!`, `!n`, `!-n`, `!text`, `!$`. Within single
 * quotes, behind a backslash and before a blank or `=`, a `!` is just that.
 */
export function expandHistory(
  line: string,
  history: readonly string[],
): { text: string } | { problem: string } {
  if (!line.includes('!')) return { text: line };
  let text = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] as string;
    if (sign === "'") quoted = !quoted;
    if (sign === '\\' && !quoted) {
      text += sign + (line[++at] ?? '');
      continue;
    }
    const match =
      sign === '!' && !quoted ? /^!(?:!|-?\d+|\$|\*|[A-Za-z][\w./-]*)/.exec(line.slice(at)) : null;
    // `$!`, `[ ! …`, `!=` and `${x!}` mean something else.
    if (match === null || /[$[{]$/.test(text)) {
      text += sign;
      continue;
    }
    const found = eventFor(match[0], history);
    if (found === undefined) return { problem: `${match[0]}: event not found` };
    text += found;
    at += match[0].length - 1;
  }
  return { text };
}

function eventFor(reference: string, history: readonly string[]): string | undefined {
  const last = history.at(-1);
  if (reference === '!!') return last;
  if (reference === '!$') return last?.split(/\s+/).at(-1);
  if (reference === '!*') return last?.split(/\s+/).slice(1).join(' ');
  const word = reference.slice(1);
  if (/^-?\d+$/.test(word)) {
    const number = Number(word);
    return number < 0 ? history.at(number) : history[number - 1];
  }
  return history.findLast((line) => line.startsWith(word));
}
