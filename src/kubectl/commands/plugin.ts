import { goQuote } from '../../engine/index.ts';
import { commandPath } from '../command-line/declaration.ts';
import { findCommand } from '../command-line/find-command.ts';
import type { Context } from '../context.ts';
import { kubectl } from '../declarations/index.ts';
import { absolutePath, type Environment } from '../environment.ts';
import { CommandError } from '../errors.ts';

/** The folders in which programs are looked for. */
function searchPath({ env }: Environment): string[] {
  return [...new Set((env.get('PATH') ?? '').split(':'))].filter((folder) => folder.trim() !== '');
}

/** `kubectl plugin list`. Models kubectl/pkg/cmd/plugin (v1.36). */
export function listPlugins(context: Context): void {
  const { environment, flags } = context;
  const plugins = searchPath(environment).flatMap((folder) => pluginsIn(context, folder));
  const problems: string[] = [];
  if (plugins.length === 0) problems.push('error: unable to find any kubectl plugins in your PATH');
  else context.out('The following compatible plugins are available:\n\n');
  const seen = new Map<string, string>();
  let warnings = 0;
  for (const path of plugins) {
    const name = path.split('/').at(-1) as string;
    context.out(`${flags.bool('name-only') ? name : path}\n`);
    for (const warning of warningsOf(environment, path, name, seen)) {
      context.err(`  - warning: ${warning}\n`);
      warnings++;
    }
  }
  if (warnings === 1) problems.push('error: one plugin warning was found');
  if (warnings > 1) problems.push(`error: ${warnings} plugin warnings were found`);
  if (problems.length > 0) throw new CommandError(problems.map((problem) => `${problem}\n`).join(''));
}

function pluginsIn(context: Context, folder: string): string[] {
  const { environment } = context;
  const entries = environment.files.list(absolutePath(environment, folder));
  if (entries === undefined) {
    context.err(
      `Unable to read directory ${goQuote(folder)} from your PATH: open ${folder}: no such file or directory. Skipping...\n`,
    );
    return [];
  }
  return entries
    .filter(({ name, folder: isFolder }) => !isFolder && name.startsWith('kubectl-'))
    .map(({ name }) => `${folder.replace(/\/$/, '')}/${name}`);
}

function warningsOf(
  environment: Environment,
  path: string,
  name: string,
  seen: Map<string, string>,
): string[] {
  const warnings: string[] = [];
  if (environment.programs?.isExecutable(absolutePath(environment, path)) === false)
    warnings.push(`${path} identified as a kubectl plugin, but it is not executable`);
  const other = seen.get(name);
  if (other === undefined) seen.set(name, path);
  else warnings.push(`${path} is overshadowed by a similarly named plugin: ${other}`);
  const words = name.split('-').slice(1);
  const { path: command, firstArgument } = findCommand(kubectl, words);
  if (firstArgument === undefined && command.parents.length > 0)
    warnings.push(`${name} overwrites existing command: ${goQuote(commandPath(command))}`);
  return warnings;
}

/**
 * Runs the plugin that the first words name, the one with the longest name. Answers its exit code;
 * undefined where there is none. Models kubectl/pkg/cmd.HandlePluginCommand (v1.36).
 */
export async function runPlugin(
  environment: Environment,
  words: readonly string[],
): Promise<number | undefined> {
  const { programs } = environment;
  if (programs === undefined) return undefined;
  const flagAt = words.findIndex((word) => word.startsWith('-'));
  const names = (flagAt < 0 ? words : words.slice(0, flagAt)).map((word) => word.replaceAll('-', '_'));
  for (let length = names.length; length > 0; length--) {
    const name = `kubectl-${names.slice(0, length).join('-')}`;
    for (const folder of searchPath(environment)) {
      const path = `${folder.replace(/\/$/, '')}/${name}`;
      if (programs.isExecutable(absolutePath(environment, path)))
        return programs.run([path, ...words.slice(length)]);
    }
  }
  return undefined;
}
