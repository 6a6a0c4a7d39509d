import type { ShellHost } from './host.ts';
import type { ShellState } from './session-state.ts';

/** The process id of a terminal's shell. */
const shellProcessId = 2077;

/** What a variable holds, also of those that the shell keeps by itself; undefined where it is not set. */
export function variableValue(name: string, state: ShellState, host: ShellHost): string | undefined {
  const { parameters } = state;
  switch (name) {
    case '?':
      return String(state.lastExitCode);
    case '#':
      return String(parameters.length);
    case '@':
    case '*':
      return parameters.join(' ');
    case '$':
      return String(shellProcessId);
    case '!':
      return state.lastJobId === undefined ? '' : String(state.lastJobId);
    case '-':
      return 'himBHs';
    case '0':
      return state.scriptName;
    case 'PWD':
      return state.workingFolder;
    case 'RANDOM':
      return String(Math.floor(host.random() * 32_768));
    case 'UID':
    case 'EUID':
      return '0';
    case 'SECONDS':
    case 'EPOCHSECONDS':
      return String(Math.floor(host.now() / 1000));
    case 'BASH_VERSION':
      return '5.2.15(1)-release';
    default:
      return /^[1-9]/.test(name) ? parameters[Number(name) - 1] : state.variables.get(name);
  }
}

/** The variables as arithmetic reads and sets them. */
export function variables(
  state: ShellState,
  host: ShellHost,
): { get: (name: string) => string | undefined; set: (name: string, value: string) => void } {
  return {
    get: (name) => variableValue(name, state, host),
    set: (name, value) => void state.variables.set(name, value),
  };
}

/** What a command finds in its environment: what is exported. */
export function environmentOf({ exported, variables: all }: ShellState): ReadonlyMap<string, string> {
  const env = new Map<string, string>();
  for (const name of exported) {
    const value = all.get(name);
    if (value !== undefined) env.set(name, value);
  }
  return env;
}
