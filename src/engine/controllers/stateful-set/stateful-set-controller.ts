import { selectorFrom } from '../../api/labels.ts';
import { isPodTerminal } from '../../api/pod-status.ts';
import { controllerRevisions, persistentVolumeClaims, pods, statefulSets } from '../../api/resources.ts';
import { failure, isReason, StatusError } from '../../api/status-error.ts';
import type { ControllerRevision, PersistentVolumeClaim, Pod, StatefulSet } from '../../api/types.ts';
import { objectReference } from '../../client/object-reference.ts';
import { objectKey } from '../../client/store.ts';
import { claimObjects } from '../claim.ts';
import {
  ifFound,
  isNamespaceTerminating,
  makeRuntime,
  type Controller,
  type ControllerContext,
  type ControllerRuntime,
} from '../controller.ts';
import { cleanUpHistory, constructHistory, statefulHashLabel } from '../history.ts';
import { indexByController, ownedOrOrphaned } from '../indexes.ts';
import { followPodSets } from '../pod-sets.ts';
import { claimOwners, hasConflictingController, isClaimOfEarlierPod, ownedClaim } from './claim-retention.ts';
import {
  atRevision,
  isCreated,
  isRunningAndAvailable,
  isTerminating,
  memberClaims,
  memberPod,
  ordinalOf,
  revisionOf,
  startOrdinal,
} from './identity.ts';
import {
  statefulSetStatus,
  statusToWrite,
  type Revisions,
  type StatefulSetStatus,
} from './stateful-set-status.ts';

/** Keeps members with names and storage of their own, one after the other. Models pkg/controller/statefulset (v1.36). */
export function startStatefulSetController(context: ControllerContext): Controller {
  return new StatefulSetController(context);
}

/** One look at one set. */
interface Look {
  readonly set: StatefulSet;
  readonly revisions: Revisions;
  /** By ordinal, those that are missing as they are to be created. */
  readonly members: readonly Pod[];
  /** Beyond the wanted ordinals, the highest first. */
  readonly condemned: readonly Pod[];
  readonly monotonic: boolean;
}

