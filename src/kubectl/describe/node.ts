import {
  addQuantities,
  canonicalQuantity,
  type Container,
  type Event,
  formatQuantity,
  formatTaint,
  type Lease,
  type Node,
  parseQuantity,
  type Pod,
  type Quantity,
  quantityMilliValue,
  quantityValue,
  StatusError,
} from '../../engine/index.ts';
import { leases, nodes, pods } from '../api/known-resources.ts';
import { asError } from '../errors.ts';
import { compareStrings, goSort, sortedKeys } from '../go/sort.ts';
import { since } from '../print/event-times.ts';
import { writeEvents, type DescribeRequest } from './describer.ts';
import { longTime, type DescribeWriter } from './writer.ts';

/** Models describe.describeNode (v1.36). */
export async function describeNode(node: Node, request: DescribeRequest): Promise<string> {
  const { name } = node.metadata;
  const running = await podsOn(request, name);
  const events = await nodeEvents(request, node);
  const w = request.writer();
  w.write(0, `Name:\t${name}\n`);
  w.write(0, `Roles:\t${rolesOf(node).join(',') || '<none>'}\n`);
  w.labels('Labels', node.metadata.labels);
  w.annotations('Annotations', node.metadata.annotations);
  w.write(0, `CreationTimestamp:\t${longTime(node.metadata.creationTimestamp)}\n`);
  writeTaints(w, node);
  w.write(0, `Unschedulable:\t${node.spec?.unschedulable === true}\n`);
  await writeLease(w, request, name);
  writeConditions(w, node);
  w.write(0, 'Addresses:\n');
  for (const { type, address } of node.status?.addresses ?? []) w.write(1, `${type}:\t${address}\n`);
  for (const title of ['Capacity', 'Allocatable'] as const) {
    const list = node.status?.[title === 'Capacity' ? 'capacity' : 'allocatable'];
    const names = sortedKeys(list);
    if (names.length > 0) w.write(0, `${title}:\n`);
    for (const each of names) w.write(0, `  ${each}:\t${canonicalQuantity(list?.[each] as string)}\n`);
  }
  writeSystem(w, node);
  if (running === undefined) w.write(0, 'Pods:\tnot authorized\n');
  else writePods(w, node, running);
  writeEvents(w, events);
  return w.finish();
}

async function podsOn(request: DescribeRequest, node: string): Promise<Pod[] | undefined> {
  try {
    return await request.list<Pod>(pods, {
      fieldSelector: `spec.nodeName=${node},status.phase!=Succeeded,status.phase!=Failed`,
    });
  } catch (error) {
    if (error instanceof StatusError && error.reason === 'Forbidden') return undefined;
    throw error;
  }
}

/** Controllers name a node's events by its uid, the kubelet by its name. */
async function nodeEvents(request: DescribeRequest, node: Node): Promise<Event[] | undefined> {
  const kind = nodes.kind;
  const byUid = await request.eventsOf(node, { kind });
  const byName = await request.eventsOf(node, { kind, uid: node.metadata.name });
  return byUid === undefined ? undefined : [...byUid, ...(byName ?? [])];
}

const roleLabel = 'node-role.kubernetes.io/';

function rolesOf(node: Node): string[] {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(node.metadata.labels ?? {})) {
    if (key.startsWith(roleLabel) && key.length > roleLabel.length) roles.add(key.slice(roleLabel.length));
    else if (key === 'kubernetes.io/role' && value !== '') roles.add(value);
  }
  return [...roles].sort(compareStrings);
}

function writeTaints(w: DescribeWriter, node: Node): void {
  const sortKey = (taint: { effect: string; key: string }): string => `${taint.effect},${taint.key}`;
  const taints = goSort([...(node.spec?.taints ?? [])], (a, b) => compareStrings(sortKey(a), sortKey(b)) < 0);
  w.write(0, 'Taints:\t');
  if (taints.length === 0) w.write(0, '<none>\n');
  for (const [index, taint] of taints.entries())
    w.write(0, `${index === 0 ? '' : '\t'}${formatTaint(taint)}\n`);
}

async function writeLease(w: DescribeWriter, request: DescribeRequest, name: string): Promise<void> {
  try {
    const { spec } = await request.get<Lease>(leases, { namespace: 'kube-node-lease', name });
    w.write(0, 'Lease:\n');
    w.write(1, `HolderIdentity:\t${spec?.holderIdentity ?? '<unset>'}\n`);
    w.write(1, `AcquireTime:\t${spec?.acquireTime ? longTime(spec.acquireTime) : '<unset>'}\n`);
    w.write(1, `RenewTime:\t${spec?.renewTime ? longTime(spec.renewTime) : '<unset>'}\n`);
  } catch (error) {
    w.write(0, `Lease:\tFailed to get lease: ${asError(error).message}\n`);
  }
}

function writeConditions(w: DescribeWriter, node: Node): void {
  const conditions = node.status?.conditions ?? [];
  if (conditions.length === 0) return;
  w.write(0, 'Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n');
  w.write(1, '----\t------\t-----------------\t------------------\t------\t-------\n');
  for (const c of conditions) {
    w.write(
      1,
      `${c.type} \t${c.status} \t${longTime(c.lastHeartbeatTime)} \t${longTime(c.lastTransitionTime)} \t${c.reason ?? ''} \t${c.message ?? ''}\n`,
    );
  }
}

