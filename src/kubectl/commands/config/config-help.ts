import { helpText } from '../../command-line/help.ts';
import type { Context } from '../../context.ts';
import { CommandError } from '../../errors.ts';

/** The help, and what is wrong with the words. */
export function unexpectedArgs(context: Context): CommandError {
  context.out(helpText(context.path));
  return new CommandError(`Unexpected args: [${context.args.join(' ')}]`);
}
