import { info } from '../../../api/klog.ts';
import type { Pod } from '../../../api/types.ts';
import { action, type ClusterEventWithHint } from '../../framework/cluster-event.ts';
import type { CycleState } from '../../framework/cycle-state.ts';
import { fitErrorMessage } from '../../framework/fit-error.ts';
import type { Handle } from '../../framework/handle.ts';
import type {
  EnqueueExtensions,
  PostFilterPlugin,
  PostFilterResult,
  PreEnqueuePlugin,
} from '../../framework/interface.ts';
import type { NodeStatuses } from '../../framework/node-statuses.ts';
import type { DefaultPreemptionArgs } from '../../framework/plugin-args.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { Status, unresolvable, unschedulable } from '../../framework/status.ts';
import { askExtenders } from './ask-extenders.ts';
import { bestCandidates, type Candidate } from './candidates.ts';
import { dryRunPreemption, type DryRun } from './dry-run.ts';
import { Eviction, isTerminatingByPreemption, keyOf } from './eviction.ts';

const name = 'DefaultPreemption';
const stillPreempting = unresolvable(name, 'waiting for the preemption for this pod to be finished');
const notHelpful = unresolvable('', 'Preemption is not helpful for scheduling');

interface Outcome {
  readonly result?: PostFilterResult;
  readonly status?: Status;
}

/**
 * A pod that fits nowhere may take the place of less important ones. Models
 * plugins/defaultpreemption and framework/preemption (v1.36).
 */
export class DefaultPreemption implements PostFilterPlugin, PreEnqueuePlugin, EnqueueExtensions {
  readonly name = name;
  readonly #args: DefaultPreemptionArgs;
  readonly #handle: Handle;
  readonly #eviction: Eviction;

  constructor(args: DefaultPreemptionArgs, handle: Handle) {
    this.#args = args;
    this.#handle = handle;
    this.#eviction = new Eviction(handle);
  }

  /** Registered so that a waiting preemptor is looked at again; the deletion alone is no reason to try. */
  eventsToRegister(): readonly ClusterEventWithHint[] {
    return [{ event: { resource: 'Pod', actionType: action.delete }, hint: () => 'QueueSkip' }];
  }

  preEnqueue(pod: Pod): Status | undefined {
    return this.#eviction.isPreempting(pod) ? stillPreempting : undefined;
  }

  postFilter(state: CycleState, podInfo: PodInfo, statuses: NodeStatuses): Outcome {
    const reason = this.#ineligibility(podInfo, statuses);
    if (reason !== undefined) return { status: refused(reason) };
    const run = this.#dryRun(state, podInfo, statuses);
    if (run.candidates.length === 0) {
      this.#trace(run);
      const text = 'No preemption candidate is found; preemption is not helpful for scheduling';
      this.#say('preemption.go:136', text, { pod: keyOf(podInfo.pod) });
      run.statuses.absent = notHelpful;
      return {
        result: { nominatedNodeName: '' },
        status: refused(fitErrorMessage(diagnosisOf(run.statuses), this.#handle.snapshot.nodes.length)),
      };
    }
    const candidates = askExtenders(this.#handle, podInfo.pod, run.candidates);
    if (candidates instanceof Status)
      return { status: new Status(candidates.code, [`preemption: ${candidates.message}`], name) };
    if (candidates.length === 0) return { status: refused('no candidate node for preemption') };
    const { best, lost } = bestCandidates(candidates, this.#handle.nowMs());
    const chosen = this.#handle.random.pick(best);
    this.#trace(run, { chosen, best, lost });
    this.#say('preemption.go:162', 'the target node for the preemption is determined', {
      pod: keyOf(podInfo.pod),
      node: chosen.node,
    });
    this.#eviction.start(chosen, podInfo);
    return { result: { nominatedNodeName: chosen.node } };
  }

  /** With much detail klog shows who speaks, too. */
  #say(source: string, message: string, values: Readonly<Record<string, string>>): void {
    const { log } = this.#handle;
    const speaker: Record<string, string> = log.verbosity >= 4 ? { logger: `PostFilter.${name}` } : {};
    info(log, 2, source, message, { ...speaker, ...values });
  }

  /** Why the pod may not preempt, or not now. */
  #ineligibility({ pod, priority }: PodInfo, statuses: NodeStatuses): string | undefined {
    if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
    const nominated = pod.status?.nominatedNodeName;
    if (!nominated || statuses.get(nominated)?.code === 'UnschedulableAndUnresolvable') return undefined;
    const onTheirWayOut = this.#handle.snapshot
      .node(nominated)
      ?.pods.some((other) => other.priority < priority && isTerminatingByPreemption(other.pod));
    return onTheirWayOut ? 'not eligible due to a terminating pod on the nominated node.' : undefined;
  }

  #dryRun(state: CycleState, podInfo: PodInfo, statuses: NodeStatuses): DryRun {
    const nodes = statuses.nodesWithCode(this.#handle.snapshot, 'Unschedulable');
    const share = Math.floor((nodes.length * this.#args.minCandidateNodesPercentage) / 100);
    const enough = Math.min(Math.max(share, this.#args.minCandidateNodesAbsolute), nodes.length);
    const offset = nodes.length === 0 ? 0 : this.#handle.random.int(nodes.length);
    return dryRunPreemption(this.#handle, state, podInfo, nodes, { offset, enough });
  }

  #trace(
    { candidates, statuses }: DryRun,
    choice?: {
      readonly chosen: Candidate;
      readonly best: readonly Candidate[];
      readonly lost: ReadonlyMap<Candidate, string>;
    },
  ): void {
    const { trace } = this.#handle;
    if (trace === undefined) return;
    trace.preemption = {
      candidates: candidates.map((candidate) => ({
        node: candidate.node,
        victims: candidate.victims.map(({ pod }) => `${pod.metadata.namespace}/${pod.metadata.name}`),
        pdbViolations: candidate.pdbViolations,
        ...(candidate !== choice?.chosen && {
          lostBecause: choice?.lost.get(candidate) ?? 'chance, among equals',
        }),
      })),
      notCandidates: Array.from(statuses.entries(), ([node, { plugin, code, reasons }]) => ({
        node,
        status: { plugin, code, reasons },
      })),
      ...(choice && { nominated: choice.chosen.node }),
      equals: choice?.best.map(({ node }) => node) ?? [],
    };
  }
}

function refused(message: string): Status {
  return unschedulable(name, `preemption: ${message}`);
}

const none: ReadonlySet<string> = new Set();

function diagnosisOf(statuses: NodeStatuses) {
  return {
    statuses,
    unschedulablePlugins: none,
    pendingPlugins: none,
    preFilterMessage: '',
    postFilterMessage: '',
  };
}
