import { goQuote } from '../api/go-text.ts';
import { structured } from '../api/klog.ts';
import type { Container, Pod, PodStatus } from '../api/types.ts';
import { waitFor, type Task } from '../sim/task.ts';
import type { CancelSignal } from './cancel-signal.ts';
import type { StartReason } from './container-statuses.ts';
import { killContainer, killContainers } from './kill-container.ts';
import { recordPodEvent, tracePod } from './node-context.ts';
import type { PodRuntime } from './pod-runtime.ts';
import { computePodActions, type PodActions } from './pod-actions.ts';
import { observedGeneration } from './pod-conditions.ts';
import { isFinal, podStatus } from './pod-status.ts';
import type { PodSyncer, PodUpdate, SyncResult } from './pod-workers.ts';
import type { Probes } from './probes.ts';
import { resizedIn, type Resizes } from './resizes.ts';
import { startContainer, type StartParts, type StartProblem } from './start-container.ts';
import { isStaticPod } from './static-pod.ts';
import type { StatusManager } from './status-manager.ts';

export interface SyncParts extends StartParts {
  readonly status: StatusManager;
  readonly probes: Probes;
  readonly resizes: Resizes;
  /** Looks at a pod again. */
  readonly resync: (podUid: string) => void;
  /** Makes a static pod's mirror what it should be. */
  readonly reconcileMirror: (pod: Pod, mirror: Pod | undefined) => void;
  /** Whether pods can be given addresses. */
  readonly networkReady: () => string | undefined;
}

type NamedProblem = StartProblem & { readonly container: string };

const sandboxMs = 60;
/** By then the runtime shows what containers have. */
const resizeLookMs = 1000;
const deadlineMessage = 'Pod was active on the node longer than the specified deadline';

/**
 * What a pod worker does. Models SyncPod, SyncTerminatingPod and SyncTerminatedPod of
 * pkg/kubelet/kubelet.go, and SyncPod of pkg/kubelet/kuberuntime (v1.36).
 */
export class KubeletSyncer implements PodSyncer {
  readonly #parts: SyncParts;
  /** Why containers could not be started in a pod's last sync. */
  readonly #reasons = new Map<string, Map<string, StartReason>>();

  constructor(parts: SyncParts) {
    this.#parts = parts;
  }

  *sync({ pod, mirror }: PodUpdate, runtime: PodRuntime, signal: CancelSignal): Task<SyncResult> {
    const { status, volumes, context } = this.#parts;
    this.#parts.resizes.settled(pod, hasItsResources(pod, runtime));
    const current = this.statusOf(pod, runtime, false);
    status.set(pod, current);
    if (isFinal(current.phase)) return { terminal: true };
    if (pod.spec.hostNetwork !== true) {
      const problem = this.#parts.networkReady();
      if (problem !== undefined) {
        const message = `network is not ready: ${problem}`;
        recordPodEvent(context, pod, 'Warning', 'NetworkNotReady', message);
        return { failed: { retryAtMs: context.sim.nowMs + 1000 } };
      }
    }
    if (isStaticPod(pod)) this.#parts.reconcileMirror(pod, mirror);
    const problem = yield* volumes.mountAll(pod, signal);
    if (problem !== undefined) {
      if (!signal.cancelled) {
        const message = `Unable to attach or mount volumes: ${problem}`;
        recordPodEvent(context, pod, 'Warning', 'FailedMount', message);
      }
      return { failed: {} };
    }
    if (runtime.containers.length > 0) volumes.renew(pod);
    this.#parts.probes.addPod(pod);
    return yield* this.#act(pod, runtime);
  }

  *terminate(
    pod: Pod,
    runtime: PodRuntime,
    graceSeconds: number,
    change: ((status: PodStatus) => PodStatus) | undefined,
  ): Task {
    const { status, probes, node, context } = this.#parts;
    const uid = pod.metadata.uid ?? '';
    const current = this.statusOf(pod, runtime, false);
    status.set(pod, change === undefined ? current : change(current));
    tracePod(context, pod, `Ends the pod's containers, within ${graceSeconds} s.`);
    probes.stopLivenessAndStartup(uid);
    yield* killContainers(context, node, pod, runtime, graceSeconds);
    node.stopSandboxes(uid);
    probes.removePod(uid);
    const stopped = { ...node.inspect(uid), ip: runtime.ip };
    status.set(pod, this.statusOf(pod, stopped, true));
  }

