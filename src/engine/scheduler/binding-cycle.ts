import { StatusError } from '../api/status-error.ts';
import { formatGoDuration } from '../api/go-duration.ts';
import type { Pod } from '../api/types.ts';
import type { Timer } from '../sim/simulation.ts';
import { assignedPodDelete } from './cluster-events.ts';
import type { QueuedPodInfo } from './backend/queue/queued-pod-info.ts';
import { handleFailure, type CycleParts } from './cycle-parts.ts';
import type { CycleState } from './framework/cycle-state.ts';
import type { Waiting } from './framework/interface.ts';
import type { PodInfo } from './framework/pod-info.ts';
import type { Framework } from './framework/runtime/framework.ts';
import { ExtenderError } from './framework/extender.ts';
import { errorStatus, unschedulable, type Status } from './framework/status.ts';
import { error, info } from '../api/klog.ts';
import { refusedByOne } from './refusal.ts';
import type { PodBinding } from './trace.ts';

/** A pod whose node was found, on its way to being bound there. */
export interface Placement {
  readonly framework: Framework;
  readonly state: CycleState;
  readonly queued: QueuedPodInfo;
  /** The pod as it is counted on the node. */
  readonly assumed: PodInfo;
  readonly nodeName: string;
  readonly evaluatedNodes: number;
  readonly feasibleNodes: number;
  /** Plugins that make it wait at Permit, with how long each does. */
  readonly waitFor?: ReadonlyMap<string, number>;
}

/** A placement while it can still be refused from outside. */
interface Pending {
  readonly placement: Placement;
  readonly isAtPermit: boolean;
  readonly timer?: Timer;
  refuse(status: Status): void;
}

/**
 * Binding cycles: each runs beside the scheduling of other pods, in timers of its own.
 * Models Scheduler.bindingCycle of pkg/scheduler/schedule_one.go (v1.36).
 */
export class BindingCycles {
  readonly #parts: CycleParts;
  readonly #pending = new Map<string, Pending>();

  constructor(parts: CycleParts) {
    this.#parts = parts;
  }

  start(placement: Placement): void {
    const { sim } = this.#parts;
    sim.soon(() => {
      if (this.#parts.isRunning()) this.#begin(placement);
    });
  }

  /** Refuses a pod that waits at Permit. */
  rejectWaiting(pod: Pod): boolean {
    const pending = this.#pending.get(pod.metadata.uid ?? '');
    if (pending?.isAtPermit !== true) return false;
    pending.refuse(unschedulable('', 'removed'));
    return true;
  }

  /** Refuses a pod that waits at Permit or in PreBind, to make room for a more important one. */
  preempt(pod: Pod, message: string): boolean {
    const pending = this.#pending.get(pod.metadata.uid ?? '');
    if (pending === undefined) return false;
    pending.refuse(unschedulable('', message));
    return true;
  }

  #begin(placement: Placement): void {
    const { framework, state, assumed, nodeName, waitFor } = placement;
    const preFlight = framework.runPreBindPreFlights(state, assumed, nodeName);
    if (preFlight?.code === 'Error') {
      this.#fail(placement, preFlight);
      return;
    }
    // Work is ahead: tell those outside, such as an autoscaler, where the pod is going.
    if (preFlight === undefined || waitFor !== undefined) this.#nominate(placement);
    if (waitFor === undefined) this.#preBind(placement);
    else this.#waitOnPermit(placement, waitFor);
  }

