import {
  podRequests,
  quantityValue,
  parseQuantity,
  wholeValue,
  cpuMillis,
  type Cluster,
  type KubeObject,
  type Node,
  type Pod,
  type ResourceQuota,
} from '../../engine/index.ts';

type Change = Parameters<Parameters<Cluster['onChange']>[0]>[0];

/**
 * Watches every write to the API and tells of what may never be: `pods default/ant: …`. Returns how
 * to stop.
 */
export function watchAlways(cluster: Cluster, onBroken: (problem: string) => void): () => void {
  let revision = 0;
  return cluster.onChange((change) => {
    if (change.revision <= revision) onBroken(`revision ${change.revision} comes after ${revision}`);
    revision = change.revision;
    if (change.resource !== 'pods') return;
    for (const check of podChecks) {
      const problem = check(cluster, change);
      if (problem !== undefined) onBroken(`${nameOf(change.object)}: ${problem}`);
    }
  });
}

type Check = (cluster: Cluster, change: Change) => string | undefined;

const podChecks: readonly Check[] = [boundOnce, endsOnce, fits, keepsQuota];

function boundOnce(_: Cluster, { type, object, previous }: Change): string | undefined {
  if (type !== 'MODIFIED') return undefined;
  const [before, after] = [nodeOf(previous), nodeOf(object)];
  return before !== '' && before !== after ? `moved from ${before} to ${after || 'nowhere'}` : undefined;
}

function endsOnce(_: Cluster, { type, object, previous }: Change): string | undefined {
  if (type !== 'MODIFIED') return undefined;
  const [before, after] = [phaseOf(previous), phaseOf(object)];
  return isEnd(before) && before !== after ? `had ${before} and is ${after}` : undefined;
}

/** What is scheduled fits beside what was there; pods that came with their node do not ask. */
function fits(cluster: Cluster, { type, object, previous }: Change): string | undefined {
  if (type !== 'MODIFIED' || nodeOf(previous) !== '' || nodeOf(object) === '') return undefined;
  const dump = cluster.dump();
  const node: Node | undefined = dump['nodes']?.find(({ metadata }) => metadata.name === nodeOf(object));
  if (node === undefined) return undefined;
  const { cpu = '0', memory = '0', pods: most = '0' } = node.status?.allocatable ?? {};
  const there = ((dump['pods'] ?? []) as Pod[]).filter(
    (pod) => nodeOf(pod) === node.metadata.name && !isEnd(phaseOf(pod)),
  );
  const sum = (name: string): number =>
    there.reduce((total, pod) => total + (podRequests(pod).get(name) ?? 0), 0);
  if (sum('cpu') > cpuMillis(cpu))
    return `${node.metadata.name} has ${cpu} CPU, and ${sum('cpu')}m are asked for`;
  if (sum('memory') > wholeValue(memory)) return `${node.metadata.name} has not enough memory`;
  return there.length > wholeValue(most) ? `${node.metadata.name} has too many pods` : undefined;
}

/** Nobody gets in where a quota that is in force is used up. */
function keepsQuota(cluster: Cluster, { type, object }: Change): string | undefined {
  if (type !== 'ADDED') return undefined;
  const { namespace } = object.metadata;
  const dump = cluster.dump();
  const count = ((dump['pods'] ?? []) as Pod[]).filter(
    (pod) => pod.metadata.namespace === namespace && !isEnd(phaseOf(pod)),
  ).length;
  for (const quota of (dump['resourcequotas'] ?? []) as ResourceQuota[]) {
    if (quota.metadata.namespace !== namespace) continue;
    const hard = quota.status?.hard?.['pods'];
    const used = quota.status?.used?.['pods'];
    if (hard === undefined || used === undefined) continue;
    const most = Number(quantityValue(parseQuantity(hard)));
    if (count > most && Number(used) <= most) return `is pod ${count} where ${most} are allowed`;
  }
  return undefined;
}

export function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
}

export function isEnd(phase: string | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

function nodeOf(object: KubeObject | undefined): string {
  return (object as Pod | undefined)?.spec.nodeName ?? '';
}

function phaseOf(object: KubeObject | undefined): string | undefined {
  return (object as Pod | undefined)?.status?.phase;
}
