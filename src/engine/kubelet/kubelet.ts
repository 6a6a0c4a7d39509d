// Long because: the parts of a kubelet and what passes between them stand here once.
import { nodes, pods } from '../api/resources.ts';
import type { Node, Pod } from '../api/types.ts';
import type { ApiStream } from '../api/http.ts';
import type { Client } from '../client/client.ts';
import { EventRecorder } from '../client/event-recorder.ts';
import type { LogLine } from '../api/klog.ts';
import { Informer } from '../client/informer.ts';
import type { ContainerRuntime, RunningContainer } from '../cri/container-runtime.ts';
import type { NodeMetrics } from '../cri/node-metrics.ts';
import type { MachineTime } from '../machine/machine-time.ts';
import type { Machine } from '../machine/machine.ts';
import { deepEqual } from '../sim/plain.ts';
import type { Timer } from '../sim/simulation.ts';
import { runTask, waitFor, type Task } from '../sim/task.ts';
import { noTrace, type TraceSink } from '../sim/trace.ts';
import { rejectionOf, shortageRejection, shortagesFor, type Rejection } from './admission.ts';
import { BackOff } from './back-off.ts';
import { Eviction } from './eviction.ts';
import { forcedEnd } from './forced-end.ts';
import { Images } from './images.ts';
import type { KubeletConfig } from './kubelet-config.ts';
import { LifecycleEvents } from './lifecycle-events.ts';
import { MirrorPods } from './mirror-pods.ts';
import { recordPodEvent, tracePod, type NodeContext } from './node-context.ts';
import { nodeMetrics, systemUsage } from './node-metrics.ts';
import { NodeRegistration } from './node-registration.ts';
import type { NodeRuntime } from './node-runtime.ts';
import type { NodeFlags } from './node-status.ts';
import { readLog, type LogOptions } from './pod-logs.ts';
import { observedGeneration } from './pod-conditions.ts';
import { isFinal } from './pod-status.ts';
import { PodStore } from './pod-store.ts';
import { PodWorkers, type PodUpdate } from './pod-workers.ts';
import { podsToPreempt } from './preemption.ts';
import { Probes } from './probes.ts';
import { Resizes } from './resizes.ts';
import { isCriticalPod, isMirrorPod, isStaticPod, podFullName } from './static-pod.ts';
import { StaticPods } from './static-pods.ts';
import { StatusManager } from './status-manager.ts';
import { KubeletSyncer } from './sync-pod.ts';
import { Volumes } from './volumes.ts';

export interface KubeletOptions {
  /** The kubelet's own time, which hangs with the machine. */
  readonly sim: MachineTime;
  /** A client as `system:node:NAME`. */
  readonly client: Client;
  readonly machine: Machine;
  readonly runtime: ContainerRuntime;
  /** What runs on the machine already. */
  readonly containers: NodeRuntime;
  readonly flags?: NodeFlags;
  readonly config: KubeletConfig;
  /** Where its own log goes. */
  readonly log?: (line: LogLine) => void;
  /** Where addresses come from until the Node has a podCIDR: `10.244.1.0/24`. */
  readonly fallbackPodCIDR?: string;
  readonly trace?: TraceSink;
  /** Images that lie on the node from the start. */
  readonly images?: readonly string[];
}

const housekeepingMs = 2000;
const orphanGraceMs = 30_000;
const evictionGraceSeconds = 1;
/** The loops of a kubelet do not turn at the same moment. */
const relistOffsetMs = 310;
const housekeepingOffsetMs = 690;
const firstCrashBackOffMs = 10_000;
const longestCrashBackOffMs = 300_000;
/** For how long a silent runtime is taken to be there. */
const runtimeGoneMs = 30_000;

/**
 * The node agent: registers its node, runs the pods that are bound to it and those in its manifest
 * folder, and tells the API what became of them. Models pkg/kubelet.Kubelet (v1.36).
 */
export class Kubelet {
  readonly #context: NodeContext;
  readonly #phaseMs: number;
  readonly #time: MachineTime;
  readonly #node: NodeRuntime;
  readonly #store = new PodStore();
  readonly #images: Images;
  readonly #events: LifecycleEvents;
  readonly #status: StatusManager;
  readonly #probes: Probes;
  readonly #syncer: KubeletSyncer;
  readonly #workers: PodWorkers;
  readonly #mirrors: MirrorPods;
  readonly #resizes: Resizes;
  readonly #eviction: Eviction;
  readonly #registration: NodeRegistration;
  readonly #staticPods: StaticPods | undefined;
  readonly #podInformer: Informer<Pod>;
  readonly #nodeInformer: Informer<Node>;
  readonly #deadlines = new Map<string, Timer>();
  #podCIDR: string | undefined;
  #housekeeping: Timer | undefined;
  #stopped = false;