class StatefulSetController implements Controller {
  readonly #context: ControllerContext;
  readonly #runtime: ControllerRuntime;
  readonly #sets;
  readonly #pods;
  readonly #claims;
  readonly #revisions;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#sets = context.informers.of(statefulSets);
    this.#pods = context.informers.of(pods);
    this.#claims = context.informers.of(persistentVolumeClaims);
    this.#revisions = context.informers.of(controllerRevisions);
    this.#runtime = makeRuntime(context, {
      name: 'statefulset-controller',
      needs: [this.#sets, this.#pods, this.#claims, this.#revisions],
      sync: (key) => this.#sync(key),
    });
    indexByController(this.#pods);
    indexByController(this.#revisions);
    followPodSets({
      sets: this.#sets,
      pods: this.#pods,
      selectorOf: ({ spec }) => selectorFrom(spec.selector),
      runtime: this.#runtime,
    });
  }

  stop(): void {
    this.#runtime.stop();
  }

  #sync(key: string): void {
    const set = this.#sets.lister.get(key);
    if (set === undefined) return;
    const claimed = claimObjects(
      {
        client: this.#runtime.client,
        resource: statefulSets,
        owner: set,
        selector: selectorFrom(set.spec.selector),
      },
      pods,
      ownedOrOrphaned(this.#pods, set).filter((pod) => ordinalOf(set, pod) !== undefined),
    );
    const { client } = this.#runtime;
    const history = constructHistory(client, statefulSets, set, this.#revisions, statefulHashLabel);
    const all = [...history.old, history.current];
    const current =
      all.find(({ metadata }) => metadata.name === set.status?.currentRevision) ?? history.current;
    const look = this.#lookAt(set, claimed, current, history.current);
    let failure: StatusError | undefined;
    let status: StatefulSetStatus;
    try {
      status = this.#step(look, claimed);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      failure = isNamespaceTerminating(error) ? undefined : error;
      status = this.#status(look, [...look.members, ...look.condemned]);
    }
    const written = statusToWrite(set, status);
    if (written !== undefined) client.update(statefulSets, { ...set, status: written }, 'status');
    if (failure !== undefined) throw failure;
    const live = new Set([current.metadata.name, history.current.metadata.name, ...claimed.map(revisionOf)]);
    cleanUpHistory(
      client,
      set,
      all.filter(({ metadata }) => !live.has(metadata.name)),
      () => false,
    );
  }

  #lookAt(
    set: StatefulSet,
    claimed: readonly Pod[],
    current: ControllerRevision,
    update: ControllerRevision,
  ): Look {
    const start = startOrdinal(set);
    const wanted = set.spec.replicas ?? 1;
    const byOrdinal = new Map(claimed.map((pod) => [ordinalOf(set, pod) ?? -1, pod]));
    const members = Array.from({ length: wanted }, (_, index) => {
      const ordinal = start + index;
      const keepsCurrent = isCurrentRevisionNeeded(set, ordinal);
      const revision = keepsCurrent ? current : update;
      return byOrdinal.get(ordinal) ?? memberPod(atRevision(set, revision), revision.metadata.name, ordinal);
    });
    const condemned = [...byOrdinal]
      .filter(([ordinal]) => ordinal < start || ordinal >= start + wanted)
      .toSorted(([a], [b]) => b - a)
      .map(([, pod]) => pod);
    return {
      set,
      members,
      condemned,
      revisions: {
        current: current.metadata.name,
        update: update.metadata.name,
        collisionCount: set.status?.collisionCount ?? 0,
      },
      monotonic: set.spec.podManagementPolicy !== 'Parallel',
    };
  }

  #status({ set, revisions }: Look, members: readonly Pod[]): StatefulSetStatus {
    return statefulSetStatus(set, members, revisions, this.#context.sim.nowMs);
  }

  /** Does what is next and returns the status. Models updateStatefulSet (v1.36). */
  #step(look: Look, claimed: readonly Pod[]): StatefulSetStatus {
    const { set, members, condemned } = look;
    if (set.metadata.deletionTimestamp) return this.#status(look, claimed);
    const status = (): StatefulSetStatus => this.#status(look, [...members, ...condemned]);
    for (const pod of members) if (this.#processMember(look, pod) && look.monotonic) return status();
    const unavailable = [...members, ...condemned.toReversed()].find((pod) => !this.#isAvailable(set, pod));
    for (const pod of condemned) this.#updateClaimOwners(set, pod);
    for (const pod of condemned) {
      if (this.#processCondemned(look, pod, unavailable) && look.monotonic) return status();
    }
    if (set.spec.updateStrategy?.type === 'OnDelete') return status();
    return this.#update(look, status());
  }

  /** Whether to wait for this member before the next is looked at. Models processReplica (v1.36). */
  #processMember({ set, monotonic }: Look, pod: Pod): boolean {
    if (isPodTerminal(pod)) {
      if (!isTerminating(pod)) this.#delete(set, pod);
      return true;
    }
    if (!isCreated(pod)) {
      if (this.#claimsOf(set, pod).some((claim) => isClaimOfEarlierPod(claim, set, pod))) return true;
      this.#create(set, pod);
      if (monotonic) return true;
    }
    if (pod.status?.phase === 'Pending') {
      this.#createClaims(set, pod);
      this.#updateClaimOwners(set, pod);
    }
    if (isTerminating(pod) || !this.#isAvailable(set, pod)) {
      if (monotonic) return true;
    }
    this.#updateClaimOwners(set, pod);
    return false;
  }

  /** Whether to wait. Models processCondemned (v1.36). */
  #processCondemned({ set, monotonic }: Look, pod: Pod, unavailable: Pod | undefined): boolean {
    if (isTerminating(pod)) return true;
    if (monotonic && !this.#isAvailable(set, pod) && pod !== unavailable) return true;
    this.#delete(set, pod);
    return true;
  }

  /** Deletes the highest member of an older revision, once those above are available. */
  #update({ set, members, revisions }: Look, status: StatefulSetStatus): StatefulSetStatus {
    const { partition = 0 } = set.spec.updateStrategy?.rollingUpdate ?? {};
    for (const pod of members.slice(partition).toReversed()) {
      if (revisionOf(pod) !== revisions.update && !isTerminating(pod)) {
        this.#delete(set, pod);
        return { ...status, currentReplicas: (status.currentReplicas ?? 0) - 1 };
      }
      if (!this.#isAvailable(set, pod)) break;
    }
    return status;
  }

  #isAvailable(set: StatefulSet, pod: Pod): boolean {
    return (
      !isTerminating(pod) &&
      isRunningAndAvailable(pod, set.spec.minReadySeconds ?? 0, this.#context.sim.nowMs)
    );
  }

  #create(set: StatefulSet, pod: Pod): void {
    this.#runtime.decided('StatefulSet', set, () => `Creates ${pod.metadata.name}.`);
    this.#told(set, 'Create', pod, () => {
      this.#createClaims(set, pod);
      this.#updateClaimOwners(set, this.#runtime.client.create(pods, pod));
    });
  }

  #delete(set: StatefulSet, pod: Pod): void {
    this.#runtime.decided('StatefulSet', set, () => `Deletes ${pod.metadata.name}.`);
    const { namespace, name } = pod.metadata;
    this.#told(set, 'Delete', pod, () =>
      ifFound(() => this.#runtime.client.delete(pods, { namespace, name })),
    );
  }

  #told(set: StatefulSet, verb: string, pod: Pod, act: () => void): void {
    const what = `${verb} Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name}`;
    const about = objectReference(statefulSets, set);
    try {
      act();
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      const isExpected = error.reason === 'AlreadyExists' || isNamespaceTerminating(error);
      if (!isExpected) {
        const message = `${what} failed error: ${error.message}`;
        this.#runtime.recorder.event(about, 'Warning', `Failed${verb}`, message);
      }
      throw error;
    }
    this.#runtime.recorder.event(about, 'Normal', `Successful${verb}`, `${what} successful`);
  }

  /** The claims of a member that are there. */
  #claimsOf(set: StatefulSet, pod: Pod): PersistentVolumeClaim[] {
    return memberClaims(set, pod.metadata.name).flatMap(
      (claim) => this.#claims.lister.get(objectKey(claim)) ?? [],
    );
  }

  /** Sees to it that a member's claims go as the retention policy says. Models UpdatePodClaimForRetentionPolicy (v1.36). */
  #updateClaimOwners(set: StatefulSet, pod: Pod): void {
    for (const claim of this.#claimsOf(set, pod)) {
      if (hasConflictingController(claim, set, pod)) {
        const message = `PersistentVolumeClaim ${claim.metadata.name} has a conflicting OwnerReference that acts as a manging controller, the retention policy is ignored for this claim`;
        const about = objectReference(statefulSets, set);
        this.#runtime.recorder.event(about, 'Warning', 'ConflictingController', message);
      }
      const owners = claimOwners(claim, set, pod);
      if (owners !== undefined) {
        this.#runtime.client.update(persistentVolumeClaims, ownedClaim(claim, owners));
      }
    }
  }

  #createClaims(set: StatefulSet, pod: Pod): void {
    const about = objectReference(statefulSets, set);
    for (const claim of memberClaims(set, pod.metadata.name)) {
      const { name } = claim.metadata;
      const known = this.#claims.lister.get(objectKey(claim));
      if (known?.metadata.deletionTimestamp) throw failure(409, 'Conflict', `pvc ${name} is being deleted`);
      if (known !== undefined) continue;
      const [title, whose] = [
        `Create Claim ${name}`,
        `Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name}`,
      ];
      try {
        this.#runtime.client.create(persistentVolumeClaims, claim);
      } catch (error) {
        if (isReason(error, 'AlreadyExists')) continue;
        if (!(error instanceof StatusError)) throw error;
        const message = `${title} for ${whose} failed error: ${error.message}`;
        this.#runtime.recorder.event(about, 'Warning', 'FailedCreate', message);
        throw failure(error.code, error.reason ?? '', `failed to create PVC ${name}: ${error.message}`);
      }
      this.#runtime.recorder.event(about, 'Normal', 'SuccessfulCreate', `${title} ${whose} success`);
    }
  }
}

/** Whether a member that is missing comes back as it was before the update. */
function isCurrentRevisionNeeded(set: StatefulSet, ordinal: number): boolean {
  const { updateStrategy } = set.spec;
  if (updateStrategy?.type !== 'RollingUpdate') return false;
  const kept = updateStrategy.rollingUpdate?.partition ?? set.status?.currentReplicas ?? 0;
  return ordinal < startOrdinal(set) + kept;
}
