import { printLines, readOptions, type ShellCommand, type ShellProcess } from '../../command.ts';

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly startedMs: number;
  readonly command: string;
}

/** `ps`, `ps aux`, `ps -ef`: the machine's services, and the containers' first processes. */
export const ps: ShellCommand = (process) => {
  const flags = process.args.join('').replaceAll('-', '');
  const rows = processesOf(process);
  const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 16);
  if (flags.includes('u'))
    printLines(process, [
      'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND',
      ...rows.map(
        ({ pid, startedMs, command }) =>
          `root     ${String(pid).padStart(7)}  0.0  0.1 ${'12345'.padStart(6)} ${'6789'.padStart(5)} ?        Ssl  ${clock(startedMs)}   0:00 ${command}`,
      ),
    ]);
  else if (flags.includes('f') || flags.includes('e'))
    printLines(process, [
      'UID          PID    PPID  C STIME TTY          TIME CMD',
      ...rows.map(
        ({ pid, parent, startedMs, command }) =>
          `root     ${String(pid).padStart(7)} ${String(parent).padStart(7)}  0 ${clock(startedMs)} ?        00:00:00 ${command}`,
      ),
    ]);
  else
    printLines(process, [
      '    PID TTY          TIME CMD',
      '   5001 pts/0    00:00:00 bash',
      '   5002 pts/0    00:00:00 ps',
    ]);
  return 0;
};

/** `pgrep NAME`, also with `-f` for the whole command line. */
export const pgrep: ShellCommand = (process) => {
  const options = readOptions(process.args);
  const [pattern = ''] = options.rest;
  const rows = processesOf(process).filter(({ command }) => {
    const path = command.split(' ', 1)[0] ?? '';
    return (options.has('f') ? command : path.slice(path.lastIndexOf('/') + 1)).includes(pattern);
  });
  printLines(
    process,
    rows.map(({ pid, command }) => (options.has('a') ? `${pid} ${command}` : String(pid))),
  );
  return rows.length > 0 ? 0 : 1;
};

function processesOf({ host, state }: ShellProcess): ProcessRow[] {
  const { services, containers } = host.machines().get(state.machine) ?? {};
  const rows: ProcessRow[] = [{ pid: 1, parent: 0, startedMs: 0, command: '/sbin/init' }];
  for (const name of services?.names() ?? []) {
    const { pid, command, startedMs = 0 } = services?.status(name) ?? {};
    if (pid !== undefined) rows.push({ pid, parent: 1, startedMs, command: command ?? '' });
  }
  for (const container of containers?.view().containers ?? []) {
    if (container.state !== 'running') continue;
    const image = container.image.slice(container.image.lastIndexOf('/') + 1).replace(/[:@].*/, '');
    const command = container.words.length > 0 ? container.words.join(' ') : image;
    rows.push({ pid: container.pid, parent: 1, startedMs: container.startedMs, command });
  }
  return rows.toSorted((a, b) => a.pid - b.pid);
}
