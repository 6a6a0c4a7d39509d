import { StatusError } from '../../../api/status-error.ts';
import type { Pod } from '../../../api/types.ts';
import type { ClusterEventWithHint } from '../../framework/cluster-event.ts';
import { StateKey, type CycleState } from '../../framework/cycle-state.ts';
import type { Handle } from '../../framework/handle.ts';
import type {
  EnqueueExtensions,
  FilterPlugin,
  PreBindPlugin,
  PreFilterPlugin,
  PreScorePlugin,
  ReservePlugin,
  ScorePlugin,
  Waiting,
} from '../../framework/interface.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { VolumeBindingArgs } from '../../framework/plugin-args.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { errorStatus, skip, unresolvable, type Status } from '../../framework/status.ts';
import { claimOf, ephemeralClaimProblem } from '../../framework/volumes.ts';
import { volumeBindingEvents } from './events.ts';
import {
  BinderError,
  conflictReasons,
  VolumeBinder,
  type PodClaims,
  type PodVolumes,
} from './volume-binder.ts';

const name = 'VolumeBinding';
const unboundImmediate = unresolvable(name, 'pod has unbound immediate PersistentVolumeClaims');
const notWritten = errorStatus(name, 'not found');
const pollMs = 1000;

/** What is known of the pod's volumes in this cycle. */
class VolumeState {
  readonly claims: PodClaims;
  readonly byNode = new Map<string, PodVolumes>();
  /** What Reserve assumed for the chosen node and PreBind is to write. */
  assumed: PodVolumes | undefined;

  constructor(claims: PodClaims) {
    this.claims = claims;
  }
}

const stateKey = new StateKey<VolumeState>(name);
const noClaims: PodClaims = { bound: [], delayed: [], immediate: [] };

/** A pod's claims get volumes that its node can reach. Models plugins/volumebinding (v1.36). */
export class VolumeBinding
  implements
    PreFilterPlugin,
    FilterPlugin,
    PreScorePlugin,
    ScorePlugin,
    ReservePlugin,
    PreBindPlugin,
    EnqueueExtensions
{
  readonly name = name;
  readonly #handle: Handle;
  readonly #binder: VolumeBinder;
  readonly #bindTimeoutMs: number;
  /** One Status for each set of conflicts that was met. */
  readonly #refusals = new Map<string, Status>();

  constructor({ bindTimeoutSeconds }: VolumeBindingArgs, handle: Handle) {
    this.#handle = handle;
    this.#binder = new VolumeBinder(handle);
    this.#bindTimeoutMs = bindTimeoutSeconds * 1000;
  }

  eventsToRegister(): readonly ClusterEventWithHint[] {
    return volumeBindingEvents();
  }

  preFilter(state: CycleState, { pod }: PodInfo): Status | undefined {
    const { hasClaims, problem } = this.#checkClaims(pod);
    if (problem !== undefined) return unresolvable(name, problem);
    if (!hasClaims) {
      state.write(stateKey, new VolumeState(noClaims));
      return skip;
    }
    return orError(() => {
      const claims = this.#binder.podClaims(pod);
      if (claims.immediate.length > 0) return unboundImmediate;
      state.write(stateKey, new VolumeState(claims));
      return undefined;
    });
  }

  filter(state: CycleState, _podInfo: PodInfo, node: NodeInfo): Status | undefined {
    const known = state.read(stateKey);
    if (known === undefined) return notWritten;
    return orError(() => {
      const found = this.#binder.findPodVolumes(known.claims, node.node);
      if (!('bindings' in found)) return this.#refusal(found);
      known.byNode.set(node.name, found);
      return undefined;
    });
  }

  /** Nothing is scored unless the gate StorageCapacityScoring, which is off, says so. */
  preScore(): Status {
    return skip;
  }

  score(): number {
    return 0;
  }

  reserve(state: CycleState, { pod }: PodInfo, nodeName: string): Status | undefined {
    const known = state.read(stateKey);
    const volumes = known?.byNode.get(nodeName);
    if (known === undefined || volumes === undefined) return undefined;
    return orError(() => {
      known.assumed = this.#binder.assumePodVolumes(pod, nodeName, volumes);
      return undefined;
    });
  }

  unreserve(state: CycleState): void {
    const assumed = state.read(stateKey)?.assumed;
    if (assumed !== undefined) this.#binder.revertAssumed(assumed);
  }

  preBindPreFlight(state: CycleState): Status | undefined {
    return state.read(stateKey)?.assumed === undefined ? skip : undefined;
  }

  preBind(state: CycleState, _podInfo: PodInfo, nodeName: string): Status | Waiting | undefined {
    const assumed = state.read(stateKey)?.assumed;
    if (assumed === undefined) return undefined;
    const refusal = orError(() => {
      this.#binder.writePodVolumes(assumed);
      return undefined;
    });
    if (refusal !== undefined) return refusal;
    const deadlineMs = this.#handle.nowMs() + this.#bindTimeoutMs;
    return { pollMs, check: () => this.#checkBound(assumed, nodeName, deadlineMs) };
  }

  #checkBound(assumed: PodVolumes, nodeName: string, deadlineMs: number): Status | undefined | 'waiting' {
    const node = this.#handle.snapshot.node(nodeName);
    if (node === undefined) {
      return errorStatus(
        name,
        `binding volumes: failed to get node "${nodeName}": node "${nodeName}" not found`,
      );
    }
    let bound = false;
    const failure = orError(() => {
      bound = this.#binder.arePodVolumesBound(node.node, assumed);
      return undefined;
    }, 'binding volumes: ');
    if (failure !== undefined || bound) return failure;
    if (this.#handle.nowMs() < deadlineMs) return 'waiting';
    return errorStatus(name, 'binding volumes: context deadline exceeded');
  }

  /** Whether the pod has claims, and what is wrong with them. Models VolumeBinding.podHasPVCs (v1.36). */
  #checkClaims(pod: Pod): { hasClaims: boolean; problem?: string } {
    let hasClaims = false;
    for (const volume of pod.spec.volumes ?? []) {
      const use = claimOf(pod, volume);
      if (use === undefined) continue;
      hasClaims = true;
      const claim = this.#handle.listers.persistentVolumeClaims.get(`${pod.metadata.namespace}/${use.name}`);
      const problem =
        claim === undefined
          ? missingClaimProblem(use)
          : claim.status?.phase === 'Lost'
            ? `persistentvolumeclaim "${use.name}" bound to non-existent persistentvolume "${claim.spec.volumeName ?? ''}"`
            : claim.metadata.deletionTimestamp
              ? `persistentvolumeclaim "${use.name}" is being deleted`
              : use.ephemeral
                ? ephemeralClaimProblem(pod, claim)
                : undefined;
      if (problem !== undefined) return { hasClaims, problem };
    }
    return { hasClaims };
  }

  #refusal(conflicts: readonly (keyof typeof conflictReasons)[]): Status {
    const key = conflicts.join();
    let status = this.#refusals.get(key);
    if (status === undefined) {
      status = unresolvable(name, ...conflicts.map((conflict) => conflictReasons[conflict]));
      this.#refusals.set(key, status);
    }
    return status;
  }
}

function missingClaimProblem(use: { name: string; ephemeral: boolean }): string {
  return use.ephemeral
    ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${use.name}"`
    : `persistentvolumeclaim "${use.name}" not found`;
}

/** What `run` answers, or what it threw where that is a failure of the API or the binder. */
function orError(run: () => Status | undefined, prefix = ''): Status | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof BinderError || error instanceof StatusError) {
      return errorStatus(name, `${prefix}${error.message}`);
    }
    throw error;
  }
}
