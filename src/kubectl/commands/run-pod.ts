import { goQuote, resourcePath } from '../../engine/index.ts';
import { pods, services } from '../api/known-resources.ts';
import { readYamlValue } from '../api/documents.ts';
import { withMetadata, type AnyObject } from '../api/object.ts';
import { dryRunOf, dryRunSuffix, type DryRun } from '../api/writer.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';
import {
  environmentVariables,
  isImageReference,
  ordered,
  parseLabelWords,
  parsePort,
  stringMap,
} from '../generate/pod.ts';
import { recorded } from '../patch/change-cause.ts';
import { withLastApplied } from '../patch/last-applied.ts';
import { objectPrinter } from '../print/output.ts';
import { placeOf, runAttached } from './run-attached.ts';
import { patchLocally } from './patch.ts';

/** `kubectl run`. Models kubectl/pkg/cmd/run (v1.36). */
export async function runPod(context: Context): Promise<number | void> {
  const { flags, args } = context;
  const dryRun = dryRunOf(context);
  const output = flags.string('output');
  const print = objectPrinter(context, {
    operation: dryRunSuffix('created', dryRun),
    typed: dryRun === 'client',
  });
  if (args.length === 0 || flags.argumentsBeforeDash === 0)
    throw context.usageError('NAME is required for run');
  const image = flags.string('image');
  if (image === '') throw new CommandError('--image is required');
  if (!isImageReference(image))
    throw new CommandError(`Invalid image name ${goQuote(image)}: invalid reference format`);
  const interactive = flags.bool('stdin');
  const attach = flags.changed('attach') ? flags.bool('attach') : interactive;
  if (flags.bool('tty') && !interactive) {
    throw context.usageError('-i/--stdin is required for containers with -t/--tty=true');
  }
  if (flags.bool('expose') && flags.string('port') === '') {
    throw context.usageError('--port must be set when exposing a service');
  }
  const restart = restartPolicy(context);
  if (!attach && flags.bool('rm'))
    throw context.usageError('--rm should only be used for attached containers');
  if (attach && dryRun !== 'none') {
    throw context.usageError(
      "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
    );
  }
  const pull = flags.string('image-pull-policy');
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(pull)) {
    throw context.usageError(`invalid image pull policy: ${pull}`);
  }
  const [name = '', ...words] = args;
  const pod = overridden(context, podManifest(context, name, words, restart));
  const created = await createOne(context, pod, 'pods', dryRun);
  if (flags.bool('expose')) {
    context.out(print(await createOne(context, serviceManifest(context, name), 'services', dryRun)));
    if (output === 'yaml') context.out('---\n');
  }
  if (attach) return runAttached(context, placeOf(created));
  context.out(print(created));
}

function restartPolicy(context: Context): string {
  const restart = context.flags.string('restart');
  if (!['', 'Always', 'OnFailure', 'Never'].includes(restart)) {
    throw context.usageError(`invalid restart policy: ${restart}`);
  }
  return restart === '' ? 'Always' : restart;
}

function podManifest(context: Context, name: string, words: readonly string[], restart: string): AnyObject {
  const { flags } = context;
  const labels = flags.string('labels') === '' ? { run: name } : parseLabelWords(flags.string('labels'));
  const annotations = stringMap(
    flags.list('annotations').map((word) => {
      const equals = word.indexOf('=');
      if (equals <= 0) throw new CommandError(`invalid annotations: ${word}`);
      return [word.slice(0, equals), word.slice(equals + 1)] as const;
    }),
  );
  const port = flags.string('port');
  const interactive = flags.bool('stdin');
  const container = ordered({
    name,
    image: flags.string('image'),
    command: flags.bool('command') ? words : undefined,
    args: flags.bool('command') ? undefined : words,
    ports: port === '' ? undefined : [{ containerPort: parsePort(port) }],
    env: environmentVariables(flags.list('env')),
    resources: {},
    imagePullPolicy: flags.string('image-pull-policy'),
    securityContext: flags.bool('privileged') ? { privileged: true } : undefined,
    stdin: interactive,
    stdinOnce: interactive && !flags.bool('leave-stdin-open'),
    tty: flags.bool('tty'),
  });
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: ordered({ name, labels, annotations }),
    spec: { containers: [container], restartPolicy: restart, dnsPolicy: 'ClusterFirst' },
    status: {},
  };
}

function serviceManifest(context: Context, name: string): AnyObject {
  const { flags } = context;
  const port = parsePort(flags.string('port'));
  const labels = flags.string('labels') === '' ? undefined : parseLabelWords(flags.string('labels'));
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: ordered({ name, labels }),
    spec: { ports: [{ protocol: 'TCP', port, targetPort: port }], selector: labels ?? { run: name } },
    status: { loadBalancer: {} },
  };
}

/** What `--overrides` makes of a generated object. */
export function overridden(context: Context, object: AnyObject): AnyObject {
  const text = context.flags.string('overrides');
  if (text === '') return object;
  const type = context.flags.string('override-type');
  if (type !== 'merge' && type !== 'json' && type !== 'strategic') {
    throw new CommandError(`invalid override-type: ${type}`);
  }
  let value: unknown;
  try {
    value = readYamlValue(text);
  } catch (error) {
    throw new CommandError(`Invalid JSON Patch or Merge: ${(error as Error).message}`);
  }
  return patchLocally(object, type, value);
}

async function createOne(
  context: Context,
  object: AnyObject,
  resource: 'pods' | 'services',
  dryRun: DryRun,
): Promise<AnyObject> {
  if (dryRun === 'client') {
    if (!context.namespaceIsExplicit) return object;
    const { name, ...metadata } = object['metadata'] as AnyObject;
    return { ...object, metadata: { name, namespace: context.namespace, ...metadata } };
  }
  const own = recorded(context, object);
  const body = context.flags.bool('save-config') ? withLastApplied(own) : own;
  const path = resourcePath(resource === 'pods' ? pods : services, { namespace: context.namespace });
  return (await context.client.request('POST', path, {
    body: withMetadata(body, { namespace: context.namespace }),
    query: {
      dryRun: dryRun === 'server' ? 'All' : undefined,
      fieldManager: context.flags.string('field-manager'),
    },
  })) as AnyObject;
}