function writeSystem(w: DescribeWriter, node: Node): void {
  const info = node.status?.nodeInfo;
  w.write(0, 'System Info:\n');
  w.write(0, `  Machine ID:\t${info?.machineID ?? ''}\n`);
  w.write(0, `  System UUID:\t${info?.systemUUID ?? ''}\n`);
  w.write(0, `  Boot ID:\t${info?.bootID ?? ''}\n`);
  w.write(0, `  Kernel Version:\t${info?.kernelVersion ?? ''}\n`);
  w.write(0, `  OS Image:\t${info?.osImage ?? ''}\n`);
  w.write(0, `  Operating System:\t${info?.operatingSystem ?? ''}\n`);
  w.write(0, `  Architecture:\t${info?.architecture ?? ''}\n`);
  w.write(0, `  Container Runtime Version:\t${info?.containerRuntimeVersion ?? ''}\n`);
  w.write(0, `  Kubelet Version:\t${info?.kubeletVersion ?? ''}\n`);
  if (node.spec?.podCIDR) w.write(0, `PodCIDR:\t${node.spec.podCIDR}\n`);
  if (node.spec?.podCIDRs && node.spec.podCIDRs.length > 0)
    w.write(0, `PodCIDRs:\t${node.spec.podCIDRs.join(',')}\n`);
  if (node.spec?.providerID) w.write(0, `ProviderID:\t${node.spec.providerID}\n`);
}

type Amounts = Map<string, Quantity>;

const zero = parseQuantity('0');

function writePods(w: DescribeWriter, node: Node, running: readonly Pod[]): void {
  const capacity = node.status?.capacity ?? {};
  const allocatable =
    Object.keys(node.status?.allocatable ?? {}).length > 0 ? (node.status?.allocatable ?? {}) : capacity;
  const total = (name: string): Quantity =>
    allocatable[name] === undefined ? zero : parseQuantity(allocatable[name]);
  const cell = (name: string, amounts: Amounts): string => {
    const quantity = amounts.get(name) ?? zero;
    return `${formatQuantity(quantity)} (${percent(name, quantity, total(name))}%)`;
  };
  w.write(0, `Non-terminated Pods:\t(${running.length} in total)\n`);
  w.write(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge\n');
  w.write(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---\n');
  const requests: Amounts = new Map();
  const limits: Amounts = new Map();
  for (const pod of running) {
    const request = podAmounts(pod, 'requests');
    const limit = podAmounts(pod, 'limits');
    add(requests, request);
    add(limits, limit);
    const cells = [cell('cpu', request), cell('cpu', limit), cell('memory', request), cell('memory', limit)];
    const { namespace, name, creationTimestamp } = pod.metadata;
    w.write(1, `${namespace}\t${name}\t\t${cells.join('\t')}\t${since(creationTimestamp, w.nowMs)}\n`);
  }
  w.write(0, 'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n');
  w.write(1, 'Resource\tRequests\tLimits\n');
  w.write(1, '--------\t--------\t------\n');
  const names = Object.keys(allocatable).sort(compareStrings);
  const shared = [
    'cpu',
    'memory',
    'ephemeral-storage',
    ...names.filter((name) => name.startsWith('hugepages-')),
  ];
  for (const name of shared) w.write(1, `${name}\t${cell(name, requests)}\t${cell(name, limits)}\n`);
  for (const name of names.filter(
    (each) => !shared.includes(each) && each !== 'pods' && each !== 'storage',
  )) {
    w.write(
      1,
      `${name}\t${formatQuantity(requests.get(name) ?? zero)}\t${formatQuantity(limits.get(name) ?? zero)}\n`,
    );
  }
}

function percent(name: string, part: Quantity, whole: Quantity): number {
  const value = name === 'cpu' ? quantityMilliValue : quantityValue;
  const all = Number(value(whole));
  return all === 0 ? 0 : Math.trunc((Number(value(part)) / all) * 100);
}

function add(to: Amounts, more: Amounts): void {
  for (const [name, quantity] of more) {
    const before = to.get(name);
    to.set(name, before === undefined ? quantity : addQuantities(before, quantity));
  }
}

function larger(to: Amounts, other: Amounts): void {
  for (const [name, quantity] of other) {
    const before = to.get(name);
    if (before === undefined || quantityMilliValue(quantity) > quantityMilliValue(before))
      to.set(name, quantity);
  }
}

function amountsOf(list: Readonly<Record<string, string | number>> | null | undefined): Amounts {
  return new Map(Object.entries(list ?? {}).map(([name, text]) => [name, parseQuantity(text)]));
}

/** Models component-helpers/resource.PodRequests and PodLimits (v1.36). */
function podAmounts(pod: Pod, list: 'requests' | 'limits'): Amounts {
  const total: Amounts = new Map();
  for (const container of pod.spec.containers) add(total, amountsOf(container.resources?.[list]));
  const sidecars: Amounts = new Map();
  const peak: Amounts = new Map();
  for (const container of pod.spec.initContainers ?? []) {
    const own = amountsOf(container.resources?.[list]);
    if (isSidecar(container)) {
      add(total, own);
      add(sidecars, own);
      larger(peak, sidecars);
    } else {
      add(own, sidecars);
      larger(peak, own);
    }
  }
  larger(total, peak);
  for (const [name, quantity] of amountsOf(pod.spec.resources?.[list])) total.set(name, quantity);
  const overhead = amountsOf(pod.spec.overhead);
  if (list === 'requests') add(total, overhead);
  else for (const [name, quantity] of overhead) if (total.has(name)) add(total, new Map([[name, quantity]]));
  return total;
}

function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}
