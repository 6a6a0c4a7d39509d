import { commandGroups } from './command-groups.ts';
import { allFlags, commandName } from './declaration.ts';
import type { CommandDeclaration, CommandPath, FlagDeclaration } from './declaration.ts';
import { bareValue } from './flag-set.ts';

export interface FoundCommand {
  readonly path: CommandPath;
  /** The words that are left for it: flags and arguments. */
  readonly words: readonly string[];
  /** The first word that might have been meant as a command below it. */
  readonly firstArgument: string | undefined;
}

/** Follows the words down to the command that they name. Models cobra.Command.Find. */
export function findCommand(root: CommandDeclaration, words: readonly string[]): FoundCommand {
  let path: CommandPath = { declaration: root, parents: [] };
  let left = words;
  for (;;) {
    const at = firstArgument(left, allFlags(path));
    const word = at < 0 ? undefined : left[at];
    const next = word === undefined ? undefined : childNamed(path.declaration, word);
    if (next === undefined) return { path, words: left, firstArgument: word };
    path = { declaration: next, parents: [...path.parents, path.declaration] };
    left = left.toSpliced(at, 1);
  }
}

function childNamed(declaration: CommandDeclaration, name: string): CommandDeclaration | undefined {
  return declaration.commands?.find(
    (command) => commandName(command) === name || command.aliases?.includes(name),
  );
}

/** Where the first word stands that is no flag and no flag's value; -1 where there is none. */
function firstArgument(words: readonly string[], flags: readonly FlagDeclaration[]): number {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (word === '--') return -1;
    if (!word.startsWith('-')) {
      if (word !== '') return at;
      continue;
    }
    if (word.includes('=')) continue;
    const flag = word.startsWith('--')
      ? flags.find((each) => each.name === word.slice(2))
      : word.length === 2
        ? flags.find((each) => each.shorthand === word[1])
        : undefined;
    const takesNext =
      word.startsWith('--') || word.length === 2
        ? flag === undefined || bareValue(flag) === undefined
        : false;
    if (takesNext) {
      if (words.length - at <= 2) return -1;
      at++;
    }
  }
  return -1;
}

/** Commands below `declaration` that a mistyped word may have meant. Models cobra.Command.SuggestionsFor. */
export function suggestionsFor(declaration: CommandDeclaration, typed: string): string[] {
  const near: string[] = [];
  const commands = commandGroups(declaration.commands ?? []).flatMap((group) => group.commands);
  for (const command of commands) {
    const name = commandName(command);
    const close =
      editDistance(typed.toLowerCase(), name.toLowerCase()) <= 2 ||
      name.toLowerCase().startsWith(typed.toLowerCase());
    if (close || command.suggestFor?.some((word) => word.toLowerCase() === typed.toLowerCase()))
      near.push(name);
  }
  return near;
}

/** Models cobra's ld, the Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
