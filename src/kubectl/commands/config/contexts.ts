import { goQuote } from '../../../engine/index.ts';
import { helpText } from '../../command-line/help.ts';
import {
  entryNamed,
  kubeconfigPath,
  readKubeconfig,
  withEntry,
  writeKubeconfig,
  type Kubeconfig,
} from '../../config/kubeconfig.ts';
import type { Command, Context } from '../../context.ts';
import { CommandError, throwAll } from '../../errors.ts';
import { compareStrings } from '../../go/sort.ts';
import { tabbed, tableLayout } from '../../go/tab-writer.ts';
import { mapAt, textAt } from '../../api/object.ts';
import { unexpectedArgs } from './config-help.ts';

// Models kubectl/pkg/cmd/config (v1.36).

function read({ environment, flags }: Context): Kubeconfig {
  return readKubeconfig(environment, flags);
}

function write(context: Context, config: Kubeconfig): void {
  writeKubeconfig(context.environment, context.flags, config);
}

function fileOf({ environment, flags }: Context): string {
  return kubeconfigPath(environment, flags);
}

export const currentContext: Command = (context) => {
  const name = read(context)['current-context'];
  if (name === '') throw new CommandError('current-context is not set');
  context.out(`${name}\n`);
};

export const getContexts: Command = (context) => {
  const { flags, args } = context;
  const output = flags.string('output');
  if (output !== '' && output !== 'name') {
    throw new CommandError(
      `--output ${output} is not available in kubectl config get-contexts; resetting to default output format`,
    );
  }
  const config = read(context);
  const errors: Error[] = [];
  let shown = config.contexts;
  if (args.length > 0) {
    shown = [];
    for (const name of args) {
      const entry = entryNamed(config.contexts, name);
      if (entry === undefined) errors.push(new CommandError(`context ${name} not found`));
      else shown.push(entry);
    }
  }
  const sorted = [...shown].sort((a, b) => compareStrings(a.name, b.name));
  const text = tabbed(tableLayout, (writer) => {
    if (output === '' && !flags.bool('no-headers'))
      writer.write('CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n');
    for (const entry of sorted) {
      const { name } = entry;
      const word = (member: string): string => textAt(entry, 'context', member);
      const mark = name === config['current-context'] ? '*' : ' ';
      writer.write(
        output === 'name'
          ? `${name}\n`
          : `${mark}\t${name}\t${word('cluster')}\t${word('user')}\t${word('namespace')}\n`,
      );
    }
  });
  context.out(text);
  throwAll(errors);
};

export const useContext: Command = (context) => {
  const { args } = context;
  if (args.length !== 1) throw unexpectedArgs(context);
  const name = args[0] as string;
  if (name === '') throw new CommandError('empty context names are not allowed');
  const config = read(context);
  if (entryNamed(config.contexts, name) === undefined)
    throw new CommandError(`no context exists with the name: ${goQuote(name)}`);
  write(context, { ...config, 'current-context': name });
  context.out(`Switched to context ${goQuote(name)}.\n`);
};

export const setContext: Command = (context) => {
  const { args, flags } = context;
  if (args.length > 1) throw unexpectedArgs(context);
  const asked = args[0] ?? '';
  const current = flags.bool('current');
  if (asked === '' && !current)
    throw new CommandError('you must specify a non-empty context name or --current');
  if (asked !== '' && current) throw new CommandError('you cannot specify both a context name and --current');
  const config = read(context);
  const name = current ? config['current-context'] : asked;
  if (name === '') throw new CommandError('no current context is set');
  const known = entryNamed(config.contexts, name);
  const value = { ...mapAt(known, 'context') };
  for (const member of ['cluster', 'user', 'namespace']) {
    if (flags.changed(member)) value[member] = flags.string(member) || undefined;
  }
  write(context, { ...config, contexts: withEntry(config.contexts, { name, context: value }) });
  context.out(`Context ${goQuote(name)} ${known === undefined ? 'created' : 'modified'}.\n`);
};

export const renameContext: Command = (context) => {
  const { args } = context;
  if (args.length !== 2) throw unexpectedArgs(context);
  const [from = '', to = ''] = args;
  if (to === '') throw new CommandError('You must specify a new non-empty context name');
  const config = read(context);
  const known = entryNamed(config.contexts, from);
  const refusal = `cannot rename the context ${goQuote(from)}`;
  if (known === undefined) throw new CommandError(`${refusal}, it's not in ${fileOf(context)}`);
  if (entryNamed(config.contexts, to) !== undefined) {
    throw new CommandError(`${refusal}, the context ${goQuote(to)} already exists in ${fileOf(context)}`);
  }
  write(context, {
    ...config,
    contexts: config.contexts.map((entry) => (entry === known ? { ...entry, name: to } : entry)),
    'current-context': config['current-context'] === from ? to : config['current-context'],
  });
  context.out(`Context ${goQuote(from)} renamed to ${goQuote(to)}.\n`);
};

type List = 'clusters' | 'contexts' | 'users';

function deleteEntry(list: List, called: string): Command {
  return (context) => {
    const { args } = context;
    if (args.length !== 1) {
      if (called === 'user') throw context.usageError('user to delete is required');
      context.out(helpText(context.path));
      return;
    }
    const name = args[0] as string;
    const config = read(context);
    const file = fileOf(context);
    if (entryNamed(config[list], name) === undefined)
      throw new CommandError(`cannot delete ${called} ${name}, not in ${file}`);
    if (called === 'context' && config['current-context'] === name) {
      context.err(
        'warning: this removed your active context, use "kubectl config use-context" to select a different one\n',
      );
    }
    write(context, { ...config, [list]: config[list].filter((entry) => entry.name !== name) });
    context.out(`deleted ${called} ${name} from ${file}\n`);
  };
}

export const deleteContext = deleteEntry('contexts', 'context');
export const deleteCluster = deleteEntry('clusters', 'cluster');
export const deleteUser = deleteEntry('users', 'user');

function listNames(list: List): Command {
  return (context) => {
    const names = read(context)[list].map(({ name }) => name);
    context.out(['NAME', ...names.sort(compareStrings)].map((name) => `${name}\n`).join(''));
  };
}

export const getClusters = listNames('clusters');
export const getUsers = listNames('users');
