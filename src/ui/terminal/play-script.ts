/**
 * A script of a session: a text of commands, one on each line, that are typed as if by hand. Lines that
 * begin with `#` are what a presenter says; a command that goes on over several lines stands there as it
 * is typed.
 */
export interface PlayStep {
  /** What is said before it, a line each. */
  readonly narration: readonly string[];
  /** What is typed; empty where the script ends with words. */
  readonly line: string;
}

const limits = { length: 100_000, steps: 1_000 };

/** The steps of a script. Throws an Error whose message is for its user. */
export function readPlayScript(text: string): PlayStep[] {
  if (text.length > limits.length) throw new Error('This script is too long to be played.');
  const steps: PlayStep[] = [];
  let narration: string[] = [];
  let document: string | undefined;
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    if (document !== undefined) {
      steps.push({ narration: [], line });
      if (line.trim() === document) document = undefined;
      continue;
    }
    if (line.startsWith('#!')) continue;
    if (line.startsWith('#')) narration.push(line.replace(/^#+ ?/, ''));
    else if (line.trim() !== '') {
      document = /<<-?\s*['"]?([\w.-]+)['"]?/.exec(line)?.[1];
      steps.push({ narration, line });
      narration = [];
    }
  }
  if (narration.length > 0) steps.push({ narration, line: '' });
  if (steps.length > limits.steps) throw new Error(`A script has at most ${limits.steps} lines.`);
  if (steps.length === 0) throw new Error('There is no command in this script.');
  return steps;
}

/** A session as a script. Lines that begin like narration could not be told from it and are left out. */
export function playScriptOf(lines: readonly string[]): string {
  const said = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return [
    '# A Podyard session. `play FILE` types it again; lines like this one are said before a command.',
    '',
    ...said.filter((line) => !/^\s*(?:play|exit|logout)\b/.test(line)),
    '',
  ].join('\n');
}
