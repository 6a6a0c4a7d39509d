/** What a login on a machine has: where it is and what it knows. */
export interface ShellState {
  readonly machine: string;
  workingFolder: string;
  readonly variables: Map<string, string>;
  readonly exported: Set<string>;
  readonly aliases: Map<string, string>;
  lastExitCode: number;
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
    lastExitCode: 0,
  };
}
