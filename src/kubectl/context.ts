import { ApiClient } from './api/api-client.ts';
import { Discovery } from './api/discovery.ts';
import { commandPath } from './command-line/declaration.ts';
import type { CommandPath } from './command-line/declaration.ts';
import type { FlagSet } from './command-line/flag-set.ts';
import { clientConfig } from './config/client-config.ts';
import { currentNamespace } from './config/kubeconfig.ts';
import type { Environment } from './environment.ts';
import { CommandError } from './errors.ts';

/** One run of one command: its words, and what it needs to act. */
export class Context {
  readonly environment: Environment;
  readonly path: CommandPath;
  readonly flags: FlagSet;
  readonly args: string[];
  private knownClient: ApiClient | undefined;
  private knownDiscovery: Discovery | undefined;

  constructor(environment: Environment, path: CommandPath, flags: FlagSet, args: string[]) {
    this.environment = environment;
    this.path = path;
    this.flags = flags;
    this.args = args;
  }

  get client(): ApiClient {
    this.knownClient ??= new ApiClient(
      this.environment,
      clientConfig(this.environment, this.flags),
      Number(this.flags.string('v')) || 0,
    );
    return this.knownClient;
  }

  /** How many things the server has warned of so far. */
  get warnings(): number {
    return this.knownClient?.warnings ?? 0;
  }

  get discovery(): Discovery {
    this.knownDiscovery ??= new Discovery(this.client);
    return this.knownDiscovery;
  }

  /** The namespace that the command works in: the flag's, else the current context's, else `default`. */
  get namespace(): string {
    return this.flags.string('namespace') || currentNamespace(this.environment, this.flags);
  }

  /** Whether the namespace was asked for on the command line. */
  get namespaceIsExplicit(): boolean {
    return this.flags.string('namespace') !== '';
  }

  out(text: string): void {
    this.environment.stdout(text);
  }

  err(text: string): void {
    this.environment.stderr(text);
  }

  /** A mistake in the words. Models cmd/util.UsageErrorf. */
  usageError(message: string): CommandError {
    return new CommandError(`${message}\nSee '${commandPath(this.path)} -h' for help and examples`);
  }
}

/** What a command does. It answers an exit code, or nothing for 0, and throws what went wrong. */
export type Command = (context: Context) => Promise<number | void> | number | void;
