import { pods } from '../api/resources.ts';
import type { ObjectKey } from '../api/resource.ts';
import { StatusError } from '../api/status-error.ts';
import { formatTime } from '../api/time.ts';
import type { ContainerStatus, Pod, PodCondition, PodStatus } from '../api/types.ts';
import type { Client } from '../client/client.ts';
import { deepEqual } from '../sim/plain.ts';
import { shareUnchanged } from '../sim/share.ts';
import type { Simulation, Timer } from '../sim/simulation.ts';
import { isKubeletCondition, terminalVerdict } from './pod-conditions.ts';
import { isFinal } from './pod-status.ts';
import type { PodStore } from './pod-store.ts';
import { isMirrorPod, isStaticPod } from './static-pod.ts';

const reconcilePeriodMs = 10_000;
const mostMessageLength = 12 * 1024;
/** A status takes two requests, one to read the pod and one to write it: 3 to 6 ms. */
const leastWriteMs = 3;
const moreWriteMs = 3;
const writeStream = 'kubelet-status-writes';

interface Versioned {
  readonly status: PodStatus;
  readonly version: number;
  /** The pod's names; the pod itself has newer versions. */
  readonly key: ObjectKey;
  /** All of the pod has been torn down; the API may forget it. */
  readonly finished: boolean;
}

/**
 * Keeps what each pod's status is by the kubelet's knowledge, and writes it to the API: what is new
 * at once, the rest every ten seconds. Models pkg/kubelet/status.manager (v1.36).
 */
export class StatusManager {
  readonly #sim: Simulation;
  readonly #client: Client;
  readonly #store: PodStore;
  readonly #phaseMs: number;
  readonly #mayRun: (podUid: string) => boolean;
  readonly #statuses = new Map<string, Versioned>();
  /** The version that the API has, by the API's uid. */
  readonly #written = new Map<string, number>();
  /** What was last written or tried to be, by the node's uid. */
  readonly #tried = new Map<string, string>();
  #writing: Timer | undefined;
  #reconcile: Timer | undefined;
  #stopped = false;

  constructor(options: {
    sim: Simulation;
    client: Client;
    store: PodStore;
    phaseMs: number;
    /** Whether containers of the pod could still run: its end is not told before. */
    mayRun: (podUid: string) => boolean;
  }) {
    this.#sim = options.sim;
    this.#client = options.client;
    this.#store = options.store;
    this.#phaseMs = options.phaseMs;
    this.#mayRun = options.mayRun;
  }

  get(podUid: string): PodStatus | undefined {
    return this.#statuses.get(podUid)?.status;
  }

  set(pod: Pod, status: PodStatus): void {
    this.#update(pod, status, false, pod.metadata.deletionTimestamp !== undefined);
  }

  /** The pod's last status: whatever did not end is lost, and the phase is final. */
  terminate(pod: Pod): void {
    const old = this.get(pod.metadata.uid ?? '') ?? pod.status ?? {};
    const ended = isFinal(old.phase) || isStaticPod(pod) ? {} : { phase: 'Failed' as const };
    const hadStarted = (old.containerStatuses ?? []).some(
      ({ state, lastState }) => state?.terminated ?? state?.running ?? lastState?.terminated,
    );
    const containerStatuses = hadStarted ? old.containerStatuses?.map(lost) : old.containerStatuses;
    const status = { ...old, ...ended, ...(containerStatuses && { containerStatuses }) };
    this.#update(pod, status, true, true);
  }

