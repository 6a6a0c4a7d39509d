import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { yamlValue } from '../engine/index.ts';
import type { Connection } from './http-transport.ts';

type Entry = Readonly<Record<string, unknown>>;

/** The flags of kubectl that say whom to ask, as they stand on its command line. */
const flagNames: Readonly<Record<string, string>> = {
  '--server': 'server',
  '-s': 'server',
  '--kubeconfig': 'kubeconfig',
  '--context': 'context',
  '--token': 'token',
};

/** Which server a kubectl command line means: its flags', else that of the kubeconfig's context. */
export function connectionOf(words: readonly string[], env: NodeJS.ProcessEnv): Connection {
  const flags = connectionFlags(words);
  const path = flags['kubeconfig'] ?? env['KUBECONFIG']?.split(':')[0] ?? join(homedir(), '.kube/config');
  const config = readConfig(path);
  const context = named(config, 'contexts', flags['context'] ?? text(config['current-context']), 'context');
  const cluster = named(config, 'clusters', text(context['cluster']), 'cluster');
  const user = named(config, 'users', text(context['user']), 'user');
  const token = flags['token'] ?? (text(user['token']) || undefined);
  const secret = (entry: Entry, name: string): Buffer | undefined => pemOf(entry, name, dirname(path));
  return {
    server: flags['server'] ?? (text(cluster['server']) || 'http://localhost:8080'),
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    tls: {
      ca: secret(cluster, 'certificate-authority'),
      cert: secret(user, 'client-certificate'),
      key: secret(user, 'client-key'),
      rejectUnauthorized: cluster['insecure-skip-tls-verify'] !== true,
    },
  };
}

function connectionFlags(words: readonly string[]): Partial<Record<string, string>> {
  const flags: Partial<Record<string, string>> = {};
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  own.forEach((word, index) => {
    const [, name = '', value] = /^(-[^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    const flag = flagNames[name];
    if (flag !== undefined) flags[flag] = value ?? own[index + 1];
  });
  return flags;
}

function readConfig(path: string): Entry {
  try {
    return entry(yamlValue(readFileSync(path, 'utf8')));
  } catch {
    return {};
  }
}

function named(config: Entry, list: string, name: string, member: string): Entry {
  const entries = Array.isArray(config[list]) ? (config[list] as unknown[]).map(entry) : [];
  return entry(entries.find((each) => each['name'] === name)?.[member]);
}

/** PEM from a kubeconfig, where it lies in the file itself or beside it. */
function pemOf(from: Entry, name: string, folder: string): Buffer | undefined {
  const data = text(from[`${name}-data`]);
  if (data !== '') return Buffer.from(data, 'base64');
  const file = text(from[name]);
  return file === '' ? undefined : readFileSync(resolve(folder, file));
}

function entry(value: unknown): Entry {
  return typeof value === 'object' && value !== null ? (value as Entry) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
