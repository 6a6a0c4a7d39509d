import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';

/** `kubectl debug`. Simplified: no ephemeral containers are started. */
export function debug({ args, flags }: Context): void {
  if (args.length === 0) throw new CommandError('NAME or TYPE/NAME is required for debug');
  if (flags.string('image') === '' && flags.string('copy-to') === '')
    throw new CommandError('you must specify --image when not using --copy-to.');
  throw new CommandError('ephemeral containers are not simulated');
}
