import { resourcePath, StatusError } from '../../engine/index.ts';
import { pods } from '../api/known-resources.ts';
import { listAt, textAt } from '../api/object.ts';
import type { Context } from '../context.ts';
import { CommandError, Exit } from '../errors.ts';
import { at } from '../go/values.ts';
import { attachablePod } from '../pods/attachable-pod.ts';
import { attachTo } from './attach.ts';
import { chosenContainer } from './logs.ts';

/** `kubectl exec`. Models kubectl/pkg/cmd/exec (v1.36). */
export async function exec(context: Context): Promise<number> {
  const { args, flags } = context;
  const dash = flags.argumentsBeforeDash;
  const hasFiles = flags.list('filename').length > 0;
  const word = args.length > 0 && dash !== 0 ? (args[0] as string) : '';
  if (dash < 0 && (args.length > 1 || (args.length > 0 && hasFiles))) {
    throw context.usageError(
      'exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead',
    );
  }
  const command = dash < 0 ? [] : args.slice(dash);
  if (word === '' && !hasFiles) throw new CommandError('pod, type/name or --filename must be specified');
  if (command.length === 0) throw new CommandError('you must specify at least one command for the container');
  const { pod } = await attachablePod(context, [word]);
  const phase = pod.status?.phase;
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw new CommandError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  }
  const container = chosenContainer(context, pod, flags.string('container'), flags.bool('quiet'));
  const withInput = flags.bool('stdin');
  if (withInput && flags.bool('tty') && !flags.bool('quiet')) {
    context.err('Unable to use a TTY - input is not a terminal or the right kind of file\n');
  }
  const { namespace, name } = pod.metadata;
  return runInContainer(context, { namespace: namespace ?? '', name, container, command, withInput });
}

interface RemoteCommand {
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
  readonly command: readonly string[];
  readonly withInput: boolean;
}

async function runInContainer(context: Context, remote: RemoteCommand): Promise<number> {
  const { client, environment } = context;
  const path = resourcePath(pods, { namespace: remote.namespace, name: remote.name, subresource: 'exec' });
  const query = [
    ...remote.command.map((word) => ['command', word] as const),
    ['container', remote.container] as const,
    ...(remote.withInput ? [['stdin', 'true'] as const] : []),
    ['stdout', 'true'] as const,
    ['stderr', 'true'] as const,
  ];
  const text = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const input = remote.withInput ? await environment.stdin() : undefined;
  const response = await client
    .send('POST', `${path}?${text}`, { body: input, contentType: 'application/octet-stream' })
    .catch((error: unknown) => {
      if (error instanceof StatusError)
        throw new CommandError(`unable to upgrade connection: ${error.message}`);
      throw error;
    });
  let end: unknown;
  if (response.stream !== undefined) {
    await client.follow(response.stream, (chunk) => {
      const data = textAt(chunk, 'data');
      const channel = at(chunk, 'channel');
      if (channel === 1) context.out(data);
      else if (channel === 2) context.err(data);
      else if (channel === 3) end = JSON.parse(data);
      return channel === 3;
    });
  }
  return exitCode(context, end);
}

/** The exit code that the end of a remote command tells. */
function exitCode(context: Context, end: unknown): number {
  if (end === undefined) return 130;
  if (textAt(end, 'status') === 'Success') return 0;
  if (textAt(end, 'reason') !== 'NonZeroExitCode') {
    throw new CommandError(`Internal error occurred: ${textAt(end, 'message')}`);
  }
  const [cause] = listAt(end, 'details', 'causes');
  const code = Number(textAt(cause, 'message'));
  context.err(`command terminated with exit code ${code}\n`);
  return code;
}

/** `kubectl attach`. Models kubectl/pkg/cmd/attach (v1.36). */
export async function attach(context: Context): Promise<number> {
  const { args, flags } = context;
  if (args.length === 0) throw new CommandError('at least 1 argument is required for attach');
  if (args.length > 2) {
    throw new CommandError(
      `expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: [${args.join(' ')}]`,
    );
  }
  const { pod } = await attachablePod(context, args);
  const phase = pod.status?.phase;
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw new CommandError(`cannot attach a container in a completed pod; current phase is ${phase}`);
  }
  chosenContainer(context, pod, flags.string('container'), flags.bool('quiet'));
  if (!flags.bool('quiet')) {
    context.err(
      "All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\nIf you don't see a command prompt, try pressing enter.\n",
    );
  }
  await attachTo(context, pod.metadata.name, { removeAfter: false });
  throw new Exit(0);
}
