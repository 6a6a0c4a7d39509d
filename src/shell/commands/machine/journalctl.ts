import type { JournalLine } from '../../../engine/index.ts';
import { printLines, readOptions, sleepInterruptibly, type ShellCommand } from '../../command.ts';
import { journalStamp } from './machine-text.ts';

const followedMs = 200;

/** Models journalctl (systemd 255) for the lines of services. */
export const journalctl: ShellCommand = async (process) => {
  const { services } = process.host.machines().get(process.state.machine) ?? {};
  const options = readOptions(process.args, [
    'u',
    'unit',
    'n',
    'lines',
    'o',
    'output',
    'S',
    'since',
    'U',
    'until',
    't',
    'p',
    'g',
    'grep',
    'b',
    'boot',
  ]);
  const units = options.values('u', 'unit').map((name) => (name.includes('.') ? name : `${name}.service`));
  const { journal } = services ?? {};
  if (journal === undefined) {
    process.stderr('No journal files were found.\n-- No entries --\n');
    return 0;
  }
  const pattern = options.value('g', 'grep');
  const isWanted = ({ unit, text }: JournalLine): boolean =>
    (units.length === 0 || units.includes(unit)) && (pattern === undefined || text.includes(pattern));
  const isBare = options.value('o', 'output') === 'cat';
  const shown = (line: JournalLine): string =>
    isBare ? line.text : journalText(line, process.state.machine);
  const follows = options.has('f', 'follow');
  const lines = journal.lines.filter(isWanted);
  const most = options.value('n', 'lines') ?? (follows ? '10' : 'all');
  const last =
    most === 'all' ? lines : lines.slice(lines.length - Math.min(lines.length, Number(most) || 10));
  if (options.has('r', 'reverse')) last.reverse();
  if (last.length === 0 && !follows) process.stdout('-- No entries --\n');
  printLines(process, last.map(shown));
  if (!follows) return 0;
  const stop = journal.follow((line) => {
    if (isWanted(line)) process.stdout(`${shown(line)}\n`);
  });
  while (!process.signal.cancelled) await sleepInterruptibly(process, followedMs);
  stop();
  return 130;
};

/** `Jan 05 09:00:00 node01 kubelet[712]: …` */
export function journalText({ atMs, identifier, pid, text }: JournalLine, machine: string): string {
  const head = `${journalStamp(atMs)} ${machine} ${identifier}[${pid}]: `;
  return head + text.replaceAll('\n', `\n${' '.repeat(head.length)}`);
}