  constructor(options: KubeletOptions) {
    const { sim, client, machine, runtime, flags = {} } = options;
    this.#phaseMs = sim.nowMs;
    this.#time = sim;
    const recorder = new EventRecorder({ sim, client, component: 'kubelet', host: machine.name });
    const name = machine.name;
    this.#nodeInformer = new Informer<Node>({
      sim,
      client,
      resource: nodes,
      fieldSelector: `metadata.name=${name}`,
    });
    this.#podInformer = new Informer<Pod>({
      sim,
      client,
      resource: pods,
      fieldSelector: `spec.nodeName=${name}`,
    });
    const node = (): Node | undefined => this.#nodeInformer.lister.get(name);
    this.#context = {
      sim,
      client,
      machine,
      runtime,
      recorder,
      trace: options.trace ?? noTrace,
      log: options.log ?? ((): void => {}),
      node,
    };
    this.#node = options.containers;
    this.#images = new Images(this.#context, this.#node.images);
    for (const image of options.images ?? []) this.#images.preload(image);
    this.#events = new LifecycleEvents({
      sim,
      runtime: this.#node,
      phaseMs: this.#phaseMs + relistOffsetMs,
      onPodChanged: (uid) => this.#resync(uid),
    });
    this.#status = new StatusManager({
      sim,
      client,
      store: this.#store,
      phaseMs: this.#phaseMs,
      mayRun: (uid) => this.#workers.couldHaveRunningContainers(uid),
    });
    this.#probes = new Probes({
      context: this.#context,
      node: this.#node,
      statusOf: (uid) => this.#status.get(uid),
      onResult: (uid) => this.#resync(uid),
    });
    this.#mirrors = new MirrorPods(this.#context);
    this.#resizes = new Resizes({
      context: this.#context,
      allocations: this.#node.allocations,
      activePods: () => this.#activePods(),
      podOf: (uid) => this.#store.get(uid),
      sync: (uid) => this.#resync(uid),
    });
    this.#podCIDR = options.fallbackPodCIDR;
    if (this.#podCIDR !== undefined) this.#node.setPodCIDR(this.#podCIDR);
    const networkReady = (): string | undefined =>
      this.#podCIDR === undefined ? networkNotReady : undefined;
    const notReady = (): string | undefined => runtimeProblem(this.#node, sim.nowMs) ?? networkReady();
    this.#syncer = new KubeletSyncer({
      context: this.#context,
      node: this.#node,
      images: this.#images,
      volumes: new Volumes(this.#context, this.#node),
      crashBackOff: new BackOff(firstCrashBackOffMs, longestCrashBackOffMs),
      status: this.#status,
      probes: this.#probes,
      resizes: this.#resizes,
      resync: (uid) => this.#resync(uid),
      reconcileMirror: (pod) => this.#reconcileMirror(pod),
      networkReady,
    });
    this.#workers = new PodWorkers({
      sim,
      syncer: this.#syncer,
      events: this.#events,
      nodeName: name,
      phaseMs: this.#phaseMs,
      onSyncDue: (uid) => this.#resync(uid),
    });
    this.#eviction = new Eviction({
      context: this.#context,
      config: options.config,
      activePods: () => this.#activePods(),
      memoryInUse: () => systemUsage.memoryBytes + this.#node.memoryInUse,
      metrics: () => this.metrics(),
      filesOf: (uid, volume) => this.#node.volumes.get(uid)?.get(volume),
      evict: (pod, message, isForPressure) => this.#evict(pod, message, isForPressure),
      onPressure: () => this.#registration.checkLater(),
    });
    this.#registration = new NodeRegistration({
      context: this.#context,
      flags,
      images: this.#images,
      phaseMs: this.#phaseMs,
      notReady,
      hasMemoryPressure: () => this.#eviction.hasMemoryPressure,
      reboots: this.#node.reboots,
    });
    this.#node.onAvailability = () => {
      this.#events.availabilityChanged();
      this.#registration.checkLater();
      sim.after(runtimeGoneMs, () => this.#registration.checkLater());
    };
    const { staticPodPath } = options.config;
    if (staticPodPath !== undefined)
      this.#staticPods = new StaticPods({
        sim,
        files: machine.files,
        folder: staticPodPath,
        nodeName: name,
        handler: { added: (pod) => this.#podAdded(pod), removed: (pod) => this.#podRemoved(pod) },
        ...(options.log && { log: options.log }),
      });
  }

  start(): void {
    // What the API tells arrives in the machine's own time, which stands still while it hangs.
    const later =
      <A extends unknown[]>(run: (...told: A) => void) =>
      (...told: A): void =>
        this.#time.inTurn(() => {
          if (!this.#stopped) run(...told);
        });
    this.#podInformer.addHandler({
      onAdd: later((pod: Pod) => this.#podAdded(pod)),
      onUpdate: later((old: Pod, pod: Pod) => this.#podUpdated(old, pod)),
      onDelete: later((pod: Pod) => this.#podRemoved(pod)),
    });
    this.#nodeInformer.addHandler({
      onAdd: later((node: Node) => this.#nodeSeen(node, true)),
      onUpdate: later((_old: Node, node: Node) => this.#nodeSeen(node, false)),
    });
    this.#registration.start();
    this.#eviction.start();
    this.#nodeInformer.start();
    this.#podInformer.start();
    this.#podInformer.whenSynced(() => this.#cleanLater());
    this.#staticPods?.start();
  }

  /** The kubelet ends; its containers run on. */
  stop(): void {
    this.#stopped = true;
    this.#staticPods?.stop();
    this.#podInformer.stop();
    this.#nodeInformer.stop();
    this.#registration.stop();
    this.#eviction.stop();
    this.#workers.stop();
    this.#probes.stop();
    this.#events.stop();
    this.#resizes.stop();
    this.#status.stop();
    this.#housekeeping?.cancel();
    for (const timer of this.#deadlines.values()) timer.cancel();
    // What it was waiting for never comes.
    this.#time.hang();
  }

  /** A container's log; undefined when the node has no such container. */
  log(pod: Pod, container: string, previous: boolean, options: LogOptions): string | ApiStream | undefined {
    const ring = this.#node.log(this.#store.translate(pod.metadata.uid ?? ''), container, previous);
    return ring === undefined ? undefined : readLog(this.#context.sim, ring, options);
  }

  /** The process of a running container. */
  process(pod: Pod, container: string): RunningContainer | undefined {
    const uid = this.#store.translate(pod.metadata.uid ?? '');
    const current = this.#node.inspect(uid).containers.find(({ name }) => name === container);
    return current === undefined ? undefined : this.#node.process(uid, current.id);
  }

  /** What the node and its pods use now. */
  metrics(): NodeMetrics {
    const { machine } = this.#context;
    return nodeMetrics(machine.size, this.#store.pods, ({ metadata }) =>
      this.#node.metrics(metadata.uid ?? ''),
    );
  }

  #podAdded(pod: Pod): void {
    this.#store.set(pod);
    if (isMirrorPod(pod)) {
      this.#mirrorChanged(pod);
      return;
    }
    const uid = pod.metadata.uid ?? '';
    if (!this.#workers.isTerminationRequested(uid) && !isFinal(pod.status?.phase)) {
      const rejection = this.#admit(pod);
      if (rejection !== undefined) {
        this.#reject(pod, rejection);
        return;
      }
    }
    this.#resizes.admitted(pod);
    this.#eviction.admitted(pod);
    tracePod(this.#context, pod, `Takes in the pod ${podFullName(pod)}.`);
    this.#watchDeadline(pod);
    this.#dispatch('create', pod);
  }

  #podUpdated(old: Pod, pod: Pod): void {
    if (old.metadata.uid !== pod.metadata.uid) {
      this.#podRemoved(old);
      this.#podAdded(pod);
      return;
    }
    this.#store.set(pod);
    if (isMirrorPod(pod)) {
      if (isTelling(old, pod)) this.#mirrorChanged(pod);
      return;
    }
    if (isTelling(old, pod)) {
      this.#resizes.updated(pod);
      this.#watchDeadline(pod);
      this.#dispatch('update', pod);
    } else if (needsReadinessCheck(old, pod)) this.#dispatch('sync', pod);
    if (!deepEqual(old.status, pod.status)) this.#status.reconcileLater();
    if (isFinal(pod.status?.phase)) {
      this.#cleanLater();
      this.#resizes.retryPending();
    }
  }

  #podRemoved(pod: Pod): void {
    this.#store.remove(pod);
    if (isMirrorPod(pod)) {
      this.#mirrorChanged(pod);
      return;
    }
    const uid = pod.metadata.uid ?? '';
    this.#deadlines.get(uid)?.cancel();
    this.#deadlines.delete(uid);
    if (this.#workers.has(uid)) this.#workers.update({ type: 'kill', pod: this.#resizes.asAllocated(pod) });
    this.#resizes.forget(uid);
    this.#eviction.forget(uid);
    this.#cleanLater();
  }

  #mirrorChanged(mirror: Pod): void {
    const pod = this.#store.twinOf(mirror);
    if (pod !== undefined) this.#dispatch('update', pod);
    else this.#cleanLater();
  }

  #nodeSeen(node: Node, isFirst: boolean): void {
    const { podCIDR } = node.spec ?? {};
    if (podCIDR && podCIDR !== this.#podCIDR) {
      const wasReady = this.#podCIDR !== undefined;
      this.#podCIDR = podCIDR;
      this.#node.setPodCIDR(podCIDR);
      if (!wasReady) this.#registration.update();
    }
    if (isFirst) for (const pod of this.#store.pods) if (isStaticPod(pod)) this.#reconcileMirror(pod);
    this.#registration.checkLater();
  }

  #dispatch(type: PodUpdate['type'], pod: Pod): void {
    const mirror = isStaticPod(pod) ? this.#store.mirrorOf(pod) : undefined;
    this.#workers.update({ type, pod: this.#resizes.asAllocated(pod), ...(mirror && { mirror }) });
  }

  /** Something of a running pod changed on the node. */
  #resync(uid: string): void {
    const pod = this.#store.get(uid);
    if (pod !== undefined && this.#workers.has(uid)) this.#dispatch('sync', pod);
  }

  /** A request of its own, which the API answers a moment later. */
  #reconcileMirror(pod: Pod): void {
    this.#context.sim.after(1, () => {
      if (this.#stopped || this.#store.get(pod.metadata.uid ?? '') !== pod) return;
      if (this.#workers.isTerminationRequested(pod.metadata.uid ?? '')) return;
      this.#mirrors.reconcile(pod, this.#store.mirrorOf(pod));
    });
  }

  #admit(pod: Pod): Rejection | undefined {
    const node = this.#context.node();
    if (node === undefined) return undefined;
    const underPressure = this.#eviction.rejectionOf(pod);
    if (underPressure !== undefined) return underPressure;
    const uid = pod.metadata.uid ?? '';
    const others = this.#activePods().filter(({ metadata }) => metadata.uid !== uid);
    const shortages = shortagesFor(
      this.#resizes.asAllocated(pod),
      others.map((other) => this.#resizes.asAllocated(other)),
      node,
    );
    if (shortages.length > 0) {
      const victims = isCriticalPod(pod) ? podsToPreempt(pod, others, shortages) : undefined;
      if (victims === undefined) return shortageRejection(shortages[0] as (typeof shortages)[number]);
      for (const victim of victims) this.#preempt(victim);
    }
    return rejectionOf(pod, others, node);
  }

  #activePods(): Pod[] {
    return this.#store.pods.filter(({ metadata: { uid = '' }, status }) => {
      if (this.#workers.isKnownTerminated(uid)) return false;
      return (
        !isFinal(this.#status.get(uid)?.phase ?? status?.phase) ||
        this.#workers.couldHaveRunningContainers(uid)
      );
    });
  }

  #preempt(victim: Pod): void {
    const message = 'Preempted in order to admit critical pod';
    recordPodEvent(this.#context, victim, 'Warning', 'Preempting', message);
    const disruption = 'Pod was preempted by Kubelet to accommodate a critical pod.';
    const status = forcedEnd(victim, { reason: 'Preempting', message, disruption });
    this.#workers.update({ type: 'kill', pod: victim, kill: { evict: true, status } });
  }

  #evict(victim: Pod, message: string, isForPressure: boolean): void {
    const end = { reason: 'Evicted', message, ...(isForPressure && { disruption: message }) };
    const kill = { evict: true, graceSeconds: evictionGraceSeconds, status: forcedEnd(victim, end) };
    this.#workers.update({ type: 'kill', pod: victim, kill });
    tracePod(this.#context, victim, `Evicts the pod: ${message.trim()}`);
  }

  #reject(pod: Pod, { reason, message }: Rejection): void {
    recordPodEvent(this.#context, pod, 'Warning', reason, message);
    tracePod(this.#context, pod, `Refuses the pod: ${message}.`);
    this.#status.set(pod, {
      ...observedGeneration(pod),
      qosClass: pod.status?.qosClass,
      phase: 'Failed',
      reason,
      message: `Pod was rejected: ${message}`,
      conditions: pod.status?.conditions,
    });
  }

  /** Looks at the pod again when it has been active for as long as it may. */
  #watchDeadline(pod: Pod): void {
    const { activeDeadlineSeconds } = pod.spec;
    if (activeDeadlineSeconds == null) return;
    const { sim } = this.#context;
    const uid = pod.metadata.uid ?? '';
    this.#deadlines.get(uid)?.cancel();
    const start = this.#status.get(uid)?.startTime ?? pod.status?.startTime;
    const dueMs = (start == null ? sim.nowMs : Date.parse(start)) + activeDeadlineSeconds * 1000;
    this.#deadlines.set(
      uid,
      sim.at(dueMs, () => this.#deadlineMayHavePassed(uid)),
    );
  }

  #deadlineMayHavePassed(uid: string): void {
    const pod = this.#store.get(uid);
    if (pod === undefined) return;
    if (this.#syncer.isPastDeadline(pod)) this.#resync(uid);
    else if (this.#status.get(uid) !== undefined) this.#watchDeadline(pod);
  }

  /** Tidies up at the next turn of the two seconds' rhythm. Models HandlePodCleanups (v1.36). */
  #cleanLater(): void {
    if (this.#stopped || this.#housekeeping?.pending === true) return;
    const { sim } = this.#context;
    const phaseMs = this.#phaseMs + housekeepingOffsetMs;
    const periods = Math.floor((sim.nowMs - phaseMs) / housekeepingMs) + 1;
    this.#housekeeping = sim.at(phaseMs + periods * housekeepingMs, () => this.#clean());
  }

  #clean(): void {
    if (!this.#podInformer.hasSynced) return;
    this.#workers.prune((uid) => this.#store.get(uid) !== undefined);
    for (const uid of this.#status.knownUids)
      if (this.#store.get(uid) === undefined && !this.#workers.has(uid)) this.#status.forget(uid);
    let again = this.#workers.needsPruning;
    for (const mirror of this.#store.orphanedMirrors) {
      if (this.#workers.isTerminatingByFullName(podFullName(mirror))) again = true;
      else this.#mirrors.delete(mirror);
    }
    for (const uid of this.#node.podUids) {
      if (this.#workers.has(uid)) again ||= this.#store.get(uid) === undefined;
      else if (this.#store.get(uid) === undefined) runTask(this.#endOrphan(uid));
    }
    for (const pod of this.#store.pods) this.#restart(pod);
    if (again) this.#cleanLater();
  }

  /** Ends what still runs of a pod of which only the runtime knows. */
  *#endOrphan(uid: string): Task {
    const running = this.#node.inspect(uid).containers.filter(({ state }) => state === 'running');
    for (const { id } of running) yield* waitFor(this.#node.stopContainer(uid, id, orphanGraceMs));
    this.#node.stopSandboxes(uid);
    this.#node.volumes.delete(uid);
    this.#node.removePod(uid);
  }

  /** A pod that is wanted but has no worker: its last life ended, or it was rejected and is now to go. */
  #restart(pod: Pod): void {
    const uid = pod.metadata.uid ?? '';
    if (this.#workers.has(uid)) return;
    const isDone = isFinal(this.#status.get(uid)?.phase ?? pod.status?.phase);
    if (!isDone) this.#dispatch('create', pod);
    else if (pod.metadata.deletionTimestamp !== undefined) this.#workers.update({ type: 'kill', pod });
  }
}

const networkNotReady =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';

/** Models runtimeState.runtimeErrors (v1.36). */
function runtimeProblem({ unavailableSinceMs }: NodeRuntime, nowMs: number): string | undefined {
  if (unavailableSinceMs === undefined || nowMs - unavailableSinceMs < runtimeGoneMs) return undefined;
  return 'container runtime is down';
}

/** Whether more than a pod's status changed. */
function isTelling(old: Pod, pod: Pod): boolean {
  return (
    old.spec !== pod.spec ||
    old.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp ||
    old.metadata.deletionGracePeriodSeconds !== pod.metadata.deletionGracePeriodSeconds ||
    !deepEqual(old.metadata.labels, pod.metadata.labels) ||
    !deepEqual(old.metadata.annotations, pod.metadata.annotations)
  );
}

/** Whether others changed a condition that readiness gates ask for. */
function needsReadinessCheck(old: Pod, pod: Pod): boolean {
  const gates = pod.spec.readinessGates ?? [];
  if (gates.length === 0) return false;
  const statusOf = ({ status }: Pod, wanted: string): string | undefined =>
    status?.conditions?.find(({ type }) => type === wanted)?.status;
  return gates.some(({ conditionType }) => statusOf(old, conditionType) !== statusOf(pod, conditionType));
}
