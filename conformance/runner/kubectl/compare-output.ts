import { brief } from '../compare.ts';

export interface Expected {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
  readonly match?: 'words' | 'last' | 'lines';
  readonly norm?: readonly string[];
}

/** An ordered list of `[pattern, replacement]`. */
export type Rules = readonly (readonly [string, string])[];

/** Where a command's outputs differ from the recorded ones, by the rules of the README. */
export function outputDifferences(
  expected: Expected,
  got: { stdout: string; stderr: string; exit: number },
  rules: Rules,
): string[] {
  const found: string[] = [];
  if (expected.exit !== got.exit) found.push(`exit: expected ${expected.exit}, got ${got.exit}`);
  const normal = (stream: 'stdout' | 'stderr'): string =>
    expected.norm?.includes(stream) ? normalised(got[stream], rules) : got[stream];
  const stdout = normal('stdout');
  const stderr = normal('stderr');
  if (expected.match === 'words') {
    const want = words(expected.stdout + expected.stderr);
    const have = words(stdout + stderr);
    if (want !== have) found.push(`words: expected ${brief(want)}, got ${brief(have)}`);
    return found;
  }
  if (expected.match === 'last') compareText('stdout', lastLine(expected.stdout), lastLine(stdout), found);
  else if (expected.match === 'lines')
    compareText('stdout', sortedLines(expected.stdout), sortedLines(stdout), found);
  else compareText('stdout', expected.stdout, stdout, found);
  compareText('stderr', expected.stderr, stderr, found);
  return found;
}

function normalised(text: string, rules: Rules): string {
  return rules.reduce(
    (current, [pattern, replacement]) => current.replace(new RegExp(pattern, 'gm'), replacement),
    text,
  );
}

function words(text: string): string {
  return text
    .split(/[\s,;[\]]+/)
    .filter((word) => word !== '')
    .toSorted()
    .join(' ');
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}

function sortedLines(text: string): string {
  return text.split('\n').toSorted().join('\n');
}

function compareText(stream: string, expected: string, got: string, found: string[]): void {
  if (expected === got) return;
  const want = expected.split('\n');
  const have = got.split('\n');
  const at = want.findIndex((line, index) => line !== have[index]);
  const line = at < 0 ? want.length : at;
  found.push(`${stream} line ${line + 1}: expected ${brief(want[line])}, got ${brief(have[line])}`);
}
