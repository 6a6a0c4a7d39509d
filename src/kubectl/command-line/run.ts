import { goQuote } from '../../engine/index.ts';
import { commands } from '../commands/index.ts';
import { runPlugin } from '../commands/plugin.ts';
import { Context } from '../context.ts';
import { kubectl } from '../declarations/index.ts';
import type { Environment } from '../environment.ts';
import { CommandError, Exit, failure } from '../errors.ts';
import { allFlags, commandName, commandPath } from './declaration.ts';
import type { CommandPath } from './declaration.ts';
import { findCommand, suggestionsFor } from './find-command.ts';
import { FlagError, FlagSet } from './flag-set.ts';
import { helpText, isRunnable, optionsText, usageText } from './help.ts';

/**
 * Runs one kubectl command line. `argv[0]` is `kubectl` itself. Everything that it prints goes to the
 * environment; the answer is its exit code. Never throws.
 */
export async function runKubectl(argv: readonly string[], environment: Environment): Promise<number> {
  try {
    return await dispatch(argv.slice(1), environment);
  } catch (error) {
    const { text, code } = failure(error);
    if (text !== '') environment.stderr(text);
    return code;
  }
}

async function dispatch(words: readonly string[], environment: Environment): Promise<number> {
  if (words[0] === 'help') return help(words.slice(1), environment);
  const { path, words: rest, firstArgument } = findCommand(kubectl, words);
  const name = commandPath(path);
  if (firstArgument !== undefined && mayBePlugin(name)) {
    const code = await runPlugin(environment, words);
    if (code !== undefined) return code;
  }
  if (path.parents.length === 0 && firstArgument !== undefined) {
    throw new CommandError(
      `unknown command ${goQuote(firstArgument)} for "kubectl"${didYouMean(firstArgument)}`,
    );
  }
  const flags = new FlagSet(allFlags(path));
  const args = parse(flags, rest, name);
  for (const { name: flag, deprecated } of flags.deprecatedUses) {
    environment.stderr(`Flag --${flag} has been deprecated, ${deprecated}\n`);
  }
  if (name === 'kubectl alpha') {
    environment.stderr('No alpha commands are available in this version of kubectl\n');
    return 0;
  }
  if (flags.bool('help')) {
    environment.stdout(helpText(path));
    return 0;
  }
  if (!isRunnable(path.declaration) && path.declaration.commands === undefined) {
    environment.stdout(helpText(path));
    return 0;
  }
  requireFlags(flags, path);
  const run = commands[name];
  const context = new Context(environment, path, flags, args);
  if (run === undefined) return groupOnly(context);
  const code = (await run(context)) ?? 0;
  if (code === 0 && flags.bool('warnings-as-errors')) refuseWarnings(context.warnings);
  return code;
}

function refuseWarnings(count: number): void {
  if (count === 0) return;
  throw new CommandError(`${count} ${count === 1 ? 'warning' : 'warnings'} received`);
}

/** Plugins may stand where kubectl knows no command, and below `create`. */
function mayBePlugin(name: string): boolean {
  return name === 'kubectl' || name === 'kubectl create';
}

function parse(flags: FlagSet, words: readonly string[], name: string): string[] {
  try {
    return flags.parse(words);
  } catch (error) {
    if (error instanceof FlagError) {
      throw new CommandError(`${error.message}\nSee '${name} --help' for usage.`);
    }
    throw error;
  }
}

/** A command that only holds others: its help, or a word about the one that is not there. */
function groupOnly(context: Context): number {
  const { path, args, environment } = context;
  if (path.parents.length === 0) {
    environment.stdout(helpText(path));
    return 0;
  }
  if (commandName(path.declaration) === 'options') {
    environment.stdout(optionsText(kubectl));
    return 0;
  }
  if (args.length > 0) throw context.usageError(`unknown command ${goQuote(args.join(' '))}`);
  const print = helpToStderr.has(commandPath(path)) ? environment.stderr : environment.stdout;
  print.call(environment, helpText(path));
  throw new Exit(1);
}

/** Groups that write their help where errors go. Models cmd/util.DefaultSubCommandRun (v1.36). */
const helpToStderr = new Set([
  'kubectl auth',
  'kubectl config',
  'kubectl create secret',
  'kubectl create service',
  'kubectl kuberc',
  'kubectl plugin',
  'kubectl set',
  'kubectl top',
]);

function help(words: readonly string[], environment: Environment): number {
  const { path, firstArgument } = findCommand(kubectl, words);
  if (firstArgument !== undefined && path.parents.length === 0) {
    environment.stderr(`Unknown help topic ${goTopic(words)}\n`);
    environment.stderr(usageText(path));
    return 0;
  }
  environment.stdout(helpText(path));
  return 0;
}

function goTopic(words: readonly string[]): string {
  return `[${words.map((word) => '`' + word + '`').join(' ')}]`;
}

function didYouMean(typed: string): string {
  const near = suggestionsFor(kubectl, typed);
  return near.length === 0 ? '' : `\n\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}`;
}

/** Flags without which a command does not start. */
const requiredFlags: Readonly<Record<string, readonly string[]>> = {
  'kubectl scale': ['replicas'],
  'kubectl create deployment': ['image'],
  'kubectl create clusterrolebinding': ['clusterrole'],
  'kubectl create cronjob': ['image', 'schedule'],
  'kubectl create service externalname': ['external-name'],
  'kubectl kuberc set': ['section'],
  'kubectl run': ['image'],
  'kubectl autoscale': ['max'],
};

function requireFlags(flags: FlagSet, path: CommandPath): void {
  const missing = (requiredFlags[commandPath(path)] ?? []).filter((name) => !flags.changed(name));
  if (missing.length > 0) {
    throw new CommandError(`required flag(s) ${missing.map((name) => `"${name}"`).join(', ')} not set`);
  }
}
