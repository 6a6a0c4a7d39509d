import { isStartFailure, type ContainerConfig, type ContainerRuntime } from '../cri/container-runtime.ts';
import type { RunningContainer } from '../cri/container-runtime.ts';
import type { ContainerMetrics } from '../cri/node-metrics.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { Wait } from '../sim/task.ts';
import { amountsOf } from '../api/pod-resources.ts';
import type { Container } from '../api/types.ts';
import type { NodeImage } from './images.ts';
import { actOn, type LiveContainer, type LivePod, type PodName } from './live-pod.ts';
import { LogRing } from './log-ring.ts';
import {
  emptyPodRuntime,
  type PodRuntime,
  type RuntimeContainer,
  type RuntimeSandbox,
} from './pod-runtime.ts';
import type { Allocations } from './resizes.ts';
import { runtimeView, type RuntimeVerb, type RuntimeView } from './runtime-view.ts';
import type { VolumeFiles } from './volumes.ts';

const keptPerName = 2;
/** Containers' processes come after the machine's own. */
const firstPid = 2000;

/**
 * What runs and lies on a node: sandboxes with addresses, containers, images and the pods' volumes. It
 * outlives the kubelet. Stands where containerd and the machine's disk stand; the programs behind the
 * containers are the container runtime's.
 */
export class NodeRuntime {
  /** By full name. */
  readonly images = new Map<string, NodeImage>();
  /** What is mounted, by a pod's uid and the volume's name. */
  readonly volumes = new Map<string, Map<string, VolumeFiles>>();
  readonly allocations: Allocations = new Map();
  /** What PersistentVolumes hold, by name. */
  readonly disks = new Map<string, VolumeFiles>();
  readonly #sim: Simulation;
  readonly #runtime: ContainerRuntime;
  readonly #idStream: string;
  readonly #pods = new Map<string, LivePod>();
  readonly #usedAddresses = new Set<string>();
  #prefix = '';
  #lastAddress = 1;
  #unavailableSinceMs: number | undefined;
  #reboots = 0;
  #lastPid = firstPid;
  /** Called with a pod's uid whenever something of it changed. */
  onChange: (podUid: string) => void = () => {};
  /** Called when it stops or begins to answer. */
  onAvailability: () => void = () => {};

  constructor(sim: Simulation, runtime: ContainerRuntime, nodeName: string) {
    this.#sim = sim;
    this.#runtime = runtime;
    this.#idStream = `container-id/${nodeName}`;
  }

  /** From now on addresses come from there: `10.244.1.0/24`. */
  setPodCIDR(cidr: string): void {
    this.#prefix = cidr.slice(0, cidr.lastIndexOf('.') + 1);
  }

  /** Since when it does not answer; containers run on meanwhile. */
  get unavailableSinceMs(): number | undefined {
    return this.#unavailableSinceMs;
  }

