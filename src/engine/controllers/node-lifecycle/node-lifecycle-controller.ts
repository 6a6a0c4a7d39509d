import { leases, nodes, pods } from '../../api/resources.ts';
import { podCondition } from '../../api/pod-status.ts';
import { StatusError } from '../../api/status-error.ts';
import { formatTime, parseTime } from '../../api/time.ts';
import type { Lease, Node, NodeCondition, ObjectReference, Pod, Taint } from '../../api/types.ts';
import { objectReference } from '../../client/object-reference.ts';
import type { Timer } from '../../sim/simulation.ts';
import {
  makeRuntime,
  type Controller,
  type ControllerContext,
  type ControllerRuntime,
} from '../controller.ts';
import { hasTaint, swapTaints } from '../node-taints.ts';
import { indexPodsByNode, podsOnNode } from '../pods-by-node.ts';
import { betaLabels, noScheduleChanges, readyCondition, silentConditions } from './node-conditions.ts';
import { evictionsPerSecond, zoneKey, zoneState } from './zones.ts';

const monitorMs = 5000;
const graceMs = 50_000;
const startupGraceMs = 60_000;
const taintingPassMs = 100;

const notReady: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' };
const unreachable: Taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' };

/** What was last seen of a node. */
interface NodeHealth {
  readonly heartbeat: string | undefined;
  readonly renewTime: string | undefined;
  readonly probeMs: number;
}

/**
 * Watches over the nodes' heartbeats, turns conditions into taints, and has silent nodes evicted.
 * Models pkg/controller/nodelifecycle (v1.36).
 */
export function startNodeLifecycleController(context: ControllerContext): Controller {
  return new NodeLifecycleController(context);
}

