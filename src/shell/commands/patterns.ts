/** A text in which `\n`, `\t`, `\e` and `\\` stand for what they name. */
export function unescaped(text: string): string {
  return text.replaceAll(/\\([nte\\])/g, (_whole, letter: string) =>
    letter === 'n' ? '\n' : letter === 't' ? '\t' : letter === 'e' ? '\u001B' : '\\',
  );
}

/** A text as a regular expression that matches just it. */
export function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

/** A POSIX basic expression in JavaScript's syntax: `\|`, `\+`, `\(` have their meaning with the backslash. */
export function basicExpression(pattern: string, extended: boolean): string {
  if (extended) return pattern;
  return pattern.replaceAll(
    /\\([|+?(){}])|([|+?(){}])/g,
    (_whole, escaped?: string, bare?: string) => escaped ?? `\\${bare}`,
  );
}
