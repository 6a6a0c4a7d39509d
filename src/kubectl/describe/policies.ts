import {
  canonicalQuantity,
  goQuote,
  type HorizontalPodAutoscaler,
  type LimitRange,
  type Namespace,
  type NetworkPolicy,
  type PodDisruptionBudget,
  type PriorityClass,
  type ResourceQuota,
} from '../../engine/index.ts';
import { limitRanges, resourceQuotas } from './list-resources.ts';
import { listAt, mapAt, textAt, type AnyObject } from '../api/object.ts';
import { at } from '../go/values.ts';
import { compareStrings, goSort, sortedKeys } from '../go/sort.ts';
import { writeEvents, type DescribeRequest } from './describer.ts';
import { selectorText } from './pod-template.ts';
import { inlineLabels, longTime, type DescribeWriter } from './writer.ts';

/** Models describe.describeNamespace (v1.36). */
export async function describeNamespace(namespace: Namespace, request: DescribeRequest): Promise<string> {
  const { metadata, status } = namespace;
  const quotas = await request.list<ResourceQuota>(resourceQuotas, { namespace: metadata.name });
  const ranges = await request.list<LimitRange>(limitRanges, { namespace: metadata.name });
  const w = request.writer();
  w.write(0, `Name:\t${metadata.name}\n`);
  w.labels('Labels', metadata.labels);
  w.annotations('Annotations', metadata.annotations);
  w.write(0, `Status:\t${status?.phase ?? ''}\n`);
  const conditions = status?.conditions ?? [];
  if (conditions.length > 0) {
    w.write(0, 'Conditions:\n');
    w.write(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage\n');
    w.write(1, '----\t------\t------------------\t------\t-------\n');
    for (const c of conditions) {
      w.write(
        1,
        `${c.type}\t${c.status}\t${longTime(c.lastTransitionTime)}\t${c.reason ?? ''}\t${c.message ?? ''}\n`,
      );
    }
  }
  w.write(0, '\n');
  writeQuotas(w, quotas);
  w.write(0, '\n');
  if (ranges.length === 0) {
    w.write(0, 'No LimitRange resource.\n');
  } else {
    w.write(
      0,
      'Resource Limits\n Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio\n',
    );
    w.write(0, ' ----\t--------\t---\t---\t---------------\t-------------\t-----------------------\n');
    for (const range of ranges) writeLimits(w, range, ' ');
  }
  return w.finish();
}

function writeQuotas(w: DescribeWriter, quotas: readonly ResourceQuota[]): void {
  if (quotas.length === 0) {
    w.write(0, 'No resource quota.\n');
    return;
  }
  w.write(0, 'Resource Quotas\n');
  const sorted = goSort([...quotas], (a, b) => compareStrings(a.metadata.name, b.metadata.name) < 0);
  for (const quota of sorted) {
    w.write(1, `Name:\t${quota.metadata.name}\n`);
    const scopes = [...(quota.spec?.scopes ?? [])].sort(compareStrings);
    if (scopes.length > 0) {
      w.write(1, `Scopes:\t${scopes.join(', ')}\n`);
      for (const scope of scopes) if (scopeHelp[scope]) w.write(1, `* ${scopeHelp[scope]}\n`);
    }
    w.write(1, 'Resource\tUsed\tHard\n');
    w.write(1, '--------\t---\t---\n');
    for (const name of sortedKeys(quota.status?.hard)) {
      w.write(
        1,
        `${name}\t${quantityText(quota.status?.used?.[name])}\t${quantityText(quota.status?.hard?.[name])}\n`,
      );
    }
  }
}

function quantityText(quantity: string | number | undefined): string {
  return quantity === undefined ? '0' : canonicalQuantity(quantity);
}

const scopeHelp: Readonly<Record<string, string>> = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
};

/** Models describe.describeQuota (v1.36). */
export function describeQuota(quota: ResourceQuota, request: DescribeRequest): string {
  const w = request.writer();
  w.write(0, `Name:\t${quota.metadata.name}\n`);
  w.write(0, `Namespace:\t${quota.metadata.namespace}\n`);
  const scopes = [...(quota.spec?.scopes ?? [])].sort(compareStrings);
  if (scopes.length > 0) {
    w.write(0, `Scopes:\t${scopes.join(', ')}\n`);
    for (const scope of scopes) if (scopeHelp[scope]) w.write(0, ` * ${scopeHelp[scope]}\n`);
  }
  w.write(0, 'Resource\tUsed\tHard\n');
  w.write(0, '--------\t----\t----\n');
  for (const name of sortedKeys(quota.status?.hard)) {
    w.write(
      0,
      `${name}\t${quantityText(quota.status?.used?.[name])}\t${quantityText(quota.status?.hard?.[name])}\n`,
    );
  }
  return w.finish();
}