  *finish(pod: Pod, runtime: PodRuntime): Task {
    const { status, volumes, images } = this.#parts;
    const uid = pod.metadata.uid ?? '';
    status.set(pod, this.statusOf(pod, runtime, true));
    volumes.unmountAll(uid);
    images.forgetPod(uid);
    this.#parts.crashBackOff.forget(`${uid}_`);
    this.#reasons.delete(uid);
    tracePod(this.#parts.context, pod, 'Has torn down all of the pod.');
    status.terminate(pod);
    yield* waitFor<void>((resume) => resume());
  }

  /** Whether a pod has been active for longer than it may. Models activeDeadlineHandler (v1.36). */
  isPastDeadline(pod: Pod): boolean {
    const { activeDeadlineSeconds } = pod.spec;
    const start = this.#parts.status.get(pod.metadata.uid ?? '')?.startTime;
    if (activeDeadlineSeconds == null || start == null) return false;
    return this.#parts.context.sim.nowMs - Date.parse(start) >= activeDeadlineSeconds * 1000;
  }

  statusOf(pod: Pod, runtime: PodRuntime, isTerminal: boolean): PodStatus {
    const { status, probes, context } = this.#parts;
    const uid = pod.metadata.uid ?? '';
    const late = this.isPastDeadline(pod);
    if (late) recordPodEvent(context, pod, 'Normal', 'DeadlineExceeded', deadlineMessage);
    return podStatus({
      pod,
      runtime,
      old: status.get(uid) ?? pod.status ?? {},
      isTerminal,
      hostIP: context.machine.ip,
      probes: probes.viewOf(uid),
      resizes: this.#parts.resizes.conditions(uid),
      reasonOf: (name) => this.#reasons.get(uid)?.get(name),
      ...(late && { evict: { reason: 'DeadlineExceeded', message: deadlineMessage } }),
    });
  }

  *#act(pod: Pod, runtime: PodRuntime): Task<SyncResult> {
    const { node, context, probes } = this.#parts;
    const { sim } = context;
    const uid = pod.metadata.uid ?? '';
    const actions = computePodActions(pod, runtime, probes.results);
    if (actions.createSandbox && runtime.sandboxes.length > 0) {
      const message = 'Pod sandbox changed, it will be killed and re-created.';
      recordPodEvent(context, pod, 'Normal', 'SandboxChanged', message);
    }
    let acted = yield* this.#kill(pod, runtime, actions);
    for (const { container, current } of actions.resizes)
      node.updateResources(uid, current.id, container.resources);
    if (actions.resizes.length > 0) sim.after(resizeLookMs, () => this.#parts.resync(uid));
    let podIP = runtime.ip;
    if (actions.createSandbox) {
      yield* waitFor<void>((resume) => void sim.after(sandboxMs, resume));
      const sandbox = node.runSandbox(
        uid,
        { namespace: pod.metadata.namespace ?? '', name: pod.metadata.name },
        pod.spec.hostNetwork === true ? context.machine.ip : undefined,
      );
      if (sandbox === undefined) {
        const message =
          'Failed to create pod sandbox: failed to setup network for sandbox: no IP addresses available in range set';
        recordPodEvent(context, pod, 'Warning', 'FailedCreatePodSandBox', message);
        return { failed: {} };
      }
      acted = true;
      podIP = sandbox.ip;
      tracePod(context, pod, `Makes the pod's sandbox, with the address ${podIP}.`);
      this.#tellSandboxReady(pod);
    }
    const problems = yield* this.#start(pod, actions, runtime, podIP);
    const started =
      actions.ephemeralToStart.length + actions.initToStart.length + actions.regularToStart.length;
    if (problems.length === 0) return { acted: acted || started > 0 };
    this.#tellProblems(pod, problems);
    const retries = problems.flatMap(({ retryAtMs }) => (retryAtMs === undefined ? [] : [retryAtMs]));
    return { acted: true, failed: retries.length === 0 ? {} : { retryAtMs: Math.min(...retries) } };
  }

  *#kill(pod: Pod, runtime: PodRuntime, actions: PodActions): Task<boolean> {
    const { node, context } = this.#parts;
    const podGrace = pod.spec.terminationGracePeriodSeconds ?? 30;
    if (actions.killPod) {
      yield* killContainers(context, node, pod, runtime, podGrace);
      if (runtime.sandboxes.length > 0) node.stopSandboxes(pod.metadata.uid ?? '');
      return runtime.sandboxes.length > 0;
    }
    for (const { container, message, probe } of actions.kills) {
      const graceSeconds = probeGrace(pod, container.name, probe) ?? podGrace;
      yield* killContainer({ context, node, pod, container, message, graceSeconds });
    }
    return actions.kills.length > 0;
  }

