import {
  parseQuantity,
  quantityMilliValue,
  quantityValue,
  resourcePath,
  type Node,
  type Pod,
} from '../../engine/index.ts';
import { nodes, pods } from '../api/known-resources.ts';
import { listAt, mapAt, nameOf, namespaceOf, textAt, type AnyObject } from '../api/object.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';
import { tableLayout, TabWriter } from '../go/tab-writer.ts';

const metricsPath = '/apis/metrics.k8s.io/v1beta1';
const measured = ['cpu', 'memory'] as const;
/** From this age on, a pod without metrics is a mistake. */
const newPodMs = 2 * 60_000;

/** What something uses: thousandths of a CPU, and bytes. */
interface Usage {
  readonly cpu: number;
  readonly memory: number;
}

/** `kubectl top node`. Models kubectl/pkg/cmd/top and pkg/metricsutil (v1.36). */
export async function topNode(context: Context): Promise<void> {
  const { args, flags, client } = context;
  checkOptions(context);
  await requireMetrics(context);
  const [name] = args;
  const query = { labelSelector: flags.string('selector') };
  const found = await metricsOf(context, `${metricsPath}/nodes`, name, query);
  if (found.length === 0) throw new CommandError('metrics not available yet');
  const machines =
    name === undefined
      ? (listAt(
          await client.request('GET', resourcePath(nodes, {}), { query }),
          'items',
        ) as unknown as Node[])
      : [(await client.request('GET', resourcePath(nodes, { name }))) as Node];
  const available = new Map(
    machines.map(({ metadata, status }) => [
      metadata.name,
      flags.bool('show-capacity') ? status?.capacity : status?.allocatable,
    ]),
  );
  const swap = flags.bool('show-swap');
  const writer = new TabWriter((text) => context.out(text), tableLayout);
  if (!flags.bool('no-headers'))
    line(writer, [
      'NAME',
      'CPU(cores)',
      'CPU(%)',
      'MEMORY(bytes)',
      'MEMORY(%)',
      ...(swap ? ['SWAP(bytes)', 'SWAP(%)'] : []),
    ]);
  for (const object of sorted(found, flags.string('sort-by'), false)) {
    const usage = usageOf(mapAt(object, 'usage'));
    const cells = measured.flatMap((resource) => {
      const whole = amount(resource, available.get(nameOf(object))?.[resource]);
      const share = whole === 0 ? 0 : (usage[resource] / whole) * 100;
      return [shown(resource, usage[resource]), `${Math.trunc(share)}%`];
    });
    line(writer, [nameOf(object), ...cells, ...(swap ? ['<unknown>', '<unknown>'] : [])]);
    available.delete(nameOf(object));
  }
  for (const missing of available.keys())
    line(writer, [missing, ...Array.from({ length: swap ? 6 : 4 }, () => '<unknown>')]);
  writer.flush();
}

/** `kubectl top pod`. Models kubectl/pkg/cmd/top and pkg/metricsutil (v1.36). */
export async function topPod(context: Context): Promise<void> {
  const { args, flags, namespace } = context;
  checkOptions(context);
  const [name] = args;
  const [labelSelector, fieldSelector] = [flags.string('selector'), flags.string('field-selector')];
  if (name !== undefined && (labelSelector !== '' || fieldSelector !== ''))
    throw new CommandError('only one of NAME or selector can be provided');
  await requireMetrics(context);
  const everywhere = flags.bool('all-namespaces');
  const path = everywhere ? `${metricsPath}/pods` : `${metricsPath}/namespaces/${namespace}/pods`;
  const query = { labelSelector, fieldSelector };
  const found = await metricsOf(context, path, name, query);
  if (found.length === 0) {
    await refuseMissing(context, query);
    context.err(everywhere ? 'No resources found\n' : `No resources found in ${namespace} namespace.\n`);
    return;
  }
  printPods(context, found, everywhere);
}

function printPods(context: Context, found: readonly AnyObject[], withNamespace: boolean): void {
  const { flags } = context;
  const [perContainer, swap] = [flags.bool('containers'), flags.bool('show-swap')];
  const columns = ['NAME', 'CPU(cores)', 'MEMORY(bytes)', ...(swap ? ['SWAP(bytes)'] : [])];
  const header = [...(withNamespace ? ['NAMESPACE'] : []), ...(perContainer ? ['POD'] : []), ...columns];
  const writer = new TabWriter((text) => context.out(text), tableLayout);
  if (!flags.bool('no-headers')) line(writer, header);
  const cells = (usage: Usage): string[] => [
    ...measured.map((resource) => shown(resource, usage[resource])),
    ...(swap ? ['0Mi'] : []),
  ];
  const start = (object: AnyObject): string[] => [
    ...(withNamespace ? [namespaceOf(object)] : []),
    nameOf(object),
  ];
  const objects = sorted(found, flags.string('sort-by'), withNamespace);
  for (const object of objects) {
    if (!perContainer) {
      line(writer, [...start(object), ...cells(podUsage(object))]);
      continue;
    }
    for (const container of sortedContainers(object, flags.string('sort-by')))
      line(writer, [
        ...start(object),
        textAt(container, 'name'),
        ...cells(usageOf(mapAt(container, 'usage'))),
      ]);
  }
  if (flags.bool('sum')) {
    const empty = (count: number): string[] => Array.from({ length: Math.max(0, count) }, () => '');
    line(writer, [...empty(header.length - 2), '________', '________']);
    line(writer, [...empty(header.length - 2), ...cells(sum(objects.map(podUsage)))]);
  }
  writer.flush();
}

