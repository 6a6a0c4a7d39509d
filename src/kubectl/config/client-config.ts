/**
 * Whom a command talks to, and as whom.
 * Models client-go/tools/clientcmd.DirectClientConfig (v1.36).
 */
import { goQuote } from '../../engine/index.ts';
import type { FlagSet } from '../command-line/flag-set.ts';
import { ConfigurationError, CommandError } from '../errors.ts';
import { isMap, type ValueMap } from '../go/values.ts';
import { textAt } from '../api/object.ts';
import { entryNamed, kubeconfigPath, readKubeconfig, type ConfigPlace } from './kubeconfig.ts';

/** Somebody else as whom requests are made. */
interface Impersonation {
  readonly asUser: string;
  readonly asGroups: readonly string[];
  readonly asUid: string;
  readonly asExtra: Readonly<Record<string, readonly string[]>>;
}

export interface ClientConfig {
  /** `https://controlplane:6443`. */
  readonly server: string;
  readonly impersonation: Impersonation;
  /** How long a request may take, in milliseconds; undefined: for ever. */
  readonly timeoutMs: number | undefined;
}

const defaultServer = 'http://localhost:8080';

/** What is true without flags and a kubeconfig. */
export const defaultClientConfig: ClientConfig = {
  server: defaultServer,
  impersonation: { asUser: '', asGroups: [], asUid: '', asExtra: {} },
  timeoutMs: undefined,
};

/** Throws a CommandError where flags and kubeconfig do not fit. */
export function clientConfig(place: ConfigPlace, flags: FlagSet): ClientConfig {
  const explicit = flags.string('kubeconfig');
  if (explicit !== '' && place.files.read(kubeconfigPath(place, flags)) === undefined)
    throw new CommandError(`stat ${explicit}: no such file or directory`);
  const config = readKubeconfig(place, flags);
  const contextName = flags.string('context') || config['current-context'];
  const context = entryNamed(config.contexts, contextName);
  if (flags.string('context') !== '' && context === undefined)
    throw new ConfigurationError(
      `Error in configuration: context was not found for specified context: ${contextName}`,
    );
  const named = (list: 'clusters' | 'users', flag: string, member: string): ValueMap | undefined => {
    const name = globalFlag(flags, flag) || textAt(context, 'context', flag);
    const value = entryNamed(config[list], name)?.[member];
    return isMap(value) ? value : undefined;
  };
  const cluster = named('clusters', 'cluster', 'cluster');
  if (flags.string('cluster') !== '' && cluster === undefined)
    throw new CommandError(`no server found for cluster ${goQuote(flags.string('cluster'))}`);
  const user = named('users', 'user', 'user');
  const askedUser = globalFlag(flags, 'user');
  if (askedUser !== '' && user === undefined)
    throw new CommandError(`auth info ${goQuote(askedUser)} does not exist`);
  const userName = askedUser || textAt(context, 'context', 'user');
  return {
    server: flags.string('server') || textAt(cluster, 'server') || defaultServer,
    impersonation: impersonationOf(flags, user, userName),
    timeoutMs: timeoutOf(flags.string('request-timeout')),
  };
}

/** A flag of kubectl itself; some commands have a list of the same name, which hides it. */
function globalFlag(flags: FlagSet, name: string): string {
  return !flags.changed(name) || flags.list(name).length > 0 ? '' : flags.string(name);
}

function impersonationOf(flags: FlagSet, user: ValueMap | undefined, userName: string): Impersonation {
  const impersonation = {
    asUser: flags.string('as') || textAt(user, 'as'),
    asUid: flags.string('as-uid') || textAt(user, 'as-uid'),
    asGroups: flags.changed('as-group') ? flags.list('as-group') : texts(user?.['as-groups']),
    asExtra: flags.changed('as-user-extra')
      ? extraOf(flags.list('as-user-extra'))
      : textLists(user?.['as-user-extra']),
  };
  const { asUser, asUid, asGroups, asExtra } = impersonation;
  if (asUser === '' && (asUid !== '' || asGroups.length > 0 || Object.keys(asExtra).length > 0))
    throw new CommandError(
      `requesting uid, groups or user-extra for ${userName} without impersonating a user`,
    );
  return impersonation;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function textLists(value: unknown): Record<string, string[]> {
  if (!isMap(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, list]) => [name, texts(list)]));
}

/** `key=value`, several of a key. */
function extraOf(words: readonly string[]): Record<string, string[]> {
  const extra = new Map<string, string[]>();
  for (const word of words) {
    const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
    if (key === '') throw new CommandError(`invalid key=value pair: ${word}`);
    extra.set(key, [...(extra.get(key) ?? []), value]);
  }
  return Object.fromEntries(extra);
}

const units: Readonly<Record<string, number>> = { '': 1000, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `30`, `1m30s`. Models clientcmd.ParseTimeout (v1.36). */
function timeoutOf(text: string): number | undefined {
  if (text === '' || text === '0') return undefined;
  if (!/^(?:\d+|(?:\d+(?:\.\d+)?(?:ms|s|m|h))+)$/.test(text))
    throw new CommandError(
      'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
    );
  let ms = 0;
  for (const [, count = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|)/g))
    ms += Number(count) * (units[unit] ?? 0);
  return ms === 0 ? undefined : ms;
}
