import { absolutePath, completeKubectl } from '../kubectl/index.ts';
import { commandNames } from './commands/index.ts';
import type { ShellHost } from './host.ts';
import type { ShellState } from './session-state.ts';

export interface Completion {
  /** Where the word begins that the candidates replace. */
  readonly from: number;
  /** Sorted; folders end in `/`, other whole words in nothing. */
  readonly candidates: readonly string[];
}

const mostCandidates = 500;

/** How the word at the end of `line` could go on. */
export async function complete(line: string, state: ShellState, host: ShellHost): Promise<Completion> {
  const command = line.slice(lastCommandStart(line));
  const words = command.trimStart().split(/\s+/);
  const word = words.at(-1) ?? '';
  const [first = ''] = words;
  const name = state.aliases.get(first) ?? first;
  let candidates: readonly string[];
  if (words.length === 1 && !word.includes('/')) {
    candidates = [...commandNames(), ...state.aliases.keys()];
  } else if (name === 'kubectl') {
    candidates = await kubectlWords(words.slice(1), state, host);
  } else if (name === 'ssh') {
    candidates = [...host.machines().keys()];
  } else {
    candidates = word.startsWith('$')
      ? [...state.variables.keys()].map((variable) => `$${variable}`)
      : paths(word, state, host);
  }
  const fitting = [...new Set(candidates)].filter((candidate) => candidate.startsWith(word)).toSorted();
  return { from: line.length - word.length, candidates: fitting.slice(0, mostCandidates) };
}

async function kubectlWords(
  words: readonly string[],
  state: ShellState,
  host: ShellHost,
): Promise<readonly string[]> {
  const files = host.machines().get(state.machine)?.files;
  if (files === undefined) return [];
  const found = await completeKubectl(words, {
    transport: host.transport,
    files,
    env: state.variables,
    workingFolder: state.workingFolder,
  });
  return found === 'files' ? paths(words.at(-1) ?? '', state, host) : found;
}

/** Where the command that is being typed begins: behind the last `|`, `;`, `&` or `(`. */
function lastCommandStart(line: string): number {
  return Math.max(...['|', ';', '&', '('].map((sign) => line.lastIndexOf(sign))) + 1;
}

function paths(word: string, state: ShellState, host: ShellHost): string[] {
  const files = host.machines().get(state.machine)?.files;
  const slash = word.lastIndexOf('/') + 1;
  const prefix = word.slice(0, slash);
  const folder = absolutePath(
    state,
    prefix === '' ? '.' : prefix.replace(/^~/, state.variables.get('HOME') ?? '~'),
  );
  return (files?.list(folder) ?? []).map((entry) => `${prefix}${entry.name}${entry.folder ? '/' : ''}`);
}
