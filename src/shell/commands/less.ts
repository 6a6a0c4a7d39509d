import { inputText, linesOf, readOptions, type ShellCommand, type ShellProcess } from '../command.ts';

const enter = '\u001B[?1049h\u001B[H';
const leave = '\u001B[?1049l';

/** What keys do to the first line that is shown; a page is `rows` lines. */
const moves: ReadonlyMap<string, (at: number, rows: number, last: number) => number> = new Map([
  [' ', (at: number, rows: number) => at + rows],
  ['f', (at: number, rows: number) => at + rows],
  ['\u001B[6~', (at: number, rows: number) => at + rows],
  ['b', (at: number, rows: number) => at - rows],
  ['\u001B[5~', (at: number, rows: number) => at - rows],
  ['d', (at: number, rows: number) => at + Math.floor(rows / 2)],
  ['u', (at: number, rows: number) => at - Math.floor(rows / 2)],
  ['j', (at: number) => at + 1],
  ['\r', (at: number) => at + 1],
  ['\u001B[B', (at: number) => at + 1],
  ['\u001BOB', (at: number) => at + 1],
  ['k', (at: number) => at - 1],
  ['\u001B[A', (at: number) => at - 1],
  ['\u001BOA', (at: number) => at - 1],
  ['g', () => 0],
  ['G', (_at: number, _rows: number, last: number) => last],
]);

/** `less` and `more`: a page at a time, `/text` finds, `q` ends. What fits on the screen, or goes into a pipe, is just printed. */
export const less: ShellCommand = async (process) => {
  const { rest } = readOptions(process.args.filter((arg) => !arg.startsWith('+')));
  const text = await inputText(process, rest);
  if (text === undefined) return 1;
  const { screen, keyboard } = process;
  const lines = linesOf(text);
  if (screen === undefined || keyboard === undefined || lines.length < screen.rows) {
    process.stdout(text);
    return 0;
  }
  process.stdout(enter);
  await turnPages(process, lines, screen.rows - 1);
  process.stdout(leave);
  return 0;
};

async function turnPages(process: ShellProcess, lines: readonly string[], rows: number): Promise<void> {
  const last = Math.max(0, lines.length - rows);
  let at = 0;
  let sought = '';
  for (;;) {
    const shown = lines.slice(at, at + rows);
    const status = at >= last ? '(END)' : ':';
    process.stdout(`\u001B[H\u001B[J${shown.map((line) => `${line}\n`).join('')}\u001B[7m${status}\u001B[0m`);
    const key = await process.keyboard?.key({ signal: process.signal });
    if (key === undefined || key === 'q' || key === 'Q') return;
    if (key === '/') sought = await typed(process);
    if (key === '/' || key === 'n') {
      const found = lines.findIndex((line, index) => index > at && sought !== '' && line.includes(sought));
      if (found >= 0) at = Math.min(found, last);
      continue;
    }
    at = Math.max(0, Math.min(last, moves.get(key)?.(at, rows, last) ?? at));
  }
}

/** What is looked for, as it is typed behind the slash. */
async function typed({ stdout, keyboard, signal }: ShellProcess): Promise<string> {
  let text = '';
  for (;;) {
    stdout(`\r\u001B[K/${text}`);
    const key = await keyboard?.key({ signal });
    if (key === undefined || key === '\r') return text;
    text = key === '\u007F' ? text.slice(0, -1) : text + key;
  }
}

/** `man`: there are no manuals here. */
export const man: ShellCommand = ({ args, stdout, stderr }) => {
  const name = args.findLast((arg) => !arg.startsWith('-'));
  if (name === undefined) {
    stdout("What manual page do you want?\nFor example, try 'man man'.\n");
    return 1;
  }
  stderr(`No manual entry for ${name}\n`);
  return 16;
};