/** Models describe.describeLimitRange (v1.36). */
export function describeLimitRange(range: LimitRange, request: DescribeRequest): string {
  const w = request.writer();
  w.write(0, `Name:\t${range.metadata.name}\n`);
  w.write(0, `Namespace:\t${range.metadata.namespace}\n`);
  w.write(0, 'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio\n');
  w.write(0, '----\t--------\t---\t---\t---------------\t-------------\t-----------------------\n');
  writeLimits(w, range, '');
  return w.finish();
}

function writeLimits(w: DescribeWriter, range: LimitRange, prefix: string): void {
  for (const item of range.spec?.limits ?? []) {
    const lists = [item.min, item.max, item.defaultRequest, item.default, item.maxLimitRequestRatio];
    const names = new Set(
      [item.max, item.min, item.default, item.defaultRequest, item.maxLimitRequestRatio].flatMap((list) =>
        Object.keys(list ?? {}),
      ),
    );
    for (const name of names) {
      const cells = lists.map((list) => (list?.[name] === undefined ? '-' : canonicalQuantity(list[name])));
      w.write(0, `${prefix}${item.type}\t${name}\t${cells.join('\t')}\n`);
    }
  }
}

/** Models describe.describePriorityClass (v1.36). */
export async function describePriorityClass(
  priorityClass: PriorityClass,
  request: DescribeRequest,
): Promise<string> {
  const events = await request.eventsOf(priorityClass);
  const w = request.writer();
  w.write(0, `Name:\t${priorityClass.metadata.name}\n`);
  w.write(0, `Value:\t${priorityClass.value}\n`);
  w.write(0, `GlobalDefault:\t${priorityClass.globalDefault === true}\n`);
  w.write(0, `PreemptionPolicy:\t${priorityClass.preemptionPolicy ?? ''}\n`);
  w.write(0, `Description:\t${priorityClass.description ?? ''}\n`);
  w.write(0, `Annotations:\t${inlineLabels(priorityClass.metadata.annotations)}\n`);
  writeEvents(w, events);
  return w.finish();
}

/** Models describe.describePodDisruptionBudgetV1 (v1.36). */
export async function describePodDisruptionBudget(
  budget: PodDisruptionBudget,
  request: DescribeRequest,
): Promise<string> {
  const events = await request.eventsOf(budget);
  const { spec, status } = budget;
  const w = request.writer();
  w.write(0, `Name:\t${budget.metadata.name}\n`);
  w.write(0, `Namespace:\t${budget.metadata.namespace}\n`);
  if (spec?.minAvailable !== undefined) w.write(0, `Min available:\t${spec.minAvailable}\n`);
  else if (spec?.maxUnavailable !== undefined) w.write(0, `Max unavailable:\t${spec.maxUnavailable}\n`);
  w.write(0, `Selector:\t${spec?.selector ? selectorText(spec.selector) : '<unset>'}\n`);
  w.write(0, 'Status:\n');
  w.write(2, `Allowed disruptions:\t${status?.disruptionsAllowed ?? 0}\n`);
  w.write(2, `Current:\t${status?.currentHealthy ?? 0}\n`);
  w.write(2, `Desired:\t${status?.desiredHealthy ?? 0}\n`);
  w.write(2, `Total:\t${status?.expectedPods ?? 0}\n`);
  writeEvents(w, events);
  return w.finish();
}

