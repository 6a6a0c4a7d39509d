import { complain, pathOf, type ShellCommand } from '../../command.ts';

/** `chmod MODE FILE…`, `chown OWNER FILE…`. Simplified: files have no modes and no owners; what is there may be read and run. */
export const chmod: ShellCommand = (process) => {
  const isMode = (word: string): boolean => !word.startsWith('-') || /^-[rwxXst]+$/.test(word);
  const [change, ...paths] = process.args.filter(isMode);
  if (change === undefined) return complain(process, 'missing operand');
  if (paths.length === 0) return complain(process, `missing operand after ‘${change}’`);
  let code = 0;
  for (const path of paths)
    if (!process.files.exists(pathOf(process, path)))
      code = complain(process, `cannot access '${path}': No such file or directory`);
  return code;
};