  /** Looks soon whether the API's status is ours; for when it may have been changed there. */
  reconcileLater(): void {
    if (this.#stopped || this.#reconcile?.pending === true) return;
    const periods = Math.floor((this.#sim.nowMs - this.#phaseMs) / reconcilePeriodMs) + 1;
    this.#reconcile = this.#sim.at(this.#phaseMs + periods * reconcilePeriodMs, () => this.#sync(true));
  }

  /** Forgets pods that the node no longer has. */
  forget(podUid: string): void {
    this.#statuses.delete(podUid);
    this.#tried.delete(podUid);
    this.#written.delete(podUid);
  }

  get knownUids(): Iterable<string> {
    return this.#statuses.keys();
  }

  stop(): void {
    this.#stopped = true;
    this.#writing?.cancel();
    this.#reconcile?.cancel();
  }

  #update(pod: Pod, status: PodStatus, finished: boolean, force: boolean): void {
    const uid = pod.metadata.uid ?? '';
    const cached = this.#statuses.get(uid);
    const old = cached?.status ?? this.#store.mirrorOf(pod)?.status ?? pod.status ?? {};
    const now = formatTime(this.#sim.nowMs);
    const timed: PodStatus = {
      ...status,
      conditions: status.conditions?.map((condition) => withTransitionTime(condition, old, now)),
      startTime: old.startTime ?? status.startTime ?? now,
    };
    const normal = withBoundedMessages(timed);
    if (cached !== undefined && !force && deepEqual(cached.status, normal)) return;
    this.#statuses.set(uid, {
      status: normal,
      version: (cached?.version ?? 0) + 1,
      key: { namespace: pod.metadata.namespace, name: pod.metadata.name },
      finished: finished || (cached?.finished === true && !isStaticPod(pod)),
    });
    this.#sync(false);
  }

  /**
   * Takes up what is new, and writes it once what happens now has happened: a real kubelet asks the API
   * for the pod in between.
   */
  #sync(all: boolean): void {
    if (this.#stopped || this.#writing?.pending === true) return;
    const due = [...this.#statuses].filter(([uid, entry]) => this.#isDue(uid, entry, all));
    if (due.length > 0) this.#writeNext(due);
  }

  /** Each write takes its time, which the next one waits for. */
  #writeNext([next, ...rest]: readonly (readonly [string, Versioned])[], afterMs = 0): void {
    this.#writing = this.#sim.after(afterMs, () => {
      this.#writing = undefined;
      if (next === undefined) {
        this.#sync(false);
        return;
      }
      this.#write(...next);
      this.#writeNext(rest, leastWriteMs + this.#sim.random(writeStream).fraction() * moreWriteMs);
    });
  }

  #isDue(uid: string, entry: Versioned, all: boolean): boolean {
    const apiUid = this.#store.apiUid(uid);
    if (apiUid === undefined) {
      this.reconcileLater();
      return false;
    }
    const isNew = (this.#written.get(apiUid) ?? 0) < entry.version;
    if (all) return isNew || this.#differsFromApi(uid, entry);
    // What was refused waits for the next ten seconds' turn.
    const attempt = `${apiUid}/${entry.version}`;
    const isTried = this.#tried.get(uid) === attempt;
    this.#tried.set(uid, attempt);
    return isNew && !isTried;
  }

  #differsFromApi(uid: string, { status, finished }: Versioned): boolean {
    const known = this.#store.get(uid);
    const pod = known !== undefined && isStaticPod(known) ? this.#store.mirrorOf(known) : known;
    if (pod === undefined) return false;
    if (mayBeDeleted(pod, finished)) return true;
    return !deepEqual(merged(pod, status, this.#mayRun(uid)), pod.status);
  }

  /** What the API has, too, is kept once. */
  #share(uid: string, version: number, stored: PodStatus | undefined): void {
    const entry = this.#statuses.get(uid);
    if (entry?.version !== version || stored === undefined) return;
    this.#statuses.set(uid, { ...entry, status: shareUnchanged(stored, entry.status) });
  }

  #write(uid: string, { status, version, key, finished }: Versioned): void {
    try {
      let pod = this.#client.get(pods, key);
      const apiUid = pod.metadata.uid ?? '';
      if (this.#store.translate(apiUid) !== uid) {
        this.#statuses.delete(uid);
        return;
      }
      const next = merged(pod, status, this.#mayRun(uid));
      if (!deepEqual(next, pod.status)) pod = this.#client.update(pods, { ...pod, status: next }, 'status');
      this.#written.set(apiUid, version);
      this.#share(uid, version, pod.status);
      if (mayBeDeleted(pod, finished)) {
        this.#client.delete(pods, key, { gracePeriodSeconds: 0, uid: apiUid });
        this.#statuses.delete(uid);
        this.#written.delete(apiUid);
      }
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      this.reconcileLater();
    }
  }
}

