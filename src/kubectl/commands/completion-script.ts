import { goQuote } from '../../engine/index.ts';
import type { Context } from '../context.ts';

/** `kubectl completion`. Simplified: the terminal completes by itself, so that the script says nothing. */
export function completionScript(context: Context): void {
  const { args } = context;
  if (args.length === 0) throw context.usageError('Shell not specified.');
  if (args.length > 1) throw context.usageError('Too many arguments. Expected only the shell type.');
  const [shell = ''] = args;
  if (!['bash', 'zsh', 'fish', 'powershell'].includes(shell)) {
    throw context.usageError(`Unsupported shell type ${goQuote(shell)}.`);
  }
  context.out(`# ${shell} completion for kubectl: the terminal completes kubectl's words by itself\n`);
}
