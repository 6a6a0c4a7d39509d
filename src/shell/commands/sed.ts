import {
  complain,
  inputText,
  linesOf,
  pathOf,
  printLines,
  splitFlags,
  type ShellCommand,
} from '../command.ts';
import { basicExpression, literal } from './patterns.ts';

/** Simplified: `s` with the flags g and i, and `/pattern/d`, in scripts separated by `;`. */
export const sed: ShellCommand = (process) => {
  const { flags, rest } = splitFlags(process.args);
  const [script = '', ...paths] = rest;
  const edits: ((line: string) => string | undefined)[] = [];
  for (const command of script.split(/;(?=\s*(?:s\W|\/))/)) {
    const edit = sedCommand(command.trim());
    if (edit === undefined)
      return complain(
        process,
        `-e expression #1, char ${command.length}: unknown command: \`${command[0] ?? ''}'`,
      );
    edits.push(edit);
  }
  const text = inputText(process, paths);
  if (text === undefined) return 1;
  const lines = linesOf(text).flatMap((line) => {
    let edited: string | undefined = line;
    for (const edit of edits) edited = edited === undefined ? undefined : edit(edited);
    return edited === undefined ? [] : [edited];
  });
  const [path] = paths;
  if (!flags.has('i') || path === undefined) {
    printLines(process, lines);
    return 0;
  }
  const problem = process.files.write(
    pathOf(process, path),
    lines.map((line) => `${line}\n`).join(''),
    process.host.now(),
  );
  return problem === undefined ? 0 : complain(process, `couldn't edit ${path}: ${problem}`);
};

function sedCommand(command: string): ((line: string) => string | undefined) | undefined {
  const deletes = /^\/(.+)\/d$/.exec(command);
  try {
    if (deletes !== null) {
      const pattern = new RegExp(basicExpression(deletes[1] ?? '', false));
      return (line) => (pattern.test(line) ? undefined : line);
    }
    const separator = command[1];
    if (command[0] !== 's' || separator === undefined) return undefined;
    const [, pattern, replacement, flags = ''] = command.split(new RegExp(`(?<!\\\\)${literal(separator)}`));
    if (pattern === undefined || replacement === undefined) return undefined;
    const bare = (text: string): string => text.replaceAll(`\\${separator}`, separator);
    const expression = new RegExp(basicExpression(bare(pattern), false), flags.replaceAll(/[^gi]/g, ''));
    const template = bare(replacement)
      .replaceAll('$', '$$$$')
      .replaceAll(String.raw`\n`, '\n')
      .replaceAll(/\\(\d)/g, '$$$1')
      .replaceAll(/(?<!\\)&/g, '$$&');
    return (line) => line.replace(expression, template);
  } catch {
    return undefined;
  }
}
