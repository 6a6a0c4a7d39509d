import { goQuote, type Status, StatusError } from '../engine/index.ts';

/** A refusal of kubectl's own; it prints as `error: MESSAGE`. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly code: number;

  constructor(message: string, code = 1) {
    super(message);
    this.code = code;
  }
}

/** Several things went wrong; each prints as one line. Models util/errors.Aggregate. */
export class AggregateError extends Error {
  override name = 'AggregateError';
  readonly errors: readonly Error[];

  constructor(errors: readonly Error[]) {
    const messages = [...new Set(errors.map((error) => error.message))];
    super(messages.length === 1 ? messages[0] : `[${messages.join(', ')}]`);
    this.errors = errors;
  }
}

/** Ends the command without another word. */
export class Exit extends Error {
  override name = 'Exit';
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** The kubeconfig or the flags that choose from it are wrong; the message is all that is said. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
}

/** No API server answered. */
export class ConnectionError extends Error {
  override name = 'ConnectionError';
}

/** The server offers no such resource, where that is all that there is to say. Models meta.NoResourceMatchError. */
export class NoResourceMatchError extends Error {
  override name = 'NoResourceMatchError';

  constructor(resource: string) {
    super(`the server doesn't have a resource type ${goQuote(resource)}`);
  }
}

/** One error for several, none for none. */
export function throwAll(errors: readonly Error[]): void {
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors);
}

/** An error with the file that caused it. Models cmd/util.AddSourceToErr. */
export function withSource(verb: string, source: string | undefined, error: unknown): Error {
  if (!source) return asError(error);
  const prefix = `error when ${verb} ${goQuote(source)}: `;
  if (error instanceof StatusError) {
    return new StatusError({ ...error.status, message: prefix + (error.status.message ?? '') });
  }
  return new CommandError(prefix + asError(error).message);
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

export function isNotFound(error: unknown): error is StatusError {
  return error instanceof StatusError && error.status.reason === 'NotFound';
}

/** What a command that failed says, and its exit code. Models cmd/util.checkErr (v1.36). */
export function failure(thrown: unknown): { text: string; code: number } {
  let error = asError(thrown);
  if (error instanceof AggregateError && error.errors.length === 1) error = error.errors[0] as Error;
  if (error instanceof Exit) return { text: '', code: error.code };
  if (error instanceof StatusError && error.status.reason === 'Invalid') {
    return { text: withNewline(invalidText(error.status)), code: 1 };
  }
  if (error instanceof AggregateError) {
    return { text: error.errors.map((each) => `${messageOf(each)}\n`).join(''), code: 1 };
  }
  const standard = standardMessage(error);
  const text = standard ?? (error.message.startsWith('error: ') ? error.message : `error: ${error.message}`);
  return { text: withNewline(text), code: error instanceof CommandError ? error.code : 1 };
}

function withNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** What stands for an error inside a list of several. */
export function messageOf(error: Error): string {
  return standardMessage(error) ?? error.message;
}

function standardMessage(error: Error): string | undefined {
  if (error instanceof StatusError) {
    const { reason } = error.status;
    const message = error.status.message ?? '';
    if (reason === 'Unauthorized') return `error: You must be logged in to the server (${message})`;
    return reason ? `Error from server (${reason}): ${message}` : `Error from server: ${message}`;
  }
  return error instanceof ConnectionError ||
    error instanceof ConfigurationError ||
    error instanceof NoResourceMatchError
    ? error.message
    : undefined;
}

function invalidText(status: Status): string {
  const { details } = status;
  if (details === undefined) return `The request is invalid${status.message ? `: ${status.message}` : ''}`;
  const causes = details.causes ?? [];
  let head = 'The request is invalid';
  if (details.kind || details.name)
    head = `The ${details.kind ?? ''} ${goQuote(details.name ?? '')} is invalid`;
  else if (status.message && causes.length === 0) head += `: ${status.message}`;
  const lines = [...new Set(causes.map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`))];
  if (lines.length === 0) return head;
  if (lines.length === 1) return `${head}: ${lines[0]}\n`;
  return `${head}: \n${lines.map((line) => `* ${line}\n`).join('')}`;
}