/** Models canBeDeleted (v1.36). */
function mayBeDeleted(pod: Pod, finished: boolean): boolean {
  return (
    finished &&
    pod.metadata.deletionTimestamp !== undefined &&
    !isMirrorPod(pod) &&
    isFinal(pod.status?.phase)
  );
}

/**
 * The status to write: others' conditions stay, and a pod is not told to have ended while it may run.
 * Models mergePodStatus (v1.36).
 */
function merged(pod: Pod, status: PodStatus, mayRun: boolean): PodStatus {
  const old = pod.status ?? {};
  const ending = !isFinal(old.phase) && isFinal(status.phase);
  const conditions = (old.conditions ?? []).filter(({ type }) => !isKubeletCondition(type));
  for (const condition of status.conditions ?? []) {
    if (isKubeletCondition(condition.type)) conditions.push(condition);
    else if (condition.type === 'DisruptionTarget' && ending && !mayRun) {
      const index = conditions.findIndex(({ type }) => type === condition.type);
      if (index < 0) conditions.push(condition);
      else conditions[index] = condition;
    }
  }
  const { reason: _reason, message: _message, ...rest } = status;
  const because = ending && mayRun ? old : status;
  const next: PodStatus = {
    ...rest,
    ...(conditions.length > 0 && { conditions }),
    ...(ending && mayRun && { phase: old.phase }),
    ...(because.reason && { reason: because.reason }),
    ...(because.message && { message: because.message }),
    ...(old.resourceClaimStatuses && { resourceClaimStatuses: old.resourceClaimStatuses }),
    ...(old.nominatedNodeName && { nominatedNodeName: old.nominatedNodeName }),
    ...(old.resize && { resize: old.resize }),
    ...(old.qosClass && { qosClass: old.qosClass }),
  };
  if (isFinal(next.phase) && conditions.some(isReadyCondition)) {
    const verdict = terminalVerdict(next.phase);
    next.conditions = conditions.map((condition) =>
      isReadyCondition(condition) ? { ...condition, ...verdict } : condition,
    );
  }
  return next;
}

function isReadyCondition({ type, status }: PodCondition): boolean {
  return (type === 'Ready' || type === 'ContainersReady') && status === 'True';
}

function withTransitionTime(condition: PodCondition, old: PodStatus, now: string): PodCondition {
  if (!isKubeletCondition(condition.type) && condition.type !== 'DisruptionTarget') return condition;
  const before = old.conditions?.find(({ type }) => type === condition.type);
  const same = before !== undefined && before.status === condition.status;
  return {
    ...condition,
    lastProbeTime: condition.lastProbeTime ?? null,
    lastTransitionTime: same ? before.lastTransitionTime : now,
  } as PodCondition;
}

function withBoundedMessages(status: PodStatus): PodStatus {
  const all = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const most = Math.floor(mostMessageLength / Math.max(1, all.length));
  if (!all.some(({ state }) => (state?.terminated?.message?.length ?? 0) > most)) return status;
  const bound = (container: ContainerStatus): ContainerStatus => {
    const { state } = container;
    const message = state?.terminated?.message;
    if (!state?.terminated || message === undefined || message.length <= most) return container;
    return { ...container, state: { terminated: { ...state.terminated, message: message.slice(0, most) } } };
  };
  return {
    ...status,
    ...(status.initContainerStatuses && { initContainerStatuses: status.initContainerStatuses.map(bound) }),
    ...(status.containerStatuses && { containerStatuses: status.containerStatuses.map(bound) }),
  };
}

function lost(status: ContainerStatus): ContainerStatus {
  if (status.state?.terminated) return status;
  return {
    ...status,
    state: {
      terminated: {
        exitCode: 137,
        reason: 'ContainerStatusUnknown',
        message: 'The container could not be located when the pod was terminated',
        startedAt: null as unknown as string,
        finishedAt: null as unknown as string,
      },
    },
  };
}
