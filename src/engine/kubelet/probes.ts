import type { Container, Pod, PodStatus, Probe } from '../api/types.ts';
import type { RunningContainer } from '../cri/container-runtime.ts';
import type { Timer } from '../sim/simulation.ts';
import { runTask, type Task } from '../sim/task.ts';
import { runCommand } from './hooks.ts';
import { recordContainerEvent, type NodeContext } from './node-context.ts';
import type { NodeRuntime } from './node-runtime.ts';
import type { ProbeResults } from './pod-actions.ts';
import { isFinal, type ProbeView } from './pod-status.ts';
import { isRestartableInitContainer, restartsAfter } from './restart-policy.ts';

export type ProbeType = 'startup' | 'liveness' | 'readiness';

const types: readonly ProbeType[] = ['startup', 'readiness', 'liveness'];
const initialResult: Readonly<Record<ProbeType, boolean | undefined>> = {
  startup: undefined,
  readiness: false,
  liveness: true,
};
const eventNames: Readonly<Record<ProbeType, string>> = {
  startup: 'Startup',
  liveness: 'Liveness',
  readiness: 'Readiness',
};

export interface ProbesOptions {
  readonly context: NodeContext;
  readonly node: NodeRuntime;
  readonly statusOf: (podUid: string) => PodStatus | undefined;
  /** A result changed by which the pod's status or its containers change. */
  readonly onResult: (podUid: string) => void;
}

/**
 * Probes the containers of the node's pods, one worker for each probe.
 * Models pkg/kubelet/prober (v1.36).
 */
export class Probes {
  readonly #options: ProbesOptions;
  readonly #workers = new Map<string, ProbeWorker>();
  readonly #results: Readonly<Record<ProbeType, Map<string, boolean | undefined>>> = {
    startup: new Map(),
    liveness: new Map(),
    readiness: new Map(),
  };

  constructor(options: ProbesOptions) {
    this.#options = options;
  }

  /** What has been found, by container id. */
  get results(): ProbeResults {
    const { liveness, startup } = this.#results;
    return { liveness: (id) => liveness.get(id), startup: (id) => startup.get(id) };
  }

  viewOf(podUid: string): ProbeView {
    return {
      isStarted: (name, id) => {
        const found = this.#results.startup.get(id);
        return found ?? !this.#workers.has(keyOf(podUid, name, 'startup'));
      },
      isReady: (name, id) => {
        if (this.#results.readiness.get(id) === true) return true;
        const worker = this.#workers.get(keyOf(podUid, name, 'readiness'));
        worker?.triggerSoon();
        return worker === undefined;
      },
    };
  }

  addPod(pod: Pod): void {
    const sidecars = (pod.spec.initContainers ?? []).filter(isRestartableInitContainer);
    for (const container of [...pod.spec.containers, ...sidecars]) {
      for (const type of types) {
        const probe = container[`${type}Probe`];
        if (!probe) continue;
        const key = keyOf(pod.metadata.uid ?? '', container.name, type);
        const known = this.#workers.get(key);
        if (known !== undefined) known.pod = pod;
        else this.#workers.set(key, this.#start(key, pod, container, probe, type));
      }
    }
  }

  /** A pod that ends is not restarted, so only readiness is still asked. */
  stopLivenessAndStartup(podUid: string): void {
    this.#stop((key) => key.startsWith(`${podUid}/`) && !key.endsWith('/readiness'));
  }

  removePod(podUid: string): void {
    this.#stop((key) => key.startsWith(`${podUid}/`));
  }

  stop(): void {
    this.#stop(() => true);
  }

  #start(key: string, pod: Pod, container: Container, probe: Probe, type: ProbeType): ProbeWorker {
    const results = this.#results[type];
    const worker = new ProbeWorker(this.#options, pod, container, probe, type, {
      get: (id) => results.get(id),
      set: (id, result) => {
        const before = results.get(id);
        const isKnown = results.has(id);
        results.set(id, result);
        if (isKnown && before === result) return;
        if (type !== 'liveness' || result === false) this.#options.onResult(pod.metadata.uid ?? '');
      },
      forget: (id) => results.delete(id),
      ended: () => this.#workers.delete(key),
    });
    return worker;
  }

  #stop(chosen: (key: string) => boolean): void {
    for (const [key, worker] of this.#workers) {
      if (!chosen(key)) continue;
      this.#workers.delete(key);
      worker.stop();
    }
  }
}

