import { leases, nodes } from '../api/resources.ts';
import type { Resource } from '../api/resource.ts';
import { isReason, StatusError } from '../api/status-error.ts';
import { formatMicroTime } from '../api/time.ts';
import type { KubeObject, Lease, Node } from '../api/types.ts';
import type { EventType } from '../client/event-recorder.ts';
import { deepEqual } from '../sim/plain.ts';
import type { Timer } from '../sim/simulation.ts';
import type { Images, NodeImage } from './images.ts';
import type { NodeContext } from './node-context.ts';
import { bootIdOf, initialNode, nodeStatus, type NodeFlags } from './node-status.ts';

const statusPeriodMs = 10_000;
const reportPeriodMs = 300_000;
const imagePeriodMs = 30_000;
const leasePeriodMs = 10_000;
const leaseSeconds = 40;
const retryMs = 1000;
const csiNodeMs = 120;

interface CsiNode extends KubeObject {
  spec: { drivers: readonly unknown[] };
}
const csiNodes: Resource<CsiNode> = {
  group: 'storage.k8s.io',
  version: 'v1',
  resource: 'csinodes',
  kind: 'CSINode',
  namespaced: false,
};

/**
 * Registers the node, and keeps its Node object and its Lease up to date.
 * Models pkg/kubelet/kubelet_node_status.go and component-helpers' lease controller (v1.36).
 */
export class NodeRegistration {
  readonly #context: NodeContext;
  readonly #flags: NodeFlags;
  readonly #images: Images;
  readonly #phaseMs: number;
  readonly #bootID: string;
  readonly #hasMemoryPressure: () => boolean;
  readonly #notReady: () => string | undefined;
  #seenImages: readonly NodeImage[] = [];
  #csiReady = false;
  #reportedMs = 0;
  #wasReady = false;
  #wasUnschedulable = false;
  #timers: Timer[] = [];
  #check: Timer | undefined;
  #stopped = false;

  constructor(options: {
    context: NodeContext;
    flags: NodeFlags;
    images: Images;
    phaseMs: number;
    /** Why the runtime or the network is not ready. */
    notReady: () => string | undefined;
    hasMemoryPressure: () => boolean;
    /** How often the machine has come up again. */
    reboots: number;
  }) {
    this.#context = options.context;
    this.#flags = options.flags;
    this.#images = options.images;
    this.#phaseMs = options.phaseMs;
    this.#hasMemoryPressure = options.hasMemoryPressure;
    this.#bootID = bootIdOf(options.context.machine, options.reboots);
    this.#notReady = options.notReady;
  }

  start(): void {
    this.#event('Normal', 'Starting', 'Starting kubelet.');
    this.#lookAtImages();
    this.#context.sim.soon(() => this.#register());
  }

  stop(): void {
    this.#stopped = true;
    this.#check?.cancel();
    for (const timer of this.#timers) timer.cancel();
  }

  /** Looks within ten seconds whether the API shows what is so. */
  checkLater(): void {
    if (this.#stopped || this.#check?.pending === true || this.#reportedMs === 0) return;
    const { sim } = this.#context;
    const periods = Math.floor((sim.nowMs - this.#phaseMs) / statusPeriodMs) + 1;
    this.#check = sim.at(this.#phaseMs + periods * statusPeriodMs, () => this.update(), { chore: true });
  }

  /** Writes the status if it is not what the API shows, or has not been told for long. */
  update(): void {
    const { sim, client, machine } = this.#context;
    if (this.#stopped) return;
    try {
      const node = client.get(nodes, { name: machine.name });
      const status = this.#status(node);
      this.#tellSchedulability(node);
      this.#tellReboot(node);
      const isDue = sim.nowMs - this.#reportedMs >= reportPeriodMs;
      if (isDue || !deepEqual(withoutTimes(status), withoutTimes(node.status))) {
        this.#tellReadiness(node, status);
        this.#tellPressure(node, status);
        client.update(nodes, { ...node, status }, 'status');
        this.#reportedMs = sim.nowMs;
      }
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (isReason(error, 'NotFound')) return;
      this.checkLater();
    }
  }

  #register(): void {
    const { sim, client, machine } = this.#context;
    if (this.#stopped) return;
    try {
      const node = initialNode(machine, this.#flags);
      this.#tellConditions();
      this.#tellConditions();
      client.create(nodes, { ...node, status: this.#status(node) });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (!isReason(error, 'AlreadyExists')) {
        this.#timers.push(sim.after(retryMs, () => this.#register()));
        return;
      }
      this.update();
    }
    this.#reportedMs = sim.nowMs;
    this.#renewLease();
    const chore = { chore: true };
    this.#timers.push(
      sim.every(leasePeriodMs, () => this.#renewLease(), chore),
      sim.every(reportPeriodMs, () => this.update(), chore),
      sim.after(csiNodeMs, () => this.#initializeCsi()),
    );
  }

  #initializeCsi(): void {
    const { client, machine, node } = this.#context;
    this.#attempt(() => {
      const uid = node()?.metadata.uid ?? client.get(nodes, { name: machine.name }).metadata.uid ?? '';
      client.create(csiNodes, {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'CSINode',
        metadata: {
          name: machine.name,
          ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: machine.name, uid }],
        },
        spec: { drivers: [] },
      });
    });
    this.#csiReady = true;
    this.update();
  }

  #lookAtImages(): void {
    this.#seenImages = this.#images.list;
    this.#images.onChange = () => {
      this.#images.onChange = () => {};
      this.#timers.push(this.#context.sim.after(imagePeriodMs, () => this.#lookAtImages(), { chore: true }));
    };
    this.checkLater();
  }

  #status(node: Node): NonNullable<Node['status']> {
    const { machine, runtime, sim } = this.#context;
    const csi = this.#csiReady ? undefined : 'CSINode is not yet initialized';
    return nodeStatus({
      machine,
      flags: this.#flags,
      runtimeVersion: runtime.version,
      bootID: this.#bootID,
      images: this.#seenImages,
      hasMemoryPressure: this.#hasMemoryPressure(),
      notReady: csi ?? this.#notReady(),
      old: node.status,
      nowMs: sim.nowMs,
    });
  }

