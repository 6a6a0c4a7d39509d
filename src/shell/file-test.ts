import type { FileTree } from '../engine/index.ts';
import { absolutePath } from '../kubectl/index.ts';
import type { ShellState } from './session-state.ts';

/** What `test -f PATH` and its like find; undefined where there is no such operator. */
export function fileTest(
  operator: string,
  word: string,
  { files, state }: { files: FileTree; state: ShellState },
): boolean | undefined {
  const path = absolutePath(state, word);
  switch (operator) {
    case '-z':
      return word === '';
    case '-n':
      return word !== '';
    case '-v':
      return state.variables.has(word);
    case '-d':
      return word !== '' && files.isFolder(path);
    case '-f':
    case '-r':
    case '-w':
      return files.read(path) !== undefined;
    case '-x':
      return files.read(path)?.startsWith('#!') ?? files.isFolder(path);
    case '-s':
      return (files.read(path) ?? '') !== '';
    case '-e':
    case '-a':
      return word !== '' && files.exists(path);
    case '-L':
    case '-h':
    case '-t':
      return false;
    default:
      return undefined;
  }
}