  /** It answers from now on, or not. */
  setAvailable(available: boolean): void {
    if (available === (this.#unavailableSinceMs === undefined)) return;
    this.#unavailableSinceMs = available ? undefined : this.#sim.nowMs;
    this.onAvailability();
  }

  get runningCount(): number {
    let count = 0;
    for (const { containers } of this.#pods.values())
      for (const { current } of containers) if (current.state === 'running') count++;
    return count;
  }

  /** The memory that all containers use. */
  get memoryInUse(): number {
    let bytes = 0;
    for (const { containers } of this.#pods.values())
      for (const { current, process } of containers)
        if (current.state === 'running') bytes += process?.usage().memoryBytes ?? 0;
    return bytes;
  }

  get podUids(): Iterable<string> {
    return this.#pods.keys();
  }

  inspect(podUid: string): PodRuntime {
    const pod = this.#pods.get(podUid);
    if (pod === undefined) return emptyPodRuntime;
    return {
      sandboxes: [...pod.sandboxes],
      containers: pod.containers.map((container) => container.current),
      ip: pod.sandboxes.find((sandbox) => sandbox.ready)?.ip ?? '',
    };
  }

  /** Makes a sandbox. `hostIP` for pods on the host's network; undefined answer = no address is free. */
  runSandbox(podUid: string, name: PodName, hostIP: string | undefined): RuntimeSandbox | undefined {
    const ip = hostIP ?? this.#freeAddress();
    if (ip === undefined) return undefined;
    const sandbox: RuntimeSandbox = { id: this.#newId(), ready: true, ip, createdMs: this.#sim.nowMs };
    const pod = this.#pod(podUid);
    pod.name = name;
    pod.sandboxes.unshift(sandbox);
    this.onChange(podUid);
    return sandbox;
  }

  /** Ends the ready sandboxes; containers must have been stopped. */
  stopSandboxes(podUid: string): void {
    const pod = this.#pods.get(podUid);
    if (pod === undefined) return;
    for (const [index, sandbox] of pod.sandboxes.entries()) {
      if (!sandbox.ready) continue;
      this.#usedAddresses.delete(sandbox.ip);
      pod.sandboxes[index] = { ...sandbox, ready: false, ip: '' };
    }
    this.onChange(podUid);
  }

  createContainer(
    podUid: string,
    spec: Pick<
      RuntimeContainer,
      'name' | 'restartCount' | 'requestedImage' | 'image' | 'imageRef' | 'resources'
    >,
  ): string {
    const pod = this.#pod(podUid);
    const id = this.#newId();
    const current: RuntimeContainer = {
      ...spec,
      id,
      state: 'created',
      startedMs: 0,
      finishedMs: 0,
      exitCode: 0,
      reason: '',
      message: '',
    };
    pod.containers.unshift({
      current,
      createdMs: this.#sim.nowMs,
      pid: 0,
      words: [],
      log: new LogRing(),
      process: undefined,
      onExit: new Set(),
    });
    this.#forgetOldest(pod, spec.name);
    this.onChange(podUid);
    return id;
  }

  /** Starts a created container. Returns the runtime's words when it cannot. */
  startContainer(
    podUid: string,
    id: string,
    config: Omit<ContainerConfig, 'containerId' | 'onLog' | 'onExit'>,
    terminationMessage: (
      exitCode: number,
      log: LogRing,
      readFile: (path: string) => string | undefined,
    ) => string,
  ): string | undefined {
    const container = this.#container(podUid, id);
    if (container === undefined) return `failed to find container ${id}: not found`;
    const { nowMs } = this.#sim;
    container.current = { ...container.current, state: 'running', startedMs: nowMs };
    container.pid = ++this.#lastPid;
    container.words = [...config.command, ...config.args];
    const started = this.#runtime.start({
      ...config,
      containerId: id,
      onLog: (text, stream, isWhole = true) =>
        container.log.push({ atMs: this.#sim.nowMs, stream, text, ...(!isWhole && { isWhole }) }),
      onExit: ({ exitCode, reason, message }) => {
        const readFile = (path: string): string | undefined => container.process?.readFile(path);
        const text = message ?? terminationMessage(exitCode, container.log, readFile);
        this.#end(podUid, container, exitCode, reason, text);
      },
    });
    if (isStartFailure(started)) {
      this.#end(podUid, container, 128, 'StartError', started.startError);
      return started.startError;
    }
    container.process = started;
    this.onChange(podUid);
    return undefined;
  }

  /** A running container has other resources from now on. */
  updateResources(podUid: string, id: string, resources: Container['resources']): void {
    const container = this.#container(podUid, id);
    if (container === undefined) return;
    container.current = { ...container.current, resources };
    container.process?.limitMemory(amountsOf(resources?.limits).get('memory'));
    this.onChange(podUid);
  }

  /** SIGTERM, then SIGKILL after `graceMs`; resumes when the container has ended. */
  stopContainer(podUid: string, id: string, graceMs: number): Wait<void> {
    return (resume) => {
      const container = this.#container(podUid, id);
      if (container === undefined || container.current.state !== 'running') {
        resume();
        return;
      }
      const kill = this.#sim.after(graceMs, () => container.process?.signal('SIGKILL'));
      container.onExit.add(() => {
        kill.cancel();
        resume();
      });
      container.process?.signal('SIGTERM');
    };
  }

  /** Whether a pod here has that address. */
  hasAddress(ip: string): boolean {
    return this.#usedAddresses.has(ip);
  }

  /** What runs under an address of a pod, or under the machine's own. */
  *processesAt(ip: string): Iterable<RunningContainer> {
    for (const { sandboxes, containers } of this.#pods.values()) {
      if (!sandboxes.some((sandbox) => sandbox.ready && sandbox.ip === ip)) continue;
      for (const { current, process } of containers)
        if (current.state === 'running' && process !== undefined) yield process;
    }
  }

  /** The process of a running container. */
  process(podUid: string, id: string): RunningContainer | undefined {
    const container = this.#container(podUid, id);
    return container?.current.state === 'running' ? container.process : undefined;
  }

  /** What each running container of a pod uses. */
  metrics(podUid: string): ContainerMetrics[] {
    return (this.#pods.get(podUid)?.containers ?? []).flatMap(({ current, process }) =>
      current.state === 'running' && process !== undefined
        ? [{ name: current.name, startedMs: current.startedMs, usage: process.usage() }]
        : [],
    );
  }

  /** The log of the newest container of that name, or of the one before it. */
  log(podUid: string, name: string, previous = false): LogRing | undefined {
    const named = this.#pods.get(podUid)?.containers.filter(({ current }) => current.name === name);
    return named?.[previous ? 1 : 0]?.log;
  }

  /** How often the machine has come up again. */
  get reboots(): number {
    return this.#reboots;
  }

  /** The machine was off: what ran has ended, and nobody knows how. */
  powerLost(): void {
    this.#reboots++;
    const { nowMs } = this.#sim;
    for (const pod of this.#pods.values()) {
      for (const container of pod.containers) {
        const { process, current, log } = container;
        container.process = undefined;
        container.onExit.clear();
        process?.signal('SIGKILL');
        log.close();
        if (current.state === 'exited') continue;
        const end = { finishedMs: nowMs, exitCode: 255, reason: 'Unknown' } as const;
        container.current = { ...current, ...end, state: 'exited' };
      }
      pod.sandboxes.splice(
        0,
        pod.sandboxes.length,
        ...pod.sandboxes.map((box) => ({ ...box, ready: false, ip: '' })),
      );
    }
    this.#usedAddresses.clear();
  }

  /** All pods and containers, as the runtime's own tools show them. */
  view(): RuntimeView {
    return runtimeView(this.#pods, this.images.values());
  }

  /** What `crictl` does to a container or to a pod's sandbox, by its id or the beginning of it. Answers why not. */
  act(verb: RuntimeVerb, id: string): string | undefined {
    for (const [uid, pod] of this.#pods) {
      const container = pod.containers.find(({ current }) => current.id.startsWith(id));
      if (container !== undefined && (verb === 'stop' || verb === 'rm')) return actOn(pod, container, verb);
      if (
        pod.sandboxes.some((sandbox) => sandbox.id.startsWith(id)) &&
        (verb === 'stopp' || verb === 'rmp')
      ) {
        for (const { process } of pod.containers) process?.signal('SIGKILL');
        this.stopSandboxes(uid);
        if (verb === 'rmp') this.removePod(uid);
        return undefined;
      }
    }
    return `"${id}": not found`;
  }

  /** Forgets a pod that has ended. */
  removePod(podUid: string): void {
    if (this.#pods.delete(podUid)) this.onChange(podUid);
  }

  /** Ends everything at once, without a word: the machine is gone. */
  destroy(): void {
    this.onChange = () => {};
    for (const pod of this.#pods.values())
      for (const container of pod.containers) {
        container.onExit.clear();
        container.process?.signal('SIGKILL');
      }
    this.#pods.clear();
  }

  #end(podUid: string, container: LiveContainer, exitCode: number, reason: string, message: string): void {
    if (container.current.state === 'exited') return;
    const finishedMs = this.#sim.nowMs;
    container.current = { ...container.current, state: 'exited', finishedMs, exitCode, reason, message };
    container.process = undefined;
    container.log.close();
    this.onChange(podUid);
    for (const run of container.onExit) run();
    container.onExit.clear();
  }

  #pod(podUid: string): LivePod {
    let pod = this.#pods.get(podUid);
    if (pod === undefined) {
      pod = { name: { namespace: '', name: '' }, sandboxes: [], containers: [] };
      this.#pods.set(podUid, pod);
    }
    return pod;
  }

  #container(podUid: string, id: string): LiveContainer | undefined {
    return this.#pods.get(podUid)?.containers.find(({ current }) => current.id === id);
  }

  /** The runtime keeps the newest container and the one before it, as the kubelet's garbage collection leaves them. */
  #forgetOldest(pod: LivePod, name: string): void {
    let seen = 0;
    for (const [index, { current }] of pod.containers.entries()) {
      if (current.name !== name || ++seen <= keptPerName) continue;
      pod.containers.splice(index, 1);
      return;
    }
  }

  #freeAddress(): string | undefined {
    for (let tries = 0; tries < 254; tries++) {
      this.#lastAddress = (this.#lastAddress % 254) + 1;
      const ip = `${this.#prefix}${this.#lastAddress}`;
      if (this.#lastAddress < 2 || this.#usedAddresses.has(ip)) continue;
      this.#usedAddresses.add(ip);
      return ip;
    }
    return undefined;
  }

  #newId(): string {
    const random = this.#sim.random(this.#idStream);
    let id = '';
    for (let word = 0; word < 8; word++) id += random.uint32().toString(16).padStart(8, '0');
    return id;
  }
}