  #renewLease(): void {
    const { sim, client, machine, node } = this.#context;
    const key = { namespace: 'kube-node-lease', name: machine.name };
    const renewTime = formatMicroTime(sim.nowMs);
    this.#attempt(() => {
      try {
        const lease = client.get(leases, key);
        client.update(leases, { ...lease, spec: { ...lease.spec, renewTime } });
      } catch (error) {
        if (!isReason(error, 'NotFound')) throw error;
        const owner = node() ?? client.get(nodes, { name: machine.name });
        client.create(leases, newLease(key, owner, renewTime));
      }
    });
  }

  #tellConditions(): void {
    const { name } = this.#context.machine;
    for (const reason of ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID'])
      this.#event('Normal', reason, `Node ${name} status is now: ${reason}`);
  }

  #tellReadiness(node: Node, status: NonNullable<Node['status']>): void {
    const isReady =
      status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
    if (isReady === this.#wasReady) return;
    this.#wasReady = isReady;
    const reason = isReady ? 'NodeReady' : 'NodeNotReady';
    this.#event('Normal', reason, `Node ${node.metadata.name} status is now: ${reason}`);
  }

  #tellPressure(node: Node, status: NonNullable<Node['status']>): void {
    const pressure = (of: Node['status']): string | undefined =>
      of?.conditions?.find(({ type }) => type === 'MemoryPressure')?.status;
    const before = pressure(node.status);
    const now = pressure(status);
    if (before === undefined || before === 'Unknown' || before === now) return;
    const reason = now === 'True' ? 'NodeHasInsufficientMemory' : 'NodeHasSufficientMemory';
    this.#event('Normal', reason, `Node ${node.metadata.name} status is now: ${reason}`);
  }

  #tellReboot({ metadata: { name }, status }: Node): void {
    const before = status?.nodeInfo?.bootID;
    if (!before || before === this.#bootID) return;
    this.#event('Warning', 'Rebooted', `Node ${name} has been rebooted, boot id: ${this.#bootID}`);
  }

  #tellSchedulability(node: Node): void {
    const unschedulable = node.spec?.unschedulable === true;
    if (unschedulable === this.#wasUnschedulable) return;
    this.#wasUnschedulable = unschedulable;
    const reason = unschedulable ? 'NodeNotSchedulable' : 'NodeSchedulable';
    this.#event('Normal', reason, `Node ${node.metadata.name} status is now: ${reason}`);
  }

  /** The kubelet's events name the node by its name alone. */
  #event(type: EventType, reason: string, message: string): void {
    const { name } = this.#context.machine;
    this.#context.recorder.event({ kind: 'Node', name, uid: name }, type, reason, message);
  }

  #attempt(run: () => void): void {
    try {
      run();
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
    }
  }
}

function newLease(key: { namespace: string; name: string }, owner: Node, renewTime: string): Lease {
  const { name } = key;
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      ...key,
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid: owner.metadata.uid ?? '' }],
    },
    spec: { holderIdentity: name, leaseDurationSeconds: leaseSeconds, renewTime },
  };
}

/** What is compared to see whether a status is news: heartbeats are not. */
function withoutTimes(status: Node['status']): unknown {
  return {
    ...status,
    conditions: status?.conditions?.map(({ lastHeartbeatTime: _beat, ...rest }) => rest),
  };
}
