import { compareStrings } from '../go/sort.ts';
import { allFlags, commandName, commandPath } from './declaration.ts';
import type { CommandDeclaration, CommandPath, FlagDeclaration } from './declaration.ts';
import { commandGroups } from './command-groups.ts';

/** What `--help` prints. Models kubectl/pkg/util/templates (v1.36). */
export function helpText(path: CommandPath): string {
  const { declaration } = path;
  const head = (declaration.long || declaration.short).trim();
  if (!isRunnable(declaration) && (declaration.commands ?? []).length === 0) return head;
  return head + usageText(path);
}

/** What follows the description; also what a command prints that was used wrongly. */
export function usageText(path: CommandPath): string {
  const { declaration, parents } = path;
  const sections: string[] = [];
  if (declaration.aliases?.length) {
    sections.push(`Aliases:\n${[commandName(declaration), ...declaration.aliases].join(', ')}\n\n`);
  }
  if (declaration.example) sections.push(`Examples:\n${declaration.example.trimEnd()}\n\n`);
  const commands = visibleCommands(declaration);
  if (commands.length > 0) sections.push(`${groupedCommands(path)}\n\n`);
  const flags = visibleFlags(declaration);
  if (flags.length > 0) sections.push(`Options:\n${flags.map(flagHelp).join('').trimEnd()}\n\n`);
  if (isRunnable(declaration) && parents.length > 0) sections.push(`Usage:\n  ${usageLine(path)}\n\n`);
  if (parents.length === 0) sections.push(`Usage:\n  kubectl [flags] [options]\n\n`);
  if (commands.length > 0) {
    sections.push(
      `Use "${commandPath(path)} <command> --help" for more information about a given command.\n`,
    );
  }
  if (isRunnable(declaration)) {
    sections.push(
      'Use "kubectl options" for a list of global command-line options (applies to all commands).\n',
    );
  }
  return `\n\n${sections.join('')}`;
}

/** What `kubectl options` prints: the flags that every command takes. */
export function optionsText(root: CommandDeclaration): string {
  const flags = (root.persistentFlags ?? []).filter((flag) => !flag.hidden).toSorted(byName);
  return `The following options can be passed to any command:\n\n${flags.map(flagHelp).join('')}`;
}

export function isRunnable(declaration: CommandDeclaration): boolean {
  return declaration.runnable !== false;
}

function usageLine(path: CommandPath): string {
  const use = [...path.parents.map(commandName), path.declaration.use].join(' ');
  const withFlags = path.declaration.flagsInUse && !use.includes('[flags]') ? `${use} [flags]` : use;
  return withFlags.includes('[options]') || allFlags(path).length === 0
    ? withFlags
    : `${withFlags} [options]`;
}

function visibleFlags(declaration: CommandDeclaration): FlagDeclaration[] {
  return (declaration.flags ?? []).filter((flag) => !flag.hidden).toSorted(byName);
}

function byName(a: FlagDeclaration, b: FlagDeclaration): number {
  return compareStrings(a.name, b.name);
}

function flagHelp(flag: FlagDeclaration): string {
  const shorthand = flag.shorthand === undefined ? '' : `-${flag.shorthand}, `;
  const value = flag.type === 'string' ? `'${flag.default ?? ''}'` : (flag.default ?? '');
  const deprecated = flag.deprecated === undefined ? '' : ` (DEPRECATED: ${flag.deprecated})`;
  const usage = (flag.usage + deprecated).split('\n').join(' ');
  return `    ${shorthand}--${flag.name}=${value}:\n\t${usage}\n\n`;
}

function visibleCommands(declaration: CommandDeclaration): CommandDeclaration[] {
  return (declaration.commands ?? []).filter(
    (command) => isRunnable(command) || visibleCommands(command).length > 0,
  );
}

function groupedCommands(path: CommandPath): string {
  const commands = visibleCommands(path.declaration)
    .filter((command) => commandName(command) !== 'options')
    .toSorted((a, b) => compareStrings(commandName(a), commandName(b)));
  const longest = Math.max(...commands.map((command) => commandName(command).length), minimumNamePadding);
  const line = (command: CommandDeclaration): string =>
    `  ${commandName(command).padEnd(longest)}   ${command.short}`;
  if (path.parents.length > 0) return ['Available Commands:', ...commands.map(line)].join('\n');
  return commandGroups(commands)
    .map((group) => [group.title, ...group.commands.map(line)].join('\n'))
    .join('\n\n');
}

/** Cobra's. */
const minimumNamePadding = 11;
