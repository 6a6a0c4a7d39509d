import { fileSources } from '../api/file-sources.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';

/** Words that choose objects, which `--raw` leaves no room for. */
const choosing = ['selector', 'output', 'template'];

/**
 * `--raw PATH`: what is in the one file, or nothing, is sent there as it is, and the answer printed.
 * Answers whether it was asked for. Models kubectl/pkg/rawhttp (v1.36).
 */
export async function sendRaw(context: Context, method: 'POST' | 'PUT' | 'DELETE'): Promise<boolean> {
  const { flags, args, environment } = context;
  const path = flags.string('raw');
  if (path === '') return false;
  if (args.length > 0) throw new CommandError('arguments may not be passed when --raw is specified');
  if (flags.has('edit') && flags.bool('edit'))
    throw context.usageError('--raw and --edit are mutually exclusive');
  const filenames = flags.list('filename');
  if (filenames.length > 1 || (filenames.length === 0 && method !== 'DELETE'))
    throw context.usageError('--raw can only use a single local file or stdin');
  for (const name of choosing)
    if (flags.has(name) && flags.string(name) !== '')
      throw context.usageError(`--raw and --${name} are mutually exclusive`);
  const { sources, errors } = fileSources(environment, { filenames });
  const [problem] = errors;
  if (problem !== undefined) throw problem;
  const body = await sources[0]?.read();
  const answer = await context.client.request(method, path, {
    ...(body !== undefined && { body }),
  });
  context.out(typeof answer === 'string' ? answer : `${JSON.stringify(answer)}\n`);
  return true;
}
