import { lineEdits, unifiedHunks } from '../../kubectl/index.ts';
import { dateText } from './date.ts';
import { complain, pathOf, readOptions, whyUnread, type ShellCommand } from '../command.ts';
import { readAll } from '../input.ts';

/** `diff`, unified with `-u`, else in the older form with `<` and `>`. */
export const diff: ShellCommand = async (process) => {
  const { has, rest } = readOptions(process.args, ['U', 'label']);
  const [from, to] = rest;
  if (from === undefined || to === undefined)
    return complain(process, `missing operand after '${rest.at(-1) ?? 'diff'}'`, 2);
  const texts: string[] = [];
  for (const path of [from, to]) {
    const absolute = pathOf(process, path);
    const text = path === '-' ? await readAll(process.stdin) : process.files.read(absolute);
    if (text === undefined) return complain(process, `${path}: ${whyUnread(process, absolute)}`, 2);
    texts.push(text);
  }
  const [left = '', right = ''] = texts;
  if (left === right) return 0;
  if (has('q', 'brief')) process.stdout(`Files ${from} and ${to} differ\n`);
  else if (has('u', 'U', 'unified')) {
    const stamp = dateText({ nowMs: process.host.now(), format: '+%F %T.000000000 %z' });
    process.stdout(`--- ${from}\t${stamp}\n+++ ${to}\t${stamp}\n${unifiedHunks(left, right)}`);
  } else process.stdout(normalDiff(left, right));
  return 1;
};

/** Changes as `2c2,3`, with the lines that go and those that come. */
function normalDiff(left: string, right: string): string {
  let text = '';
  let [before, after] = [0, 0];
  let gone: string[] = [];
  let come: string[] = [];
  const close = (): void => {
    if (gone.length + come.length === 0) return;
    const kind = gone.length === 0 ? 'a' : come.length === 0 ? 'd' : 'c';
    text += `${range(before, gone.length)}${kind}${range(after, come.length)}\n`;
    text += gone.map((line) => `< ${line}\n`).join('');
    if (kind === 'c') text += '---\n';
    text += come.map((line) => `> ${line}\n`).join('');
    gone = [];
    come = [];
  };
  for (const { sign, line } of lineEdits(left, right)) {
    if (sign === ' ') close();
    if (sign !== '+') before++;
    if (sign !== '-') after++;
    if (sign === '-') gone.push(line);
    if (sign === '+') come.push(line);
  }
  close();
  return text;
}

/** The lines that end at `last`; where there are none, the line before. */
function range(last: number, count: number): string {
  return count > 1 ? `${last - count + 1},${last}` : String(last);
}
