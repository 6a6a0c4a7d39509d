import type { Pod } from '../../engine/index.ts';
import type { Context } from '../context.ts';
import { converse, usesTerminal } from '../pods/conversation.ts';

/** Connects to the main process of a container. Models AttachOptions.Run of kubectl/pkg/cmd/attach (v1.36). */
export async function attachTo(
  context: Context,
  { metadata, spec }: Pod,
  options: { container: string; withInput: boolean; tty: boolean; command: string },
): Promise<number> {
  const { container, withInput } = options;
  const ephemeral = (spec.ephemeralContainers ?? []).some(({ name }) => name === container);
  const its = [...spec.containers, ...(spec.ephemeralContainers ?? [])].find(
    ({ name }) => name === container,
  );
  const quiet = context.flags.has('quiet') && context.flags.bool('quiet');
  if (options.tty && its?.tty !== true && !quiet)
    context.err(`error: Unable to use a TTY - container ${container} did not allocate one\n`);
  const raw = withInput && its?.tty === true && usesTerminal(context);
  if (!quiet) {
    context.err(
      'All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\n',
    );
    context.err("If you don't see a command prompt, try pressing enter.\n");
  }
  const code = await converse(context, {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    container,
    subresource: 'attach',
    command: [],
    withInput,
    tty: raw,
  });
  if (raw && !quiet) {
    const again = `'${options.command} ${metadata.name} -c ${container} -n ${metadata.namespace} -i -t'`;
    context.out(
      ephemeral
        ? `Session ended, the ephemeral container will not be restarted but may be reattached using ${again} if it is still running\n`
        : `Session ended, resume using ${again} command\n`,
    );
  }
  return code;
}