/** Models describe.describeNetworkPolicy (v1.36). */
export function describeNetworkPolicy(policy: NetworkPolicy, request: DescribeRequest): string {
  const { metadata, spec } = policy;
  const w = request.writer();
  w.write(0, `Name:\t${metadata.name}\n`);
  w.write(0, `Namespace:\t${metadata.namespace}\n`);
  const created = (metadata.creationTimestamp ?? '').replace('T', ' ').replace('Z', ' +0000 UTC');
  w.write(0, `Created on:\t${created}\n`);
  w.labels('Labels', metadata.labels);
  w.annotations('Annotations', metadata.annotations);
  w.write(0, 'Spec:\n');
  const selector = selectorText(spec?.podSelector);
  const none = '<none> (Allowing the specific traffic to all pods in this namespace)';
  w.write(1, 'PodSelector: ');
  w.write(2, `${selector === '<none>' ? none : selector}\n`);
  const types: readonly string[] = spec?.policyTypes ?? [];
  for (const [type, word, direction, peers, any] of [
    ['Ingress', 'ingress', 'From', 'from', 'From: <any> (traffic not restricted by source)'],
    ['Egress', 'egress', 'To', 'to', 'To: <any> (traffic not restricted by destination)'],
  ] as const) {
    if (!types.includes(type)) {
      w.write(1, `Not affecting ${word} traffic\n`);
      continue;
    }
    w.write(1, `Allowing ${word} traffic:\n`);
    writeRules(w, word, (spec?.[word] ?? []) as AnyObject[], { direction, peers, any });
  }
  w.write(1, `Policy Types: ${types.join(', ') || '<none>'}\n`);
  return w.finish();
}

function writeRules(
  w: DescribeWriter,
  word: string,
  rules: readonly AnyObject[],
  words: { direction: string; peers: string; any: string },
): void {
  const indent = '    ';
  if (rules.length === 0) {
    w.write(0, `${indent}<none> (Selected pods are isolated for ${word} connectivity)\n`);
    return;
  }
  for (const [index, rule] of rules.entries()) {
    const ports = listAt(rule, 'ports') as AnyObject[];
    if (ports.length === 0) w.write(0, `${indent}To Port: <any> (traffic allowed to all ports)\n`);
    for (const { port, endPort, protocol } of ports) {
      const number = port === undefined ? '<nil>' : String(port);
      const range =
        endPort === undefined ? `To Port: ${number}` : `To Port Range: ${number}-${String(endPort)}`;
      w.write(0, `${indent}${range}/${(protocol as string | undefined) ?? 'TCP'}\n`);
    }
    const peers = listAt(rule, words.peers) as AnyObject[];
    if (peers.length === 0) w.write(0, `${indent}${words.any}\n`);
    for (const peer of peers) writePeer(w, indent, words.direction, peer);
    if (index !== rules.length - 1) w.write(0, `${indent}----------\n`);
  }
}

function writePeer(w: DescribeWriter, indent: string, direction: string, peer: AnyObject): void {
  w.write(0, `${indent}${direction}:\n`);
  const { namespaceSelector, podSelector } = peer;
  if (namespaceSelector !== undefined)
    w.write(1, `${indent}NamespaceSelector: ${selectorText(namespaceSelector)}\n`);
  if (podSelector !== undefined) w.write(1, `${indent}PodSelector: ${selectorText(podSelector)}\n`);
  if (namespaceSelector !== undefined || podSelector !== undefined || peer['ipBlock'] === undefined) return;
  w.write(1, `${indent}IPBlock:\n`);
  w.write(2, `${indent}CIDR: ${textAt(peer, 'ipBlock', 'cidr')}\n`);
  w.write(2, `${indent}Except: ${(listAt(peer, 'ipBlock', 'except') as string[]).join(', ')}\n`);
}

/** Models describe.describeHorizontalPodAutoscalerV2 (v1.36). */
export async function describeAutoscaler(
  hpa: HorizontalPodAutoscaler,
  request: DescribeRequest,
): Promise<string> {
  const events = await request.eventsOf(hpa);
  const spec = mapAt(hpa, 'spec');
  const w = request.writer();
  w.write(0, `Name:\t${hpa.metadata.name}\n`);
  w.write(0, `Namespace:\t${hpa.metadata.namespace}\n`);
  w.labels('Labels', hpa.metadata.labels);
  w.annotations('Annotations', hpa.metadata.annotations);
  w.write(0, `CreationTimestamp:\t${longTime(hpa.metadata.creationTimestamp)}\n`);
  const target = textAt(spec, 'scaleTargetRef', 'kind');
  w.write(0, `Reference:\t${target}/${textAt(spec, 'scaleTargetRef', 'name')}\n`);
  w.write(0, 'Metrics:\t( current / target )\n');
  for (const [index, metric] of listAt(spec, 'metrics').entries()) {
    writeMetric(w, metric, listAt(hpa, 'status', 'currentMetrics')[index]);
  }
  w.write(0, `Min replicas:\t${String(spec['minReplicas'] ?? '<unset>')}\n`);
  w.write(0, `Max replicas:\t${String(spec['maxReplicas'])}\n`);
  if (spec['behavior'] !== undefined) {
    w.write(0, 'Behavior:\n');
    writeBehavior(w, 'Scale Up', at(spec, 'behavior', 'scaleUp'));
    writeBehavior(w, 'Scale Down', at(spec, 'behavior', 'scaleDown'));
  }
  const replicas = `${String(at(hpa, 'status', 'currentReplicas') ?? 0)} current / ${String(at(hpa, 'status', 'desiredReplicas') ?? 0)} desired`;
  w.write(0, `${target} pods:\t${replicas}\n`);
  const conditions = listAt(hpa, 'status', 'conditions') as AnyObject[];
  if (conditions.length > 0) {
    w.write(0, 'Conditions:\n');
    w.write(1, 'Type\tStatus\tReason\tMessage\n');
    w.write(1, '----\t------\t------\t-------\n');
    for (const c of conditions) {
      w.write(
        1,
        `${textAt(c, 'type')}\t${textAt(c, 'status')}\t${textAt(c, 'reason')}\t${textAt(c, 'message')}\n`,
      );
    }
  }
  writeEvents(w, events);
  return w.finish();
}