class NodeLifecycleController implements Controller {
  readonly #context: ControllerContext;
  readonly #runtime: ControllerRuntime;
  readonly #nodes;
  readonly #pods;
  readonly #leases;
  readonly #known = new Map<string, Node>();
  readonly #health = new Map<string, NodeHealth>();
  readonly #podsToMark = new Set<string>();
  /** Nodes that wait for their NoExecute taint. */
  readonly #toTaint = new Set<string>();
  /** When a zone may next have a node tainted. */
  readonly #zoneFreeMs = new Map<string, number>();
  #allDown = false;
  #monitor: Timer | undefined;
  #taintingPass: Timer | undefined;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#nodes = context.informers.of(nodes);
    this.#pods = context.informers.of(pods);
    this.#leases = context.informers.of(leases);
    indexPodsByNode(this.#pods);
    this.#runtime = makeRuntime(context, {
      name: 'node-controller',
      needs: [this.#nodes, this.#pods, this.#leases],
      sync: (key) => {
        this.#syncNoScheduleTaints(key);
        this.#syncBetaLabels(key);
      },
    });
    const { enqueue } = this.#runtime;
    this.#nodes.addHandler({ onAdd: enqueue, onUpdate: (_, node) => enqueue(node) });
    this.#monitor = context.sim.every(monitorMs, () => this.#monitorHealth(), { chore: true, firstMs: 1 });
  }

  stop(): void {
    this.#monitor?.cancel();
    this.#taintingPass?.cancel();
    this.#runtime.stop();
  }

  get #nowMs(): number {
    return this.#context.sim.nowMs;
  }

  #syncNoScheduleTaints(name: string): void {
    const node = this.#nodes.lister.get(name);
    if (node === undefined) return;
    const { add, remove } = noScheduleChanges(node);
    if (add.length + remove.length > 0) swapTaints(this.#runtime.client, name, add, remove, this.#nowMs);
  }

  /** The labels of old follow the stable ones. Models reconcileNodeLabels (v1.36). */
  #syncBetaLabels(name: string): void {
    const node = this.#nodes.lister.get(name);
    const labels = betaLabels(node?.metadata.labels ?? {});
    if (Object.keys(labels).length === 0) return;
    this.#runtime.client.patch(nodes, { name }, { type: 'strategic', body: { metadata: { labels } } });
  }

  #monitorHealth(): void {
    if (!this.#nodes.hasSynced || !this.#pods.hasSynced || !this.#leases.hasSynced) return;
    this.#noteMembers();
    const current: Node[] = [];
    for (const node of this.#nodes.lister.values()) {
      try {
        current.push(this.#checkNode(node));
      } catch (error) {
        // Whatever could not be written is looked at again in the next round.
        if (!(error instanceof StatusError)) throw error;
        current.push(node);
      }
    }
    this.#judgeZones(current);
  }

  #noteMembers(): void {
    for (const node of this.#nodes.lister.values()) {
      const { name } = node.metadata;
      if (this.#known.has(name)) continue;
      this.#known.set(name, node);
      this.#tellOfNode(node, 'RegisteredNode', `Registered Node ${name} in Controller`);
    }
    for (const [name, node] of this.#known) {
      if (this.#nodes.lister.get(name) !== undefined) continue;
      this.#known.delete(name);
      this.#health.delete(name);
      this.#toTaint.delete(name);
      this.#tellOfNode(node, 'RemovingNode', `Removing Node ${name} from Controller`);
    }
  }

  #tellOfNode(node: Node, reason: string, what: string): void {
    const message = `Node ${node.metadata.name} event: ${what}`;
    this.#runtime.recorder.event(nodeReference(node), 'Normal', reason, message);
  }

  /** The node as it is after this look at it. */
  #checkNode(node: Node): Node {
    const { name } = node.metadata;
    const observed = readyCondition(node);
    const checked = this.#isSilent(node, observed) ? this.#writeSilent(node) : node;
    const current = readyCondition(checked);
    if (current === undefined) return checked;
    this.#wantTaint(checked, current.status);
    const turned = current.status !== 'True' && observed?.status === 'True';
    if (turned) {
      const message = `Node ${name} status is now: NodeNotReady`;
      this.#runtime.recorder.event(nodeReference(node), 'Normal', 'NodeNotReady', message);
      this.#runtime.decided(
        'Node',
        node,
        () => 'Its kubelet is silent or not ready: its pods count as not ready.',
      );
    }
    if (turned || (this.#podsToMark.has(name) && current.status !== 'True')) this.#markPods(name);
    return checked;
  }

  #isSilent(node: Node, ready: NodeCondition | undefined): boolean {
    const { name, creationTimestamp } = node.metadata;
    const heartbeat = ready?.lastHeartbeatTime;
    const renewTime = leaseTime(this.#leases.lister.get(`kube-node-lease/${name}`));
    const last = this.#health.get(name);
    const createdMs = parseTime(creationTimestamp) ?? this.#nowMs;
    const firstProbeMs = ready === undefined ? createdMs : this.#nowMs;
    const alive = last !== undefined && (last.heartbeat !== heartbeat || last.renewTime !== renewTime);
    const probeMs = last === undefined ? firstProbeMs : alive ? this.#nowMs : last.probeMs;
    this.#health.set(name, { heartbeat, renewTime, probeMs });
    return this.#nowMs >= probeMs + (ready === undefined ? startupGraceMs : graceMs);
  }

  #writeSilent(node: Node): Node {
    const before = node.status?.conditions ?? [];
    const conditions = silentConditions(node, this.#nowMs);
    if (conditions.every((condition, index) => condition === before[index])) return node;
    return this.#runtime.client.update(nodes, { ...node, status: { ...node.status, conditions } }, 'status');
  }

  /** Models processTaintBaseEviction (v1.36). */
  #wantTaint(node: Node, ready: string): void {
    const { name } = node.metadata;
    if (ready === 'True') {
      this.#toTaint.delete(name);
      this.#clearTaints(node);
      return;
    }
    const [add, opposite] = ready === 'Unknown' ? [unreachable, notReady] : [notReady, unreachable];
    if (hasTaint(node, opposite)) swapTaints(this.#runtime.client, name, [add], [opposite], this.#nowMs);
    else if (!hasTaint(node, add)) this.#queueForTaint(name);
  }

  #clearTaints(node: Node): void {
    const present = [notReady, unreachable].filter((taint) => hasTaint(node, taint));
    if (present.length > 0) swapTaints(this.#runtime.client, node.metadata.name, [], present, this.#nowMs);
  }

  #queueForTaint(name: string): void {
    this.#toTaint.add(name);
    if (this.#taintingPass?.pending) return;
    this.#taintingPass = this.#context.sim.after(taintingPassMs, () => this.#taint(), { chore: true });
  }

  /** Taints as many nodes as each zone's rate allows. Models doNoExecuteTaintingPass (v1.36). */
  #taint(): void {
    const rates = new Map<string, number>();
    for (const name of this.#toTaint) {
      const node = this.#nodes.lister.get(name);
      const ready = node && readyCondition(node);
      if (node === undefined || ready === undefined || ready.status === 'True') {
        this.#toTaint.delete(name);
        continue;
      }
      if (this.#allDown || !this.#takeTurn(zoneKey(node), rates)) continue;
      const [add, opposite] = ready.status === 'Unknown' ? [unreachable, notReady] : [notReady, unreachable];
      if (!this.#isAnswered(() => swapTaints(this.#runtime.client, name, [add], [opposite], this.#nowMs))) {
        continue;
      }
      this.#runtime.decided(
        'Node',
        node,
        () => `Taints it with ${add.key}:NoExecute, which evicts its pods.`,
      );
      this.#toTaint.delete(name);
    }
    if (this.#toTaint.size === 0) return;
    this.#taintingPass = this.#context.sim.after(taintingPassMs, () => this.#taint(), { chore: true });
  }

  /** What could not be written is tried again in the next round. */
  #isAnswered(write: () => void): boolean {
    try {
      write();
      return true;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return false;
    }
  }

  /** `rates` holds what was worked out in this pass: the evictions in a second of each zone. */
  #takeTurn(zone: string, rates: Map<string, number>): boolean {
    if (this.#nowMs < (this.#zoneFreeMs.get(zone) ?? 0)) return false;
    let rate = rates.get(zone);
    if (rate === undefined) {
      const members = [...this.#nodes.lister.values()].filter((node) => zoneKey(node) === zone);
      rate = evictionsPerSecond(zoneState(members), members.length);
      rates.set(zone, rate);
    }
    if (rate === 0) return false;
    this.#zoneFreeMs.set(zone, this.#nowMs + 1000 / rate);
    return true;
  }

  /** When every node everywhere is down, it is more likely us: evictions stop and taints go. Models handleDisruption (v1.36). */
  #judgeZones(current: readonly Node[]): void {
    const zones = new Map<string, Node[]>();
    for (const node of current) {
      const members = zones.get(zoneKey(node));
      if (members === undefined) zones.set(zoneKey(node), [node]);
      else members.push(node);
    }
    const wasDown = this.#allDown;
    this.#allDown = zones.size > 0 && [...zones.values()].every((members) => zoneState(members) === 'full');
    if (!this.#allDown || wasDown) return;
    for (const node of current) {
      this.#toTaint.delete(node.metadata.name);
      this.#isAnswered(() => this.#clearTaints(node));
    }
  }

  /** Models controllerutil.MarkPodsNotReady (v1.36). */
  #markPods(name: string): void {
    this.#podsToMark.delete(name);
    for (const pod of podsOnNode(this.#pods, name)) {
      if (podCondition(pod, 'Ready')?.status !== 'True') continue;
      try {
        this.#runtime.client.update(pods, withNotReady(pod, this.#nowMs), 'status');
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        if (error.reason !== 'NotFound') this.#podsToMark.add(name);
        continue;
      }
      const about = objectReference(pods, pod);
      this.#runtime.recorder.event(about, 'Warning', 'NodeNotReady', 'Node is not ready');
    }
  }
}

function withNotReady(pod: Pod, nowMs: number): Pod {
  const conditions = (pod.status?.conditions ?? []).map((condition) =>
    condition.type === 'Ready'
      ? { ...condition, status: 'False' as const, lastTransitionTime: formatTime(nowMs) }
      : condition,
  );
  return { ...pod, status: { ...pod.status, conditions } };
}

function leaseTime(lease: Lease | undefined): string | undefined {
  return lease?.spec?.renewTime;
}

function nodeReference({ metadata: { name, uid } }: Node): ObjectReference {
  return { apiVersion: 'v1', kind: 'Node', name, ...(uid !== undefined && { uid }) };
}
