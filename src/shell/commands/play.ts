import { complain, pathOf, readOptions, type ShellCommand } from '../command.ts';

/** `play FILE`: types a script as if by hand; a key lets each command run, or none with `--auto`. */
export const play: ShellCommand = (process) => {
  const { has, rest } = readOptions(process.args);
  const [path] = rest;
  if (path === undefined) {
    process.stderr(
      'usage: play [--auto] FILE\nTypes the commands of FILE; Space or Enter runs each, Escape stops.\n',
    );
    return 2;
  }
  const script = process.files.read(pathOf(process, path));
  if (script === undefined) return complain(process, `${path}: No such file or directory`);
  if (process.host.play === undefined) return complain(process, 'there is no terminal to type into');
  process.host.play(script, { pauses: !has('a', 'auto') });
  return 0;
};