function quantityAt(value: unknown, ...path: string[]): string {
  const quantity = at(value, ...path);
  return quantity === undefined ? '0' : canonicalQuantity(quantity as string);
}

function writeMetric(w: DescribeWriter, metric: unknown, status: unknown): void {
  const type = textAt(metric, 'type');
  const member = type.charAt(0).toLowerCase() + type.slice(1);
  const source = at(metric, member);
  const now = at(status, member, 'current');
  const current = (name: string): string => (now === undefined ? '<unknown>' : quantityAt(now, name));
  const wanted = (name: string): string => quantityAt(source, 'target', name);
  const metricName = goQuote(textAt(source, 'metric', 'name'));
  const average = at(source, 'target', 'averageValue') !== undefined;
  const value = average ? 'averageValue' : 'value';
  switch (type) {
    case 'External':
      w.write(
        1,
        `${metricName} (target ${average ? 'average ' : ''}value):\t${current(value)} / ${wanted(value)}\n`,
      );
      return;
    case 'Pods':
      w.write(1, `${metricName} on pods:\t${current('averageValue')} / ${wanted('averageValue')}\n`);
      return;
    case 'Object': {
      const on = `${textAt(source, 'describedObject', 'kind')}/${textAt(source, 'describedObject', 'name')}`;
      const byAverage = textAt(source, 'target', 'type') === 'AverageValue';
      const name = byAverage ? 'averageValue' : 'value';
      w.write(
        1,
        `${metricName} on ${on} (target ${byAverage ? 'average ' : ''}value):\t${current(name)} / ${wanted(name)}\n`,
      );
      return;
    }
    case 'Resource':
    case 'ContainerResource': {
      const of = type === 'Resource' ? '' : ` of container "${textAt(source, 'container')}"`;
      w.write(1, `resource ${textAt(source, 'name')}${of} on pods`);
      if (average) {
        w.write(0, `:\t${current('averageValue')} / ${wanted('averageValue')}\n`);
        return;
      }
      const used = at(now, 'averageUtilization');
      const shown =
        used === undefined ? '<unknown>' : `${String(used)}% (${quantityAt(now, 'averageValue')})`;
      const goal = at(source, 'target', 'averageUtilization');
      w.write(
        1,
        `(as a percentage of request):\t${shown} / ${goal === undefined ? '<auto>' : `${String(goal)}%`}\n`,
      );
      return;
    }
    default:
      w.write(1, `<unknown metric type ${goQuote(type)}>\n`);
  }
}

function writeBehavior(w: DescribeWriter, title: string, rules: unknown): void {
  if (rules === undefined) return;
  w.write(1, `${title}:\n`);
  const window = at(rules, 'stabilizationWindowSeconds');
  if (window !== undefined) w.write(2, `Stabilization Window: ${String(window)} seconds\n`);
  const policies = listAt(rules, 'policies') as AnyObject[];
  if (policies.length === 0) return;
  w.write(2, `Select Policy: ${textAt(rules, 'selectPolicy') || 'Max'}\n`);
  w.write(2, 'Policies:\n');
  for (const { type, value, periodSeconds } of policies) {
    w.write(
      3,
      `- Type: ${String(type)}\tValue: ${String(value)}\tPeriod: ${String(periodSeconds)} seconds\n`,
    );
  }
}
