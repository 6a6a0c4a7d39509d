import { encodeBase64Text, goQuote } from '../../../engine/index.ts';
import { mapAt } from '../../api/object.ts';
import {
  entryNamed,
  readKubeconfig,
  withEntry,
  writeKubeconfig,
  type Kubeconfig,
} from '../../config/kubeconfig.ts';
import type { Command, Context } from '../../context.ts';
import { absolutePath } from '../../environment.ts';
import { CommandError } from '../../errors.ts';
import type { ValueMap } from '../../go/values.ts';
import { unexpectedArgs } from './config-help.ts';

// Models kubectl/pkg/cmd/config.NewCmdConfigSetCluster and NewCmdConfigSetCredentials (v1.36).

function setEntry(
  list: 'clusters' | 'users',
  member: 'cluster' | 'user',
  called: string,
  change: (context: Context, value: ValueMap) => void,
): Command {
  return (context) => {
    const { args, environment, flags } = context;
    if (args.length !== 1) throw unexpectedArgs(context);
    const name = args[0] as string;
    if (name === '') throw new CommandError(`you must specify a non-empty ${called.toLowerCase()} name`);
    const config: Kubeconfig = readKubeconfig(environment, flags);
    const value = { ...mapAt(entryNamed(config[list], name), member) };
    change(context, value);
    const kept = Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));
    writeKubeconfig(environment, flags, {
      ...config,
      [list]: withEntry(config[list], { name, [member]: kept }),
    });
    context.out(`${called} ${goQuote(name)} set.\n`);
  };
}

export const setCluster = setEntry('clusters', 'cluster', 'Cluster', (context, value) => {
  const { flags } = context;
  const authority = flags.string('certificate-authority');
  const isInsecure = flags.bool('insecure-skip-tls-verify');
  if (isInsecure && authority !== '')
    throw new CommandError('you cannot specify a certificate authority and insecure mode at the same time');
  if (embeds(context) && authority === '')
    throw new CommandError('you must specify a --certificate-authority to embed');
  for (const field of ['server', 'tls-server-name', 'proxy-url']) setText(context, value, field);
  if (flags.changed('insecure-skip-tls-verify')) {
    value['insecure-skip-tls-verify'] = isInsecure || undefined;
    // Nobody is checked who need not be.
    if (isInsecure) value['certificate-authority'] = value['certificate-authority-data'] = undefined;
  }
  setFile(context, value, 'certificate-authority');
  if (authority !== '') value['insecure-skip-tls-verify'] = undefined;
});

/** Simplified: providers of the `--auth-provider` kind are not kept. */
export const setCredentials = setEntry('users', 'user', 'User', (context, value) => {
  const { flags } = context;
  const hasToken = flags.string('token') !== '';
  const hasPassword = flags.string('username') !== '' || flags.string('password') !== '';
  if (hasToken && hasPassword)
    throw new CommandError(
      'you cannot specify more than one authentication method at the same time: --token, --username/--password',
    );
  if (embeds(context) && flags.string('client-certificate') === '' && flags.string('client-key') === '')
    throw new CommandError('you must specify a --client-certificate or --client-key to embed');
  setFile(context, value, 'client-certificate');
  setFile(context, value, 'client-key');
  for (const field of ['token', 'username', 'password']) setText(context, value, field);
  if (hasToken) value['username'] = value['password'] = undefined;
  if (hasPassword) value['token'] = undefined;
  setPlugin(context, value);
});

function embeds({ flags }: Context): boolean {
  return flags.string('embed-certs') === 'true';
}

function setText({ flags }: Context, value: ValueMap, field: string): void {
  if (flags.changed(field)) value[field] = flags.string(field) || undefined;
}

/** A file by its path, or what is in it. */
function setFile(context: Context, value: ValueMap, field: string): void {
  const { flags, environment } = context;
  if (!flags.changed(field)) return;
  const path = flags.string(field);
  if (!embeds(context)) {
    value[field] = path === '' ? undefined : absolutePath(environment, path);
    if (path !== '') value[`${field}-data`] = undefined;
    return;
  }
  if (path === '') return;
  const text = environment.files.read(absolutePath(environment, path));
  if (text === undefined)
    throw new CommandError(`could not stat ${field} file ${path}: stat ${path}: no such file or directory`);
  value[`${field}-data`] = encodeBase64Text(text);
  value[field] = undefined;
}

/** A plugin that is asked for credentials. */
function setPlugin({ flags }: Context, value: ValueMap): void {
  const known = mapAt(value, 'exec');
  const plugin: ValueMap = { ...known };
  const command = flags.string('exec-command');
  if (command !== '') {
    plugin['command'] = command;
    plugin['interactiveMode'] ??= 'IfAvailable';
    plugin['provideClusterInfo'] ??= false;
  }
  if (plugin['command'] === undefined) return;
  if (flags.changed('exec-api-version')) plugin['apiVersion'] = flags.string('exec-api-version');
  if (flags.changed('exec-interactive-mode'))
    plugin['interactiveMode'] = flags.string('exec-interactive-mode');
  if (flags.changed('exec-provide-cluster-info'))
    plugin['provideClusterInfo'] = flags.string('exec-provide-cluster-info') === 'true';
  if (flags.changed('exec-arg')) plugin['args'] = flags.list('exec-arg');
  if (flags.changed('exec-env')) plugin['env'] = changedEnv(plugin['env'], flags.list('exec-env'));
  value['exec'] = plugin;
}

/** `name=value` sets, `name-` takes away. */
function changedEnv(known: unknown, words: readonly string[]): unknown {
  const variables = new Map(
    (Array.isArray(known) ? (known as { name: string; value: string }[]) : []).map(({ name, value }) => [
      name,
      value,
    ]),
  );
  for (const word of words) {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
    if (name !== '') variables.set(name, value);
    else variables.delete(word.replace(/-$/, ''));
  }
  return [...variables].map(([name, value]) => ({ name, value }));
}
