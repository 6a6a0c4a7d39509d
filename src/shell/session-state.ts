import type { Command } from '../engine/index.ts';

/** What a login on a machine has: where it is and what it knows. */
export interface ShellState {
  readonly machine: string;
  workingFolder: string;
  readonly variables: Map<string, string>;
  readonly exported: Set<string>;
  readonly aliases: Map<string, string>;
  readonly functions: Map<string, Command>;
  /** What `set -o` has switched on: `errexit`, `pipefail`, `nounset`, `xtrace`. */
  readonly options: Set<string>;
  /** `$0`, and `$1` and the following. */
  scriptName: string;
  parameters: readonly string[];
  /** What `local` has hidden, the innermost function last. */
  readonly hidden: Map<string, string | undefined>[];
  lastExitCode: number;
  /** The number of the last job in the background. */
  lastJobId?: number;
  /** Where `ssh` goes when the line has ended. */
  nextLogin?: string;
}

/** The address under which the API server can be asked without credentials, as `kubectl proxy` serves it. */
export const serverAddress = '127.0.0.1:8001';

export const homeFolder = '/root';

/** A fresh login on `machine`. */
export function login(machine: string): ShellState {
  const variables = new Map([
    ['HOME', homeFolder],
    ['USER', 'root'],
    ['LOGNAME', 'root'],
    ['HOSTNAME', machine],
    ['SHELL', '/bin/bash'],
    ['TERM', 'xterm-256color'],
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['PWD', homeFolder],
    ['EDITOR', 'vi'],
    ['SERVER', serverAddress],
  ]);
  return {
    machine,
    workingFolder: homeFolder,
    variables,
    exported: new Set(variables.keys()),
    aliases: new Map([
      ['k', 'kubectl'],
      ['ll', 'ls -l'],
    ]),
    functions: new Map(),
    options: new Set(),
    scriptName: '-bash',
    parameters: [],
    hidden: [],
    lastExitCode: 0,
  };
}

/** What a subshell begins with: nothing that it changes is seen outside. */
export function forked(state: ShellState): ShellState {
  return {
    ...state,
    variables: new Map(state.variables),
    exported: new Set(state.exported),
    aliases: new Map(state.aliases),
    functions: new Map(state.functions),
    options: new Set(state.options),
    hidden: state.hidden.map((names) => new Map(names)),
  };
}
