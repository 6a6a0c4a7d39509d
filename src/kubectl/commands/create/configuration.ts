import { encodeBase64Text, goQuote } from '../../../engine/index.ts';
import { configMaps, namespaces, secrets, serviceAccounts } from '../../api/known-resources.ts';
import type { AnyObject } from '../../api/object.ts';
import type { Command, Context } from '../../context.ts';
import { absolutePath } from '../../environment.ts';
import { CommandError } from '../../errors.ts';
import { marshalJson } from '../../go/json.ts';
import { contentHash, dataFrom } from '../../generate/data-sources.ts';
import { ordered, stringMap } from '../../generate/pod.ts';
import { createGenerated } from './generator.ts';

/** `kubectl create namespace`. */
export const createNamespace: Command = (context) =>
  createGenerated(context, (name) => ({
    resource: namespaces,
    object: { kind: 'Namespace', apiVersion: 'v1', metadata: { name }, spec: {}, status: {} },
  }));

/** `kubectl create serviceaccount`. */
export const createServiceAccount: Command = (context) =>
  createGenerated(context, (name) => ({
    resource: serviceAccounts,
    object: { kind: 'ServiceAccount', apiVersion: 'v1', metadata: { name } },
    called: 'serviceaccount',
  }));

/** `kubectl create configmap`. */
export const createConfigMap: Command = (context) =>
  createGenerated(context, (name) => {
    if (
      context.flags.list('from-env-file').length > 0 &&
      (context.flags.list('from-file').length > 0 || context.flags.list('from-literal').length > 0)
    ) {
      throw new CommandError('from-env-file cannot be combined with from-file or from-literal');
    }
    const binary = new Map<string, string>();
    const data = stringMap(
      collectData(
        context,
        (key) =>
          `cannot add key ${goQuote(key)}, another key by that name already exists in Data for ConfigMap ${goQuote(name)}`,
        binary,
      ),
    );
    const binaryData = stringMap(binary);
    const named = withHash(context, name, {
      ...(binaryData && { binaryData }),
      kind: 'ConfigMap',
      data: data ?? '',
      name,
    });
    return {
      resource: configMaps,
      object: ordered({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: named }, data, binaryData }),
      called: 'configmap',
    };
  });

/** `kubectl create secret generic`. */
export const createSecret: Command = (context) =>
  createGenerated(context, (name) => {
    const type = context.flags.string('type');
    if (
      context.flags.list('from-env-file').length > 0 &&
      (context.flags.list('from-file').length > 0 || context.flags.list('from-literal').length > 0)
    ) {
      throw new CommandError('from-env-file cannot be combined with from-file or from-literal');
    }
    const binary = new Map<string, string>();
    const texts = collectData(
      context,
      (key) => `cannot add key ${key}, another key by that name already exists`,
      binary,
    );
    const data = stringMap([...Object.entries(encoded(texts) ?? {}), ...binary]);
    return secretNamed(context, name, type, data, 'secret');
  });

function encoded(data: ReadonlyMap<string, string>): Record<string, string> | undefined {
  return stringMap([...data].map(([key, value]) => [key, encodeBase64Text(value)] as const));
}

function secretNamed(
  context: Context,
  name: string,
  type: string,
  data: Record<string, string> | undefined,
  called: string,
) {
  const named = withHash(context, name, { kind: 'Secret', type, name, data: data ?? '' });
  const object: AnyObject = ordered({
    kind: 'Secret',
    apiVersion: 'v1',
    metadata: { name: named },
    data,
    type,
  });
  return { resource: secrets, object, called };
}

/** `kubectl create secret docker-registry`. */
export const createDockerSecret: Command = (context) =>
  createGenerated(context, (name) => {
    const { flags } = context;
    const server = flags.string('docker-server');
    const username = flags.string('docker-username');
    const password = flags.string('docker-password');
    const email = flags.string('docker-email');
    const files = flags.list('from-file');
    if (files.length === 0 && (username === '' || password === '' || server === '')) {
      throw new CommandError(
        'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
      );
    }
    let data = new Map<string, string>();
    if (files.length > 0)
      data = collectData(context, (key) => `cannot add key ${key}, another key by that name already exists`);
    else {
      const auth = ordered({ username, password, email, auth: encodeBase64Text(`${username}:${password}`) });
      data.set('.dockerconfigjson', marshalJson({ auths: { [server]: auth } }, '', false));
    }
    return secretNamed(context, name, 'kubernetes.io/dockerconfigjson', encoded(data), 'secret');
  });

/** `kubectl create secret tls`. */
export const createTlsSecret: Command = (context) =>
  createGenerated(context, (name) => {
    const { flags } = context;
    if (flags.string('key') === '' || flags.string('cert') === '') {
      throw new CommandError('key and cert must be specified');
    }
    const read = (file: string): string => {
      const text = context.environment.files.read(absolutePath(context.environment, file));
      if (text === undefined)
        throw new CommandError(`Cannot read file ${file}, open ${file}: no such file or directory`);
      return text;
    };
    const cert = read(flags.string('cert'));
    const key = read(flags.string('key'));
    if (!cert.includes('-----BEGIN')) {
      throw new CommandError('tls: failed to find any PEM data in certificate input');
    }
    const data = encoded(
      new Map([
        ['tls.crt', cert],
        ['tls.key', key],
      ]),
    );
    return secretNamed(context, name, 'kubernetes.io/tls', data, 'secret');
  });

/** Keys and values from `--from-file`, `--from-literal` and `--from-env-file`. */
function collectData(
  { flags, environment }: Context,
  taken: (key: string) => string,
  binary?: Map<string, string>,
): Map<string, string> {
  const listed = (name: string): readonly string[] => (flags.has(name) ? flags.list(name) : []);
  const sources = {
    files: listed('from-file'),
    literals: listed('from-literal'),
    envFiles: listed('from-env-file'),
  };
  return dataFrom(environment, sources, taken, binary);
}

/** `--append-hash`: the name tells what is in it. Models kubectl/pkg/util/hash (v1.36). */
function withHash(context: Context, name: string, content: object): string {
  if (!context.flags.bool('append-hash')) return name;
  return `${name}-${contentHash(content)}`;
}
