import { groupVersion, resourcePath } from '../../engine/index.ts';
import type { Info } from '../api/resource-query.ts';
import { ResourceSet } from '../api/resource-set.ts';
import type { ApiResource } from '../api/discovery.ts';
import type { AnyObject } from '../api/object.ts';
import { dryRunOf, dryRunSuffix } from '../api/writer.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';
import { recorded } from '../patch/change-cause.ts';
import { withLastApplied } from '../patch/last-applied.ts';
import { objectPrinter } from '../print/output.ts';
import { resourceOf } from './create/generator.ts';

const autoscalers = resourceOf('autoscaling/v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler');
const scalable = new Set(['deployments', 'replicasets', 'replicationcontrollers', 'statefulsets']);

/** `kubectl autoscale`. Models kubectl/pkg/cmd/autoscale (v1.36). */
export async function autoscale(context: Context): Promise<void> {
  const { args, flags, client } = context;
  const dryRun = dryRunOf(context);
  const print = objectPrinter(context, {
    operation: dryRunSuffix('autoscaled', dryRun),
    typed: dryRun === 'client',
  });
  const max = flags.number('max');
  const min = flags.number('min');
  if (max < 1) throw new CommandError(`--max=MAXPODS is required and must be at least 1, max: ${max}`);
  if (max < min) {
    throw new CommandError(
      `--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`,
    );
  }
  if (flags.number('cpu-percent') > 0 && flags.string('cpu') !== '')
    throw new CommandError('--cpu-percent and --cpu are mutually exclusive');
  const metrics = metricsOf(context);
  const set = await ResourceSet.open(context, {
    args,
    namespace: context.namespace,
    requireNamespace: context.namespaceIsExplicit,
    filenames: flags.list('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    continueOnError: true,
    flatten: true,
  });
  let count = 0;
  await set.visit(async (info) => {
    count++;
    let object = recorded(context, scalerOf(context, info, metrics));
    if (flags.bool('save-config')) object = withLastApplied(object);
    if (dryRun !== 'client') {
      object = (await client.request('POST', resourcePath(autoscalers, { namespace: context.namespace }), {
        body: object,
        query: {
          dryRun: dryRun === 'server' ? 'All' : undefined,
          fieldManager: flags.string('field-manager'),
        },
      })) as AnyObject;
    }
    context.out(print(object));
  });
  if (count === 0) throw new CommandError('no objects passed to autoscale');
}

function scalerOf(context: Context, info: Info, metrics: readonly object[]): AnyObject {
  const { flags } = context;
  const { group, version, resource, kind } = info.resource as ApiResource;
  if (!scalable.has(resource)) {
    throw new CommandError(
      `cannot autoscale a ${kind}: could not find scale subresource for ${group}/${version}, Resource=${resource} in discovery information`,
    );
  }
  const min = flags.number('min');
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: flags.string('name') || info.name,
      ...(context.namespaceIsExplicit ? { namespace: context.namespace } : {}),
    },
    spec: {
      scaleTargetRef: { kind, name: info.name, apiVersion: groupVersion(info.resource as ApiResource) },
      ...(min > 0 ? { minReplicas: min } : {}),
      maxReplicas: flags.number('max'),
      ...(metrics.length > 0 ? { metrics } : {}),
    },
    status: { desiredReplicas: 0, currentMetrics: null },
  };
}

function metricsOf({ flags }: Context): object[] {
  const metrics: object[] = [];
  const percent = flags.number('cpu-percent');
  if (percent > 0) metrics.push(metric('cpu', { type: 'Utilization', averageUtilization: percent }));
  for (const [name, unit] of [
    ['cpu', 'm'],
    ['memory', 'Mi'],
  ] as const) {
    const text = flags.string(name).trim();
    if (text !== '') metrics.push(metric(name, targetOf(text, name, unit)));
  }
  return metrics;
}

function metric(name: string, target: object): object {
  return { type: 'Resource', resource: { name, target } };
}

function targetOf(text: string, name: string, unit: string): object {
  if (text.endsWith('%')) {
    const value = Number(text.slice(0, -1));
    if (!Number.isInteger(value)) throw new CommandError(`invalid percentage value: ${text}`);
    if (value < 0) throw new CommandError(`invalid percentage value: ${text}`);
    return { type: 'Utilization', averageUtilization: value };
  }
  if (/^[0-9.]+$/.test(text)) return { type: 'AverageValue', averageValue: `${Number(text)}${unit}` };
  if (!/^[0-9.]+([numkMGTPE]|[KMGTPE]i)$/.test(text))
    throw new CommandError(`invalid resource ${name} value: ${text}`);
  return { type: 'AverageValue', averageValue: text };
}