  /** Starts containers in turn: ephemeral ones, the next init container, the others. */
  *#start(pod: Pod, actions: PodActions, runtime: PodRuntime, podIP: string): Task<NamedProblem[]> {
    const problems: NamedProblem[] = [];
    const reasons = new Map(this.#reasons.get(pod.metadata.uid ?? ''));
    const parts = this.#parts;
    const start = function* (container: Container): Task<boolean> {
      const problem = yield* startContainer(parts, pod, container, runtime, podIP);
      if (problem === undefined) {
        reasons.delete(container.name);
        return true;
      }
      problems.push({ ...problem, container: container.name });
      reasons.set(container.name, problem);
      return false;
    };
    let goesOn = true;
    for (const container of actions.ephemeralToStart) yield* start(container);
    for (const container of actions.initToStart) {
      if (!(yield* start(container)) && container.restartPolicy !== 'Always') {
        goesOn = false;
        break;
      }
    }
    if (goesOn) for (const container of actions.regularToStart) yield* start(container);
    this.#reasons.set(pod.metadata.uid ?? '', reasons);
    return problems;
  }

  /** What the log says of containers that did not start. */
  #tellProblems(pod: Pod, problems: readonly NamedProblem[]): void {
    const causes = problems.map(
      ({ container, reason, message }) =>
        `failed to "StartContainer" for "${container}" with ${reason}: ${goQuote(message)}`,
    );
    const err = causes.length === 1 ? (causes[0] as string) : `[${causes.join(', ')}]`;
    const { namespace = '', name, uid: podUID = '' } = pod.metadata;
    const message = structured('Error syncing pod, skipping', { err, pod: `${namespace}/${name}`, podUID });
    this.#parts.context.log({ level: 'E', source: 'pod_workers.go:1324', message });
  }

  /** The sandbox is told before images are pulled, which can take long. Models OnPodSandboxReady (v1.36). */
  #tellSandboxReady(pod: Pod): void {
    const { status, context } = this.#parts;
    context.sim.soon(() => {
      const old = status.get(pod.metadata.uid ?? '');
      if (old === undefined) return;
      const conditions = (old.conditions ?? []).map((condition) =>
        condition.type === 'PodReadyToStartContainers'
          ? { ...condition, ...observedGeneration(pod), status: 'True' as const }
          : condition,
      );
      status.set(pod, { ...old, conditions });
    });
  }
}

/** Whether all that runs has what the pod gives it. Models IsPodResizeInProgress (v1.36). */
function hasItsResources(pod: Pod, { containers }: PodRuntime): boolean {
  return pod.spec.containers.every(({ name, resources }) => {
    const current = containers.find((container) => container.name === name);
    return current?.state !== 'running' || resizedIn(resources, current.resources).length === 0;
  });
}

function probeGrace(pod: Pod, name: string, probe: 'liveness' | 'startup' | undefined): number | undefined {
  if (probe === undefined) return undefined;
  const container = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find(
    (candidate) => candidate.name === name,
  );
  return container?.[`${probe}Probe`]?.terminationGracePeriodSeconds ?? undefined;
}
