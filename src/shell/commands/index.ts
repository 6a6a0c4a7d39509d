import type { ShellCommand } from '../command.ts';
import { clusterCommands } from './cluster.ts';
import { curl } from './curl.ts';
import { environmentCommands } from './environment.ts';
import { fileCommands } from './files.ts';
import { textCommands } from './text.ts';

const commands: ReadonlyMap<string, ShellCommand> = new Map(
  Object.entries({ ...fileCommands, ...textCommands, ...environmentCommands, ...clusterCommands, curl }),
);

/** What runs under that name, also by its path in a bin folder. */
export function commandNamed(name: string): ShellCommand | undefined {
  return commands.get(name.replace(/^(?:\/usr)?(?:\/local)?\/s?bin\//, ''));
}

export function commandNames(): string[] {
  return [...commands.keys()].toSorted();
}
