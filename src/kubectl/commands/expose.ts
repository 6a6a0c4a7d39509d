import { goQuote, type Pod, resourcePath, type Service } from '../../engine/index.ts';
import { services } from '../api/known-resources.ts';
import { listAt, mapAt, withMetadata, type AnyObject } from '../api/object.ts';
import type { Info } from '../api/resource-query.ts';
import { ResourceSet } from '../api/resource-set.ts';
import { dryRunOf, dryRunSuffix } from '../api/writer.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';
import { sortedKeys } from '../go/sort.ts';
import { at } from '../go/values.ts';
import { ordered, parseLabelWords, stringMap } from '../generate/pod.ts';
import { recorded } from '../patch/change-cause.ts';
import { withLastApplied } from '../patch/last-applied.ts';
import { objectPrinter } from '../print/output.ts';
import { overridden } from './run-pod.ts';

const exposable = new Set(['Pod', 'Service', 'ReplicationController', 'Deployment.apps', 'ReplicaSet.apps']);

/** `kubectl expose`. Models kubectl/pkg/cmd/expose (v1.36). */
export async function expose(context: Context): Promise<void> {
  const { flags } = context;
  const dryRun = dryRunOf(context);
  const print = objectPrinter(context, {
    operation: dryRunSuffix('exposed', dryRun),
    typed: dryRun === 'client',
  });
  const set = await ResourceSet.open(context, {
    args: context.args,
    namespace: context.namespace,
    requireNamespace: context.namespaceIsExplicit,
    filenames: flags.list('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    continueOnError: true,
    flatten: true,
  });
  await set.visit(async (info) => {
    let service = recorded(context, overridden(context, serviceFor(context, info)));
    if (dryRun !== 'client') {
      if (flags.bool('save-config')) service = withLastApplied(service);
      service = (await context.client.request(
        'POST',
        resourcePath(services, { namespace: context.namespace }),
        {
          body: withMetadata(service, { namespace: context.namespace }),
          query: {
            dryRun: dryRun === 'server' ? 'All' : undefined,
            fieldManager: flags.string('field-manager'),
          },
        },
      )) as AnyObject;
    } else if (context.namespaceIsExplicit) {
      service = withMetadata(service, { namespace: context.namespace });
    }
    context.out(print(service));
  });
}

function serviceFor(context: Context, info: Info): AnyObject {
  const { flags } = context;
  const object = info.object as AnyObject;
  const kind = info.resource?.kind ?? '';
  const group = info.resource?.group ?? '';
  const full = group === '' ? kind : `${kind}.${group}`;
  if (!exposable.has(full)) throw new CommandError(`cannot expose a ${full}`);
  const selector =
    flags.string('selector') === '' ? selectorOf(object, kind) : parseLabelWords(flags.string('selector'));
  const name = flags.string('name') || info.name;
  const headless = flags.string('cluster-ip') === 'None';
  const ports = flags.string('port') === '' ? portsOf(object, kind) : flags.string('port').split(',');
  if (ports.length === 0 && !headless) {
    throw new CommandError("couldn't find port via --port flag or introspection");
  }
  const labels =
    flags.string('labels') === ''
      ? stringMap(Object.entries(mapAt(object, 'metadata', 'labels') as Record<string, string>))
      : parseLabelWords(flags.string('labels'));
  const protocols = protocolsOf(object, kind);
  const target = flags.string('target-port');
  const list = ports.map((port, index) => {
    const number = Number.parseInt(port, 10);
    if (Number.isNaN(number))
      throw new CommandError(`strconv.Atoi: parsing ${goQuote(port)}: invalid syntax`);
    return ordered({
      name: ports.length > 1 ? `port-${index + 1}` : '',
      protocol: flags.string('protocol') || protocols.get(number) || 'TCP',
      port: number,
      targetPort: target === '' ? number : /^\d+$/.test(target) ? Number(target) : target,
    });
  });
  const externalIP = flags.string('external-ip');
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: ordered({ name, labels }),
    spec: ordered({
      ports: list,
      selector,
      clusterIP: flags.string('cluster-ip'),
      type: flags.string('type'),
      externalIPs: externalIP === '' ? undefined : [externalIP],
      sessionAffinity: flags.string('session-affinity'),
      loadBalancerIP: flags.string('load-balancer-ip'),
    }),
    status: { loadBalancer: {} },
  };
}

/** Why a kind without selector cannot be exposed. */
const withoutSelector: Readonly<Record<string, string>> = {
  Pod: 'the pod has no labels and cannot be exposed',
  Service: 'the service has no pod selector set',
  Deployment: 'invalid deployment: no selectors, therefore cannot be exposed',
  ReplicaSet: 'invalid replicaset: no selectors, therefore cannot be exposed',
};

function selectorOf(object: AnyObject, kind: string): Record<string, string> | undefined {
  const direct = kind === 'Pod' ? mapAt(object, 'metadata', 'labels') : mapAt(object, 'spec', 'selector');
  const matchLabels = at(object, 'spec', 'selector', 'matchLabels');
  const labels =
    kind === 'Deployment' || kind === 'ReplicaSet' ? mapAt({ matchLabels }, 'matchLabels') : direct;
  if (Object.keys(labels).length === 0) {
    throw new CommandError(
      `couldn't retrieve selectors via --selector flag or introspection: ${withoutSelector[kind] ?? 'no selectors found'}`,
    );
  }
  return Object.fromEntries(sortedKeys(labels).map((key) => [key, String(labels[key])]));
}

function containerPorts(object: AnyObject, kind: string): { containerPort: number; protocol?: string }[] {
  const spec = kind === 'Pod' ? at(object, 'spec') : at(object, 'spec', 'template', 'spec');
  return (listAt(spec, 'containers') as Pod['spec']['containers']).flatMap(
    (container) => (container.ports ?? []) as never[],
  );
}

function portsOf(object: AnyObject, kind: string): string[] {
  if (kind === 'Service')
    return ((object as unknown as Service).spec?.ports ?? []).map(({ port }) => String(port));
  return [...new Set(containerPorts(object, kind).map(({ containerPort }) => String(containerPort)))];
}

function protocolsOf(object: AnyObject, kind: string): Map<number, string> {
  if (kind === 'Service') {
    return new Map(
      ((object as unknown as Service).spec?.ports ?? []).map(({ port, protocol }) => [
        port,
        protocol ?? 'TCP',
      ]),
    );
  }
  return new Map(
    containerPorts(object, kind).map(({ containerPort, protocol }) => [containerPort, protocol ?? 'TCP']),
  );
}
