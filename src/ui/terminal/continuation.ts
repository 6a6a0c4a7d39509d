/** Whether a shell would ask for another line: an open quote, a backslash at the end, an open here-document. */
export function needsMore(input: string): boolean {
  const delimiter = /<<-?\s*(['"]?)([\w.-]+)\1/.exec(input.split('\n', 1)[0] ?? '')?.[2];
  if (delimiter !== undefined) {
    const lines = input.split('\n').slice(1);
    return !lines.some((line) => line.trim() === delimiter);
  }
  let quote = '';
  for (let at = 0; at < input.length; at += 1) {
    const letter = input[at];
    if (letter === '\\' && quote !== "'") {
      if (at === input.length - 1) return true;
      at += 1;
    } else if (quote === '' && (letter === '"' || letter === "'")) quote = letter;
    else if (letter === quote) quote = '';
  }
  return quote !== '';
}
