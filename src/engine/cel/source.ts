/** Something wrong at a place of an expression. */
export interface CelIssue {
  /** Offset in UTF-16 units. */
  readonly at: number;
  readonly message: string;
}

/** An expression that cannot be compiled; the message shows each issue in its line. */
export class CelCompileError extends Error {
  override name = 'CelCompileError';
}

const mostIssues = 100;

/** All issues in order of their places. Models cel-go common.Errors.ToDisplayString (v0.26). */
export function describeIssues(source: string, issues: readonly CelIssue[]): string {
  const kept = issues.slice(0, mostIssues).toSorted((a, b) => a.at - b.at);
  const texts = kept.map((issue) => describeIssue(source, issue));
  if (issues.length > mostIssues) texts.push(`${issues.length - mostIssues} more errors were truncated`);
  return texts.join('\n');
}

function describeIssue(source: string, { at, message }: CelIssue): string {
  if (source === '') return `ERROR: <input>:1:0: ${message}`;
  const start = source.lastIndexOf('\n', at - 1) + 1;
  const line = source.slice(0, start).split('\n').length;
  const end = source.indexOf('\n', start);
  const text = source.slice(start, end < 0 ? undefined : end).replaceAll('\t', ' ');
  const before = Array.from(text.slice(0, at - start));
  const dots = before.map((char) => (isWide(char) ? '．' : '.')).join('');
  const under = Array.from(text.slice(at - start))[0];
  const mark = under !== undefined && isWide(under) ? '＾' : '^';
  return `ERROR: <input>:${line}:${before.length + 1}: ${message}\n | ${text}\n | ${dots}${mark}`;
}

function isWide(char: string): boolean {
  return (char.codePointAt(0) ?? 0) > 0x7f;
}
