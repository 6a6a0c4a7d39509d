import { printLines, type ShellCommand } from '../command.ts';
import { terminated } from '../jobs.ts';
import { refuse } from './refuse.ts';

const jobs: ShellCommand = (process) => {
  printLines(
    process,
    process.jobs.all.map((job) => process.jobs.describe(job)),
  );
  return 0;
};

const kill: ShellCommand = (process) => {
  const words = process.args.filter((arg) => !arg.startsWith('-'));
  if (words.length === 0) {
    process.stderr(
      'kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n',
    );
    return 2;
  }
  let code = 0;
  for (const word of words) {
    const job = process.jobs.find(word);
    if (job === undefined) {
      const problem = word.startsWith('%') ? `${word}: no such job` : `(${word}) - No such process`;
      code = refuse(process, problem);
    } else {
      job.cancel();
      job.exitCode ??= terminated;
    }
  }
  return code;
};

/** `fg`: waits for a job as if it had been started so; Ctrl-C ends it. */
const foreground: ShellCommand = async (process) => {
  const job = process.jobs.find(process.args[0] ?? '');
  if (job === undefined) return refuse(process, `${process.args[0] ?? 'current'}: no such job`);
  process.stdout(`${job.command}\n`);
  const stop = process.signal.onCancel(job.cancel);
  const code = await job.done;
  stop();
  process.jobs.takeEnded();
  return code;
};

const wait: ShellCommand = async (process) => {
  const words = process.args.filter((arg) => !arg.startsWith('-'));
  const found = words.length === 0 ? [...process.jobs.all] : words.map((word) => process.jobs.find(word));
  let code = 0;
  const cancelled = new Promise<number>((resolve) => process.signal.onCancel(() => resolve(130)));
  for (const job of found) code = job === undefined ? 127 : await Promise.race([job.done, cancelled]);
  return code;
};

export const jobCommands: Readonly<Record<string, ShellCommand>> = { jobs, kill, fg: foreground, wait };