  #nominate({ queued, nodeName }: Placement): void {
    const { api, log } = this.#parts;
    try {
      api.patchPodStatus(queued.pod, { nominatedNodeName: nodeName });
    } catch (problem) {
      if (!(problem instanceof StatusError)) throw problem;
      const message = 'Failed to update the nominated node name in the binding cycle';
      error(log, 'schedule_one.go:368', message, {
        err: problem.message,
        pod: queued.key,
        nominatedNodeName: nodeName,
      });
    }
  }

  /** Simplified: nobody can allow a waiting pod; it is refused when its time is over. */
  #waitOnPermit(placement: Placement, waitFor: ReadonlyMap<string, number>): void {
    const { sim } = this.#parts;
    const { uid } = placement.assumed;
    const [plugin, waitMs] = [...waitFor].toSorted(([, a], [, b]) => a - b)[0] as [string, number];
    const over = `rejected due to timeout after waiting ${formatGoDuration(waitMs)} at plugin ${plugin}`;
    const refuse = (status: Status): void => {
      timer.cancel();
      this.#pending.delete(uid);
      this.#fail(placement, status);
    };
    const timer = sim.after(waitMs, () => refuse(unschedulable(plugin, over)));
    this.#pending.set(uid, { placement, isAtPermit: true, timer, refuse });
  }

  #preBind(placement: Placement): void {
    const { queue } = this.#parts;
    const { framework, state, assumed, nodeName } = placement;
    // From here on a failure says nothing about whether the pod fits.
    queue.done(assumed.uid);
    let isOver = false;
    const finish = (status: Status | undefined): void => {
      if (isOver) return;
      isOver = true;
      this.#pending.delete(assumed.uid);
      if (status === undefined) this.#bind(placement);
      else this.#fail(placement, status);
    };
    this.#pending.set(assumed.uid, { placement, isAtPermit: false, refuse: finish });
    const wait = (waiting: Waiting, over: (status: Status | undefined) => void): void => {
      this.#poll(waiting, () => isOver, over);
    };
    framework.runPreBindPlugins(state, assumed, nodeName, wait, finish);
  }

  #poll(waiting: Waiting, isOver: () => boolean, over: (status: Status | undefined) => void): void {
    const { sim } = this.#parts;
    const again = (): void => {
      if (isOver() || !this.#parts.isRunning()) return;
      const status = waiting.check();
      if (status === 'waiting') sim.after(waiting.pollMs, again);
      else over(status);
    };
    sim.after(waiting.pollMs, again);
  }

  #bind(placement: Placement): void {
    const { log } = this.#parts;
    const { framework, state, queued, assumed, nodeName, evaluatedNodes, feasibleNodes } = placement;
    const pod = queued.key;
    const speaker: Record<string, string> = log.verbosity >= 4 ? { logger: 'Bind.DefaultBinder' } : {};
    info(log, 3, 'default_binder.go:69', 'Attempting to bind pod to node', {
      ...speaker,
      pod,
      node: nodeName,
    });
    const byExtender = this.#bindByExtender(placement);
    const status =
      byExtender === undefined ? framework.runBindPlugins(state, assumed, nodeName) : byExtender.status;
    this.#trace(placement, status);
    if (status !== undefined) {
      info(log, 1, 'schedule_one.go:1144', 'Failed to bind pod', { pod });
      this.#fail(placement, status);
      return;
    }
    const { namespace, name } = assumed.pod.metadata;
    framework.recordEvent({
      regarding: assumed.pod,
      type: 'Normal',
      reason: 'Scheduled',
      action: 'Binding',
      note: `Successfully assigned ${namespace}/${name} to ${nodeName}`,
    });
    info(log, 2, 'schedule_one.go:481', 'Successfully bound pod to node', {
      pod,
      node: nodeName,
      evaluatedNodes,
      feasibleNodes,
    });
    framework.runPostBindPlugins(state, assumed, nodeName);
  }

  /** Undefined where no extender binds the pod. Models extendersBinding (v1.36). */
  #bindByExtender({ framework, assumed, nodeName }: Placement): { readonly status?: Status } | undefined {
    const { log } = this.#parts;
    for (const extender of framework.extenders) {
      if (!extender.isBinder || !extender.isInterested(assumed.pod)) continue;
      try {
        extender.bind(assumed.pod, nodeName);
        return {};
      } catch (problem) {
        if (!(problem instanceof ExtenderError)) throw problem;
        if (!extender.isIgnorable) return { status: errorStatus('', problem.message) };
        const message = 'Skipping extender in bind as it returned error and has ignorable flag set';
        info(log, 0, 'schedule_one.go:1172', message, { extender: extender.name, err: problem.message });
      }
    }
    return undefined;
  }

  /** Takes the placement back and puts the pod into the queue again. */
  #fail(placement: Placement, status: Status): void {
    const { cache, queue } = this.#parts;
    const { framework, state, queued, assumed, nodeName } = placement;
    framework.runUnreservePlugins(state, assumed, nodeName);
    cache.forgetPod(assumed.pod);
    const wakeOthers = (check?: (pod: Pod) => boolean): void =>
      queue.moveAll(assignedPodDelete, assumed.pod, undefined, check);
    // Its own going must not wake a pod that was refused.
    if (!status.rejected) wakeOthers();
    handleFailure(this.#parts, framework, queued, refusedByOne(status, nodeName));
    if (status.rejected) wakeOthers((pod) => pod.metadata.uid !== assumed.uid);
  }

  #trace({ queued, assumed, nodeName }: Placement, status: Status | undefined): void {
    const { trace, sim, name } = this.#parts;
    if (!trace.wanted('pod-binding')) return;
    const binding: PodBinding = {
      kind: 'pod-binding',
      atMs: sim.nowMs,
      scheduler: queued.pod.spec.schedulerName ?? name,
      namespace: assumed.pod.metadata.namespace ?? '',
      pod: assumed.pod.metadata.name,
      uid: assumed.uid,
      node: nodeName,
      ...(status !== undefined && { error: status.message }),
    };
    trace.write(binding);
  }
}
