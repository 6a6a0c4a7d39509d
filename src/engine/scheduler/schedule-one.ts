import type { Pod } from '../api/types.ts';
import { present } from '../sim/assert.ts';
import type { Algorithm, NoFit, Scheduled } from './algorithm.ts';
import type { QueuedPodInfo } from './backend/queue/queued-pod-info.ts';
import type { BindingCycles } from './binding-cycle.ts';
import { handleFailure, type CycleParts, type Failure } from './cycle-parts.ts';
import { refusedByOne } from './refusal.ts';
import type { AttemptTrace } from './framework/attempt-trace.ts';
import { CycleState } from './framework/cycle-state.ts';
import { fitErrorMessage } from './framework/fit-error.ts';
import { PodInfo } from './framework/pod-info.ts';
import type { Framework } from './framework/runtime/framework.ts';
import type { Status } from './framework/status.ts';
import { error, info } from '../api/klog.ts';

/** Clears the pod's nomination. */
const noNode = '';

/**
 * The scheduling cycle: one pod, from the queue to a node that is assumed for it.
 * Models pkg/scheduler/schedule_one.go (v1.36).
 */
export class ScheduleOne {
  readonly #parts: CycleParts;
  readonly #frameworks: ReadonlyMap<string, Framework>;
  readonly #algorithm: Algorithm;
  readonly #bindings: BindingCycles;

  constructor(
    parts: CycleParts,
    frameworks: ReadonlyMap<string, Framework>,
    algorithm: Algorithm,
    bindings: BindingCycles,
  ) {
    this.#parts = parts;
    this.#frameworks = frameworks;
    this.#algorithm = algorithm;
    this.#bindings = bindings;
  }

  /** Tries the pod, which was just popped. */
  attempt(queued: QueuedPodInfo): void {
    const { log, trace, queue } = this.#parts;
    const framework = present(this.#frameworks.get(queued.pod.spec.schedulerName ?? ''), "the pod's profile");
    info(log, 4, 'schedule_one.go:107', 'About to try and schedule pod', { pod: queued.key });
    if (this.#isSkipped(framework, queued.pod)) {
      queue.done(queued.uid);
      return;
    }
    info(log, 3, 'schedule_one.go:123', 'Attempting to schedule pod', { pod: queued.key });
    if (trace.wanted('scheduling-attempt')) framework.trace = this.#newTrace(queued);
    this.#cycle(framework, queued);
    if (framework.trace !== undefined) trace.write(framework.trace);
    framework.trace = undefined;
  }

  #isSkipped(framework: Framework, pod: Pod): boolean {
    if (pod.metadata.deletionTimestamp) {
      const { namespace, name } = pod.metadata;
      framework.recordEvent({
        regarding: pod,
        type: 'Warning',
        reason: 'FailedScheduling',
        action: 'Scheduling',
        note: `skip schedule deleting pod: ${namespace}/${name}`,
      });
      return true;
    }
    return this.#parts.cache.isAssumed(pod);
  }

  #cycle(framework: Framework, queued: QueuedPodInfo): void {
    this.#parts.cache.updateSnapshot();
    const state = new CycleState();
    const outcome = this.#algorithm.schedulePod(framework, state, queued.podInfo);
    if (outcome.kind === 'scheduled') this.#assume(framework, state, queued, outcome);
    else if (outcome.kind === 'no-fit')
      this.#fail(framework, queued, this.#postFilter(framework, state, queued, outcome));
    else {
      const { message, rejected } = outcome.status;
      this.#fail(framework, queued, { message, rejected, nominatedNodeName: noNode });
    }
  }

  #postFilter(framework: Framework, state: CycleState, queued: QueuedPodInfo, outcome: NoFit): Failure {
    const { diagnosis, allNodes } = outcome;
    const { unschedulablePlugins, pendingPlugins } = diagnosis;
    const failure = (postFilterMessage: string, nominatedNodeName?: string): Failure => ({
      message: fitErrorMessage({ ...withOwn(diagnosis), postFilterMessage }, allNodes),
      rejected: true,
      unschedulablePlugins,
      pendingPlugins,
      nominatedNodeName,
    });
    if (!framework.hasPlugins('postFilter')) return failure('');
    const { result, status } = framework.runPostFilterPlugins(state, queued.podInfo, diagnosis.statuses);
    const message = status?.message ?? '';
    if (status?.code === 'Error') {
      error(this.#parts.log, 'schedule_one.go:294', 'Status after running PostFilter plugins for pod', {
        pod: queued.key,
        status: { bare: message },
      });
    }
    return failure(message, result?.nominatedNodeName);
  }

  #assume(
    framework: Framework,
    state: CycleState,
    queued: QueuedPodInfo,
    { nodeName, evaluatedNodes, feasibleNodes }: Scheduled,
  ): void {
    const { cache, queue } = this.#parts;
    const { pod } = queued;
    const assumed = new PodInfo({ ...pod, spec: { ...pod.spec, nodeName } }, queued.podInfo);
    cache.assumePod(assumed, nodeName);
    queue.nominator.delete(pod);
    if (framework.trace !== undefined) framework.trace.chosen = nodeName;
    const refusal = framework.runReservePlugins(state, assumed, nodeName);
    if (refusal !== undefined) {
      this.#giveBack(framework, state, queued, assumed, nodeName, refusal);
      return;
    }
    const permit = framework.runPermitPlugins(state, assumed, nodeName);
    if (permit.status !== undefined && permit.status.code !== 'Wait') {
      this.#giveBack(framework, state, queued, assumed, nodeName, permit.status);
      return;
    }
    this.#bindings.start({
      framework,
      state,
      queued,
      assumed,
      nodeName,
      evaluatedNodes,
      feasibleNodes,
      waitFor: permit.waitFor,
    });
  }

  #giveBack(
    framework: Framework,
    state: CycleState,
    queued: QueuedPodInfo,
    assumed: PodInfo,
    nodeName: string,
    status: Status,
  ): void {
    framework.runUnreservePlugins(state, assumed, nodeName);
    this.#parts.cache.forgetPod(assumed.pod);
    this.#fail(framework, queued, refusedByOne(status, nodeName));
  }

  #fail(framework: Framework, queued: QueuedPodInfo, failure: Failure): void {
    if (framework.trace !== undefined) framework.trace.error = failure.message;
    handleFailure(this.#parts, framework, queued, failure);
  }

  #newTrace(queued: QueuedPodInfo): AttemptTrace {
    const { namespace = '', name } = queued.pod.metadata;
    return {
      kind: 'scheduling-attempt',
      atMs: this.#parts.sim.nowMs,
      scheduler: queued.pod.spec.schedulerName ?? '',
      namespace,
      pod: name,
      uid: queued.uid,
      preFilter: [],
      refused: [],
      feasible: [],
      scores: [],
    };
  }
}

/** The members of a Diagnosis, whatever object it is. */
function withOwn({
  statuses,
  unschedulablePlugins,
  pendingPlugins,
  preFilterMessage,
}: NoFit['diagnosis']): Omit<NoFit['diagnosis'], 'postFilterMessage'> {
  return { statuses, unschedulablePlugins, pendingPlugins, preFilterMessage };
}
