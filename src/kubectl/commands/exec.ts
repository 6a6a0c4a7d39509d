import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';
import { attachablePod } from '../pods/attachable-pod.ts';
import { converse, usesTerminal } from '../pods/conversation.ts';
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
  const tty = withInput && flags.bool('tty') && usesTerminal(context);
  const { namespace = '', name } = pod.metadata;
  return converse(context, { namespace, name, container, command, withInput, tty, subresource: 'exec' });
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
  const container = chosenContainer(context, pod, flags.string('container'), flags.bool('quiet'));
  return attachTo(context, pod, {
    container,
    withInput: flags.bool('stdin'),
    tty: flags.bool('tty'),
    command: 'kubectl attach',
  });
}
