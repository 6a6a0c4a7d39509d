import type { ShellCommand } from '../command.ts';
import { builtinCommands, shellCommands } from './builtins.ts';
import { clusterCommands } from './cluster.ts';
import { curl } from './curl.ts';
import { awk } from './awk/awk.ts';
import { diff } from './diff.ts';
import { echoCommands } from './echo.ts';
import { environmentCommands } from './environment.ts';
import { fileCommands } from './files.ts';
import { find, xargs } from './find.ts';
import { grep } from './grep.ts';
import { jq } from './jq/jq.ts';
import { less, man } from './less.ts';
import { lineCommands } from './lines.ts';
import { lookupCommands } from './lookup.ts';
import { machineCommands } from './machine/index.ts';
import { play } from './play.ts';
import { sed } from './sed/sed.ts';
import { sort } from './sort.ts';

/** Built-ins that are programs too. */
const also = ['echo', 'printf', 'pwd', 'test', '[', 'true', 'false', 'kill'];

const programs: ReadonlyMap<string, ShellCommand> = new Map(
  Object.entries({
    ...echoCommands,
    ...fileCommands,
    ...lineCommands,
    ...environmentCommands,
    ...clusterCommands,
    ...shellCommands,
    ...machineCommands,
    awk,
    gawk: awk,
    curl,
    diff,
    egrep: grep,
    fgrep: grep,
    find,
    grep,
    jq,
    less,
    more: less,
    man,
    play,
    sed,
    sort,
    xargs,
  }),
);

const builtins: ReadonlyMap<string, ShellCommand> = new Map(
  Object.entries({
    ...builtinCommands,
    ...lookupCommands((name) => {
      if (builtins.has(name) || ['cd', 'pwd', 'echo', 'printf', 'history'].includes(name)) return 'builtin';
      return programs.has(name) ? 'file' : undefined;
    }),
  }),
);

/** What runs under that name, also by its path in a bin folder. */
export function commandNamed(name: string): ShellCommand | undefined {
  const program = name.replace(/^(?:\/usr)?(?:\/local)?\/s?bin\//, '');
  if (program === name) return builtins.get(name) ?? programs.get(name);
  return programs.get(program) ?? (also.includes(program) ? builtins.get(program) : undefined);
}

/** All that can be typed as a command, for completion. */
export function commandNames(): string[] {
  return [...new Set([...builtins.keys(), ...programs.keys()])].toSorted();
}