function keyOf(podUid: string, container: string, type: ProbeType): string {
  return `${podUid}/${container}/${type}`;
}

interface ResultSlot {
  get(containerId: string): boolean | undefined;
  set(containerId: string, result: boolean | undefined): void;
  forget(containerId: string): void;
  ended(): void;
}

interface Finding {
  readonly ok: boolean;
  readonly output: string;
}

class ProbeWorker {
  pod: Pod;
  readonly #options: ProbesOptions;
  readonly #container: Container;
  readonly #probe: Probe;
  readonly #type: ProbeType;
  readonly #slot: ResultSlot;
  #containerId = '';
  #onHold = false;
  #last: boolean | undefined;
  #run = 0;
  #busy = false;
  #stopped = false;
  #timer: Timer;

  constructor(
    options: ProbesOptions,
    pod: Pod,
    container: Container,
    probe: Probe,
    type: ProbeType,
    slot: ResultSlot,
  ) {
    this.#options = options;
    this.pod = pod;
    this.#container = container;
    this.#probe = probe;
    this.#type = type;
    this.#slot = slot;
    this.#timer = options.context.sim.soon(() => this.#tick());
  }

  /** Probes now, and then again in the usual rhythm. */
  triggerSoon(): void {
    if (this.#stopped || this.#busy) return;
    this.#timer.cancel();
    this.#timer = this.#options.context.sim.soon(() => this.#tick());
  }

  stop(): void {
    this.#stopped = true;
    this.#timer.cancel();
    if (this.#containerId !== '') this.#slot.forget(this.#containerId);
  }

  #tick(): void {
    this.#busy = true;
    runTask(this.#once(), (goesOn) => {
      this.#busy = false;
      if (this.#stopped) return;
      if (!goesOn) {
        this.stop();
        this.#slot.ended();
        return;
      }
      const periodMs = (this.#probe.periodSeconds ?? 10) * 1000;
      this.#timer = this.#options.context.sim.after(periodMs, () => this.#tick(), { chore: true });
    });
  }

  /** One probe. Answers whether there will be another. Models worker.doProbe (v1.36). */
  *#once(): Task<boolean> {
    const status = this.#options.statusOf(this.pod.metadata.uid ?? '');
    if (status === undefined) return true;
    if (isFinal(status.phase)) return false;
    const current = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])].find(
      ({ name, containerID }) => name === this.#container.name && containerID,
    );
    if (current?.containerID === undefined) return true;
    const id = current.containerID.slice('containerd://'.length);
    if (id !== this.#containerId) {
      if (this.#containerId !== '') this.#slot.forget(this.#containerId);
      this.#containerId = id;
      this.#slot.set(id, initialResult[this.#type]);
      this.#onHold = false;
      this.#run = 0;
    }
    if (this.#onHold) return true;
    const { state, started } = current;
    if (!state?.running) {
      this.#slot.set(id, false);
      const exitCode = state?.terminated?.exitCode;
      return exitCode === undefined || restartsAfter(this.#container, this.pod, exitCode);
    }
    if (this.pod.metadata.deletionTimestamp !== undefined && this.#type !== 'readiness') return false;
    const runningMs = this.#options.context.sim.nowMs - Date.parse(state.running.startedAt ?? '');
    if (Math.floor(runningMs / 1000) < (this.#probe.initialDelaySeconds ?? 0)) return true;
    if ((started === true) === (this.#type === 'startup')) return true;
    const finding = yield* this.#probeWithRetries();
    if (this.#stopped || finding === undefined) return true;
    this.#note(id, finding.ok);
    return true;
  }

  #note(id: string, ok: boolean): void {
    this.#run = this.#last === ok ? this.#run + 1 : 1;
    this.#last = ok;
    const threshold = ok ? (this.#probe.successThreshold ?? 1) : (this.#probe.failureThreshold ?? 3);
    if (this.#run < threshold) return;
    this.#slot.set(id, ok);
    if (this.#type === 'startup' || (this.#type === 'liveness' && !ok)) {
      this.#onHold = true;
      this.#run = 0;
    }
  }

  *#probeWithRetries(): Task<Finding | undefined> {
    const finding = yield* this.#ask();
    if (this.#stopped || finding === undefined || finding.ok) return finding;
    const message = `${eventNames[this.#type]} probe failed: ${finding.output}`;
    recordContainerEvent(this.#options.context, this.pod, this.#container, 'Warning', 'Unhealthy', message);
    return finding;
  }

  *#ask(): Task<Finding | undefined> {
    const { context, node, statusOf } = this.#options;
    const { exec, httpGet, tcpSocket } = this.#probe;
    const uid = this.pod.metadata.uid ?? '';
    const limitMs = (this.#probe.timeoutSeconds ?? 1) * 1000;
    if (exec !== undefined) {
      const command = exec.command ?? [];
      const result = yield* runCommand(context.sim, node, uid, this.#containerId, command, limitMs);
      if (result?.startError !== undefined) return { ok: false, output: result.startError };
      if (result === undefined) {
        return {
          ok: false,
          output: `command timed out: "${command.join(' ')}" timed out after ${limitMs / 1000}s`,
        };
      }
      return { ok: result.exitCode === 0, output: result.stdout + result.stderr };
    }
    const process = node.process(uid, this.#containerId);
    const ip = statusOf(uid)?.podIP ?? '';
    if (httpGet !== undefined) {
      const { path = '/', scheme = 'HTTP' } = httpGet;
      const port = this.#port(httpGet.port);
      const address = `${httpGet.host || ip}:${port}`;
      const answer = process?.probeHttp(port, path);
      if (answer === undefined) {
        const url = `${scheme.toLowerCase()}://${address}${path.startsWith('/') ? '' : '/'}${path}`;
        return { ok: false, output: `Get "${url}": dial tcp ${address}: connect: connection refused` };
      }
      const ok = answer.status >= 200 && answer.status < 400;
      return { ok, output: ok ? '' : `HTTP probe failed with statuscode: ${answer.status}` };
    }
    if (tcpSocket !== undefined) {
      const port = this.#port(tcpSocket.port);
      const ok = process?.probeTcp(port) === true;
      const address = `${tcpSocket.host || ip}:${port}`;
      return { ok, output: ok ? '' : `dial tcp ${address}: connect: connection refused` };
    }
    return probeGrpc(process, `${ip}:${this.#probe.grpc?.port ?? 0}`, this.#probe);
  }

  #port(port: number | string): number {
    if (typeof port === 'number') return port;
    const named = this.#container.ports?.find(({ name }) => name === port);
    return named?.containerPort ?? Number(port);
  }
}

/** Models pkg/probe/grpc (v1.36). */
function probeGrpc(
  process: RunningContainer | undefined,
  address: string,
  { grpc, timeoutSeconds = 1 }: Probe,
): Finding {
  const port = grpc?.port ?? 0;
  if (process?.probeTcp(port) !== true) {
    const output = `timeout: failed to connect service "${address}" within ${timeoutSeconds}s: context deadline exceeded`;
    return { ok: false, output };
  }
  const healthy = process.probeGrpc(port);
  if (healthy === undefined) {
    const why = 'rpc error: code = Unimplemented desc = unknown service grpc.health.v1.Health';
    const output = `error: this server does not implement the grpc health protocol (grpc.health.v1.Health): ${why}`;
    return { ok: false, output };
  }
  return { ok: healthy, output: healthy ? '' : 'service unhealthy (responded with "NOT_SERVING")' };
}
