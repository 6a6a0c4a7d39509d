import { resourcePath, StatusError, type ApiStream } from '../../engine/index.ts';
import { pods } from '../api/known-resources.ts';
import { listAt, textAt } from '../api/object.ts';
import type { Context } from '../context.ts';
import type { CancelSignal } from '../environment.ts';
import { CommandError } from '../errors.ts';
import { at } from '../go/values.ts';

/** A command in a container, or its main process, with what goes in and comes out. */
export interface Conversation {
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
  readonly subresource: 'exec' | 'attach';
  /** Empty for attach. */
  readonly command: readonly string[];
  readonly withInput: boolean;
  readonly tty: boolean;
}

/** Whether there is a terminal where one is asked for; says so if there is not. */
export function usesTerminal(context: Context): boolean {
  if (context.environment.terminal !== undefined) return true;
  if (!context.flags.bool('quiet'))
    context.err('Unable to use a TTY - input is not a terminal or the right kind of file\n');
  return false;
}

/** Where a conversation's texts go, and what is sent instead of what is typed. */
interface Ends {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly input?: string | undefined;
}

/** Prints what a container says and sends it what is typed, until it ends. Answers its exit code. */
export async function converse(context: Context, remote: Conversation, ends?: Ends): Promise<number> {
  const { client, environment } = context;
  const { namespace, name, subresource, withInput, tty } = remote;
  const path = resourcePath(pods, { namespace, name, subresource });
  const query = [
    ...remote.command.map((word) => ['command', word] as const),
    ['container', remote.container] as const,
    ...(withInput ? [['stdin', 'true'] as const] : []),
    ['stdout', 'true'] as const,
    tty ? (['tty', 'true'] as const) : (['stderr', 'true'] as const),
  ];
  const text = query.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
  const types = withInput && ends === undefined && environment.terminal !== undefined;
  const input = withInput && !types ? (ends?.input ?? (await environment.stdin())) : undefined;
  const { out, err } = ends ?? {
    out: (text: string) => context.out(text),
    err: (text: string) => context.err(text),
  };
  const response = await client
    .send('POST', `${path}?${text}`, { body: input, contentType: 'application/octet-stream' })
    .catch((error: unknown) => {
      if (error instanceof StatusError)
        throw new CommandError(`unable to upgrade connection: ${error.message}`);
      throw error;
    });
  const { stream } = response;
  if (stream === undefined) return exitCode(undefined, err);
  let end: unknown;
  const over = endSignal();
  // With a terminal, Ctrl-C is for the one inside.
  const following = client.follow(stream, (chunk) => {
    const data = textAt(chunk, 'data');
    const channel = at(chunk, 'channel');
    if (channel === 1) out(data);
    else if (channel === 2) err(data);
    else if (channel === 3) end = JSON.parse(data);
    return channel === 3;
  });
  if (types) void passOn(context, stream, { tty, over: over.signal });
  await following;
  over.end();
  return exitCode(end, err);
}

/** Sends what is typed, until the conversation is over. */
async function passOn(
  { environment: { terminal } }: Context,
  stream: ApiStream,
  { tty, over }: { tty: boolean; over: CancelSignal },
): Promise<void> {
  for (;;) {
    const typed = tty ? await terminal?.key(over) : await terminal?.line();
    if (over.cancelled) return;
    stream.send?.(typed === undefined ? { channel: 255, data: '\0' } : { channel: 0, data: typed });
    if (typed === undefined) return;
  }
}

function endSignal(): { signal: CancelSignal; end: () => void } {
  const listeners = new Set<() => void>();
  let cancelled = false;
  return {
    signal: {
      get cancelled() {
        return cancelled;
      },
      onCancel(listener) {
        if (cancelled) listener();
        else listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    end() {
      cancelled = true;
      for (const listener of listeners) listener();
    },
  };
}

/** The exit code that the end of a remote command tells. */
function exitCode(end: unknown, err: (text: string) => void): number {
  if (end === undefined) return 130;
  if (textAt(end, 'status') === 'Success') return 0;
  if (textAt(end, 'reason') !== 'NonZeroExitCode') {
    throw new CommandError(`Internal error occurred: ${textAt(end, 'message')}`);
  }
  const [cause] = listAt(end, 'details', 'causes');
  const code = Number(textAt(cause, 'message'));
  err(`command terminated with exit code ${code}\n`);
  return code;
}
