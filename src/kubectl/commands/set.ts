import {
  type Container,
  DecodeError,
  decodeKind,
  deepCopy,
  type EnvVar,
  goQuote,
  type PodSpec,
  resourcePath,
  structOfKind,
} from '../../engine/index.ts';
import { configMaps, secrets } from '../api/known-resources.ts';
import { mapAt, textAt, type AnyObject } from '../api/object.ts';
import type { Info } from '../api/resource-query.ts';
import { ResourceSet } from '../api/resource-set.ts';
import { dryRunOf, dryRunSuffix, Writer } from '../api/writer.ts';
import type { Command, Context } from '../context.ts';
import { asError, CommandError, throwAll } from '../errors.ts';
import { sortedKeys } from '../go/sort.ts';
import { twoWayPatch } from '../patch/three-way.ts';
import { objectPrinter } from '../print/output.ts';
import { resourceWords, selectorObject } from './create/policies.ts';
import { resourcesAndPairs } from './pairs.ts';

/** What one `set` command does to each object. */
interface Change {
  readonly operation: string;
  /** `image update to pod template`: what failed. */
  readonly failure?: string;
  /** Changes the object in place; errors end up beside those of other objects. */
  readonly apply: (object: AnyObject, info: Info) => void | Promise<void>;
}

async function open(context: Context, args: readonly string[]): Promise<ResourceSet> {
  const { flags } = context;
  const local = flags.bool('local');
  return ResourceSet.open(context, {
    args: local ? [] : args,
    namespace: context.namespace,
    requireNamespace: context.namespaceIsExplicit,
    filenames: flags.list('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    labelSelector: local || !flags.has('selector') ? '' : flags.string('selector'),
    allowEmptySelector: flags.bool('all'),
    continueOnError: true,
    flatten: true,
    latest: !local,
    local,
  });
}

async function change(
  context: Context,
  infos: readonly Info[],
  { operation, failure, apply }: Change,
): Promise<void> {
  const { flags } = context;
  const dryRun = dryRunOf(context);
  const print = objectPrinter(context, { operation: dryRunSuffix(operation, dryRun) });
  const writer = new Writer(context, { dryRun, fieldManager: flags.string('field-manager') });
  const errors: Error[] = [];
  for (const info of infos) {
    const given = info.object as AnyObject;
    const before = flags.bool('local') ? typed(given) : given;
    const after = deepCopy(before);
    try {
      await apply(after, info);
    } catch (error) {
      errors.push(asError(error));
      continue;
    }
    const patch = twoWayPatch(
      before,
      after,
      structOfKind(textAt(before, 'apiVersion'), textAt(before, 'kind')),
    );
    if (Object.keys(patch).length === 0) continue;
    if (flags.bool('local') || dryRun === 'client') {
      context.out(print(after));
      continue;
    }
    try {
      context.out(print(await writer.patch(info, 'strategic', patch)));
    } catch (error) {
      errors.push(
        failure === undefined
          ? asError(error)
          : new CommandError(`failed to patch ${failure}: ${asError(error).message}`),
      );
    }
  }
  throwAll(errors);
}

/** A local object as its Go type holds it, with the structs that are never left out. */
function typed(object: AnyObject): AnyObject {
  const apiVersion = textAt(object, 'apiVersion');
  const kind = textAt(object, 'kind');
  if (structOfKind(apiVersion, kind) === undefined) return object;
  try {
    return decodeKind(apiVersion, kind, object).object;
  } catch (error) {
    if (error instanceof DecodeError) throw new CommandError(error.message);
    throw error;
  }
}

/** The spec of an object's pods; undefined where it has none. */
function podSpecOf(object: AnyObject): PodSpec | undefined {
  const kind = textAt(object, 'kind');
  if (kind === 'Pod') return object['spec'] as PodSpec;
  const spec = kind === 'CronJob' ? mapAt(object, 'spec', 'jobTemplate', 'spec') : mapAt(object, 'spec');
  return mapAt(spec, 'template')['spec'] as PodSpec | undefined;
}

function requirePodSpec(object: AnyObject): PodSpec {
  const spec = podSpecOf(object);
  if (spec === undefined)
    throw new CommandError(
      `the object is not a pod or does not have a pod template: *v1.${textAt(object, 'kind')}`,
    );
  return spec;
}

/** `kubectl set image`. Models kubectl/pkg/cmd/set.SetImageOptions (v1.36). */
export const setImage: Command = async (context) => {
  const { resources, pairs } = resourcesAndPairs(context.args, 'image');
  const set = await open(context, resources);
  if (pairs.length === 0) throw new CommandError('at least one image update is required');
  if (pairs.length > 1 && pairs.some((pair) => pair.startsWith('*='))) {
    throw new CommandError(
      'all containers are already specified by *, but saw more than one container_name=container_image pairs',
    );
  }
  const infos = await set.infos();
  await change(context, infos, {
    operation: 'image updated',
    failure: 'image update to pod template',
    apply: (object) => {
      const spec = requirePodSpec(object);
      for (const pair of pairs) {
        const [name, image] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
        const chosen = [...(spec.initContainers ?? []), ...spec.containers].filter(
          (each) => name === '*' || each.name === name,
        );
        if (chosen.length === 0)
          throw new CommandError(`error: unable to find container named ${goQuote(name)}`);
        for (const container of chosen) container.image = image;
      }
    },
  });
};

function selectedContainers(context: Context, spec: PodSpec): Container[] {
  const pattern = context.flags.string('containers');
  const regex = new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
  return [...spec.containers, ...(spec.initContainers ?? [])].filter(({ name }) => regex.test(name));
}

/** `kubectl set resources`. */
export const setResources: Command = async (context) => {
  const { flags, args } = context;
  const set = await open(context, args);
  const limits = flags.string('limits');
  const requests = flags.string('requests');
  if (limits === '' && requests === '') {
    throw new CommandError(
      'you must specify an update to requests or limits (in the form of --requests/--limits)',
    );
  }
  const update = {
    limits: limits === '' ? undefined : resourceWords(limits),
    requests: requests === '' ? undefined : resourceWords(requests),
  };
  const infos = await set.infos();
  await change(context, infos, {
    operation: 'resource requirements updated',
    failure: 'resources update to pod template',
    apply: (object) => {
      const containers = selectedContainers(context, requirePodSpec(object));
      if (containers.length === 0)
        throw new CommandError(`error: unable to find container named ${flags.string('containers')}`);
      for (const container of containers) {
        const resources = { ...container.resources };
        for (const list of ['limits', 'requests'] as const) {
          if (update[list] !== undefined) resources[list] = { ...resources[list], ...update[list] };
        }
        container.resources = resources;
      }
    },
  }).catch((error: unknown) => {
    throw new CommandError(asError(error).message.replace('pod template: ', 'pod template '));
  });
};

/** `kubectl set serviceaccount`. */
export const setServiceAccount: Command = async (context) => {
  const account = context.args.at(-1);
  if (account === undefined) throw new CommandError('serviceaccount is required');
  const set = await open(context, context.args.slice(0, -1));
  await change(context, await set.infos(), {
    operation: 'serviceaccount updated',
    failure: 'ServiceAccountName',
    apply: (object) => {
      const spec = requirePodSpec(object);
      spec.serviceAccountName = account;
    },
  });
};

const localNeedsFiles = `error: you must specify resources by --filename when --local is set.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'`;

/** `kubectl set selector`. */
export const setSelector: Command = async (context) => {
  const expression = context.args.at(-1);
  const hasFiles = context.flags.list('filename').length > 0;
  if (expression === undefined || (context.args.length < 2 && !hasFiles))
    throw new CommandError(
      'one or more resources must be specified as <resource> <name> or <resource>/<name>',
    );
  const selector = selectorObject(expression);
  const resources = context.args.slice(0, -1);
  if (context.flags.bool('local') && resources.length > 0) throw new CommandError(localNeedsFiles);
  const set = await open(context, resources);
  await change(context, await set.infos(), {
    operation: 'selector updated',
    apply: (object) => {
      if (textAt(object, 'kind') !== 'Service')
        throw new CommandError('setting a selector is only supported for Services');
      object['spec'] = { ...mapAt(object, 'spec'), selector: selector['matchLabels'] ?? {} };
      const version = context.flags.string('resource-version');
      if (version !== '') (object['metadata'] as AnyObject)['resourceVersion'] = version;
    },
  });
};

/** `kubectl set subject`. */
export const setSubject: Command = async (context) => {
  const { flags } = context;
  const added = [
    ...flags.list('user').map((name) => ({ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name })),
    ...flags.list('group').map((name) => ({ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name })),
    ...flags.list('serviceaccount').map((word) => {
      const [namespace = '', name = ''] = word.split(':');
      if (name === '') throw new CommandError('serviceaccount must be <namespace>:<name>');
      return { kind: 'ServiceAccount', name, namespace };
    }),
  ];
  if (added.length === 0)
    throw new CommandError('you must specify at least one value of user, group or serviceaccount');
  const set = await open(context, context.args);
  await change(context, await set.infos(), {
    operation: 'subjects updated',
    failure: 'subjects to rolebinding',
    apply: (object) => {
      const subjects = [...((object['subjects'] ?? []) as AnyObject[])];
      for (const subject of added) {
        if (!subjects.some((each) => each['kind'] === subject.kind && each['name'] === subject.name))
          subjects.push(subject);
      }
      object['subjects'] = subjects;
    },
  });
};

/** `kubectl set env`. Models kubectl/pkg/cmd/set.EnvOptions (v1.36). */
export const setEnv: Command = async (context) => {
  const { flags } = context;
  const { resources, pairs } = resourcesAndPairs(context.args, 'environment variable');
  const words = [...pairs, ...flags.list('env')];
  const added: EnvVar[] = [];
  const removed: string[] = [];
  for (const word of words) {
    if (word.endsWith('-') && !word.includes('=')) removed.push(word.slice(0, -1));
    else added.push({ name: word.slice(0, word.indexOf('=')), value: word.slice(word.indexOf('=') + 1) });
  }
  if (flags.string('from') !== '') added.push(...(await variablesFrom(context)));
  const set = await open(context, resources);
  const infos = await set.infos();
  if (flags.bool('list')) {
    for (const info of infos) await listEnv(context, info);
    return;
  }
  await change(context, infos, {
    operation: 'env updated',
    failure: 'env update to pod template',
    apply: (object, info) => {
      for (const container of selectedContainers(context, requirePodSpec(object))) {
        if (!flags.bool('overwrite')) {
          const taken = added.find(({ name }) => container.env?.some((each) => each.name === name));
          if (taken !== undefined) {
            const value = container.env?.find(({ name }) => name === taken.name)?.value ?? '';
            throw new CommandError(
              `${info.resource?.resource}/${info.name} '${taken.name}' already has a value (${value}), and --overwrite is false`,
            );
          }
        }
        container.env = mergedEnv(container.env ?? [], added, removed);
        if (container.env.length === 0) delete container.env;
      }
    },
  });
};

function mergedEnv(
  current: readonly EnvVar[],
  added: readonly EnvVar[],
  removed: readonly string[],
): EnvVar[] {
  const merged = current.filter(({ name }) => !removed.includes(name));
  for (const variable of added) {
    const index = merged.findIndex(({ name }) => name === variable.name);
    if (index < 0) merged.push(variable);
    else merged[index] = variable;
  }
  return merged;
}

async function variablesFrom(context: Context): Promise<EnvVar[]> {
  const { flags } = context;
  const set = await ResourceSet.open(context, { args: [flags.string('from')], namespace: context.namespace });
  const variables: EnvVar[] = [];
  for (const info of await set.infos()) {
    const kind = info.resource?.kind;
    if (kind !== 'ConfigMap' && kind !== 'Secret') {
      throw new CommandError(`unsupported resource specified in --from`);
    }
    const keys = flags.list('keys');
    for (const key of sortedKeys(mapAt(info.object, 'data'))) {
      if (keys.length > 0 && !keys.includes(key)) continue;
      const name = key.toUpperCase().replace(/[^A-Z0-9_]/g, '_');
      if (name !== key) context.err(`Warning: key ${key} transferred to ${name}\n`);
      const reference = { name: info.name, key };
      variables.push({
        name: flags.string('prefix') + name,
        valueFrom: kind === 'Secret' ? { secretKeyRef: reference } : { configMapKeyRef: reference },
      });
    }
  }
  return variables;
}

async function listEnv(context: Context, info: Info): Promise<void> {
  const object = info.object as AnyObject;
  for (const container of selectedContainers(context, requirePodSpec(object))) {
    context.out(`# ${textAt(object, 'kind')} ${info.name}, container ${container.name}\n`);
    for (const variable of container.env ?? []) context.out(`${await envLine(context, variable)}\n`);
  }
}

async function envLine(context: Context, { name, value, valueFrom }: EnvVar): Promise<string> {
  const map = valueFrom?.configMapKeyRef;
  const secret = valueFrom?.secretKeyRef;
  if (map === undefined && secret === undefined)
    return valueFrom ? `# ${name} is a field path` : `${name}=${value ?? ''}`;
  const reference = (map ?? secret) as { name?: string; key: string };
  if (!context.flags.bool('resolve')) {
    return `# ${name} from ${map ? 'configmap' : 'secret'} ${reference.name}, key ${reference.key}`;
  }
  const path = resourcePath(map ? configMaps : secrets, {
    namespace: context.namespace,
    name: reference.name,
  });
  const source = await context.client.request('GET', path);
  return `${name}=${textAt(source, 'data', reference.key)}`;
}
