import type { FlagSet } from '../command-line/flag-set.ts';
import { absolutePath, type Environment } from '../environment.ts';
import { CommandError } from '../errors.ts';
import { at, isMap, type ValueMap } from '../go/values.ts';
import { textAt } from '../api/object.ts';
import { readYamlValue } from '../api/documents.ts';
import { compareStrings } from '../go/sort.ts';
import { goYaml } from '../go/yaml.ts';

/** One named entry of a kubeconfig: `{name, cluster|user|context}`. */
export type NamedEntry = ValueMap & { name: string };

/** A kubeconfig file as it lies on the disk. */
export interface Kubeconfig extends ValueMap {
  apiVersion: string;
  kind: string;
  clusters: NamedEntry[];
  contexts: NamedEntry[];
  users: NamedEntry[];
  'current-context': string;
}

/** What reading a kubeconfig takes of its surroundings. */
export type ConfigPlace = Pick<Environment, 'files' | 'env' | 'workingFolder'>;
/** The flags that choose a kubeconfig and a context in it. */
export type ConfigFlags = Pick<FlagSet, 'string'>;

/** Where the kubeconfig lies: the flag's, else `$KUBECONFIG`, else `$HOME/.kube/config`. */
export function kubeconfigPath(environment: ConfigPlace, flags: ConfigFlags): string {
  const asked = flags.string('kubeconfig') || (environment.env.get('KUBECONFIG') ?? '').split(':')[0];
  return absolutePath(environment, asked || `${environment.env.get('HOME') ?? '/root'}/.kube/config`);
}

export function readKubeconfig(environment: ConfigPlace, flags: ConfigFlags): Kubeconfig {
  const text = environment.files.read(kubeconfigPath(environment, flags));
  let value: unknown;
  try {
    value = text === undefined ? undefined : readYamlValue(text);
  } catch (error) {
    throw new CommandError(
      `error loading config file "${kubeconfigPath(environment, flags)}": ${String(error)}`,
    );
  }
  const version = textAt(value, 'apiVersion');
  if (version !== '' && version !== 'v1')
    throw new CommandError(
      `error loading config file "${kubeconfigPath(environment, flags)}": no kind "Config" is registered for version "${version}" in scheme "pkg/runtime/scheme.go:111"`,
    );
  const named = (member: string): NamedEntry[] => {
    const list = at(value, member);
    return Array.isArray(list) ? (list.filter(isMap) as NamedEntry[]) : [];
  };
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: named('clusters'),
    contexts: named('contexts'),
    users: named('users'),
    'current-context': textAt(value, 'current-context'),
    ...(isMap(value) && isMap(value['preferences']) ? { preferences: value['preferences'] } : {}),
  };
}

export function entryNamed(entries: readonly NamedEntry[], name: string): NamedEntry | undefined {
  return entries.find((entry) => entry.name === name);
}

/** The entries with one in place of its namesake. */
export function withEntry(entries: readonly NamedEntry[], entry: NamedEntry): NamedEntry[] {
  return [...entries.filter(({ name }) => name !== entry.name), entry];
}

/** The context in use: the flag's, else the file's. */
export function currentContext(config: Kubeconfig, flags: ConfigFlags): NamedEntry | undefined {
  return entryNamed(config.contexts, flags.string('context') || config['current-context']);
}

/** The namespace of the context in use; `default` where it names none. */
export function currentNamespace(environment: ConfigPlace, flags: ConfigFlags): string {
  const namespace = at(currentContext(readKubeconfig(environment, flags), flags), 'context', 'namespace');
  return typeof namespace === 'string' && namespace !== '' ? namespace : 'default';
}

/** Writes a kubeconfig back, its entries in the order of their names. */
export function writeKubeconfig(environment: Environment, flags: FlagSet, config: Kubeconfig): void {
  const path = kubeconfigPath(environment, flags);
  const problem = environment.files.write(path, goYaml(sortedConfig(config)), environment.now());
  if (problem !== undefined) throw new CommandError(`open ${path}: ${problem}`);
}

/** The same, with entries by name and members as Go's types have them. Models clientcmd/api/v1 (v1.36). */
export function sortedConfig(config: Kubeconfig): Kubeconfig {
  const byName = (entries: readonly NamedEntry[], member: string, order: readonly string[]): NamedEntry[] =>
    entries
      .map((entry) => ({ name: entry.name, [member]: ordered(entry[member], order) }))
      .sort((a, b) => compareStrings(a.name, b.name));
  return {
    kind: 'Config',
    apiVersion: 'v1',
    clusters: byName(config.clusters, 'cluster', [
      'server',
      'tls-server-name',
      'insecure-skip-tls-verify',
      'certificate-authority',
      'certificate-authority-data',
      'proxy-url',
    ]),
    users: byName(config.users, 'user', [
      'client-certificate',
      'client-certificate-data',
      'client-key',
      'client-key-data',
      'token',
      'tokenFile',
      'as',
      'as-uid',
      'as-groups',
      'as-user-extra',
      'username',
      'password',
      'exec',
    ]),
    contexts: byName(config.contexts, 'context', ['cluster', 'user', 'namespace']),
    'current-context': config['current-context'],
    ...(config['preferences'] === undefined ? {} : { preferences: config['preferences'] }),
  };
}

function ordered(value: unknown, order: readonly string[]): ValueMap {
  if (!isMap(value)) return {};
  const known = order.filter((name) => value[name] !== undefined);
  return Object.fromEntries(
    [...known, ...Object.keys(value).filter((name) => !order.includes(name))].map((name) => [
      name,
      value[name],
    ]),
  );
}