function checkOptions(context: Context): void {
  const { args, flags, path } = context;
  if (args.length > 1) throw context.usageError(path.declaration.use);
  const sortBy = flags.string('sort-by');
  if (sortBy !== '' && sortBy !== 'cpu' && sortBy !== 'memory')
    throw new CommandError('--sort-by accepts only cpu or memory');
}

async function requireMetrics({ client }: Context): Promise<void> {
  const groups = listAt(await client.request('GET', '/apis'), 'groups');
  if (!groups.some((group) => textAt(group, 'name') === 'metrics.k8s.io'))
    throw new CommandError('Metrics API not available');
}

async function metricsOf(
  { client }: Context,
  path: string,
  name: string | undefined,
  query: Readonly<Record<string, string>>,
): Promise<AnyObject[]> {
  if (name !== undefined) return [(await client.request('GET', `${path}/${name}`)) as AnyObject];
  return listAt(await client.request('GET', path, { query }), 'items') as AnyObject[];
}

/** Why there are no metrics: pods that are new have none yet, old ones should. */
async function refuseMissing(
  { client, environment, namespace }: Context,
  query: Readonly<Record<string, string>>,
): Promise<void> {
  const list = await client.request('GET', resourcePath(pods, { namespace }), { query });
  const items = listAt(list, 'items') as unknown as Pod[];
  if (items.length === 0) return;
  for (const { metadata } of items) {
    const ageMs = environment.now() - Date.parse(metadata.creationTimestamp ?? '');
    if (ageMs > newPodMs)
      throw new CommandError(
        `Metrics not available for pod ${metadata.namespace}/${metadata.name}, age: ${goDuration(ageMs)}`,
      );
  }
  throw new CommandError('metrics not available yet');
}

/** As Go's time.Duration prints itself. */
function goDuration(ms: number): string {
  const [hours, minutes] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60];
  const seconds = `${(ms % 60_000) / 1000}s`;
  return `${hours > 0 ? `${hours}h` : ''}${ms >= 60_000 ? `${minutes}m` : ''}${seconds}`;
}

function amount(resource: 'cpu' | 'memory', text: unknown): number {
  if (typeof text !== 'string') return 0;
  const quantity = parseQuantity(text);
  return Number(resource === 'cpu' ? quantityMilliValue(quantity) : quantityValue(quantity));
}

function usageOf(usage: unknown): Usage {
  return {
    cpu: amount('cpu', textAt(usage, 'cpu') || '0'),
    memory: amount('memory', textAt(usage, 'memory') || '0'),
  };
}

function podUsage(object: AnyObject): Usage {
  return sum(listAt(object, 'containers').map((container) => usageOf(mapAt(container, 'usage'))));
}

function sum(usages: readonly Usage[]): Usage {
  return usages.reduce(
    (total, { cpu, memory }) => ({ cpu: total.cpu + cpu, memory: total.memory + memory }),
    { cpu: 0, memory: 0 },
  );
}

function shown(resource: 'cpu' | 'memory', value: number): string {
  return resource === 'cpu' ? `${value}m` : `${Math.floor(value / 2 ** 20)}Mi`;
}

function sorted(objects: readonly AnyObject[], by: string, byNamespace: boolean): AnyObject[] {
  const usage = (object: AnyObject): Usage =>
    object['containers'] === undefined ? usageOf(mapAt(object, 'usage')) : podUsage(object);
  return objects.toSorted((a, b) => {
    const namespaces = byNamespace ? compareTexts(namespaceOf(a), namespaceOf(b)) : 0;
    if (namespaces !== 0) return namespaces;
    if (by === 'cpu' || by === 'memory') return usage(b)[by] - usage(a)[by];
    return compareTexts(nameOf(a), nameOf(b));
  });
}

function sortedContainers(object: AnyObject, by: string): unknown[] {
  return listAt(object, 'containers').toSorted((a, b) =>
    by === 'cpu' || by === 'memory'
      ? usageOf(mapAt(b, 'usage'))[by] - usageOf(mapAt(a, 'usage'))[by]
      : compareTexts(textAt(a, 'name'), textAt(b, 'name')),
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Each cell ends in a tab, the last too. */
function line(writer: TabWriter, cells: readonly string[]): void {
  writer.write(`${cells.join('\t')}\t\n`);
}
