import { deployments, replicaSets } from '../../api/resources.ts';
import { StatusError } from '../../api/status-error.ts';
import type { Deployment, Pod, ReplicaSet } from '../../api/types.ts';
import { objectReference } from '../../client/object-reference.ts';
import { deepEqual } from '../../sim/plain.ts';
import { ifFound, isNamespaceTerminating, type ControllerRuntime } from '../controller.ts';
import {
  desiredReplicasAnnotation,
  newSetAnnotations,
  replicasAnnotation,
  revisionAnnotation,
  withReplicasAnnotations,
} from './annotations.ts';
import {
  countedStatus,
  deploymentCondition,
  hasProgressDeadline,
  isComplete,
  newCondition,
  progressDeadlineMs,
  rolloutStatus,
  withCondition,
  type DeploymentStatus,
} from './deployment-status.ts';
import { describeNewSet } from './new-replica-set.ts';
import {
  activeOrLatest,
  activeSets,
  findNewSet,
  highestRevision,
  isSameTemplate,
  outlivedSets,
} from './replica-sets.ts';
import {
  isRollingUpdate,
  isSaturated,
  maxSurge,
  newSetSize,
  shrinkOldSets,
  size,
  spreadProportionally,
  totalActual,
  wanted,
} from './rollout-math.ts';

export interface RolloutOptions {
  readonly runtime: ControllerRuntime;
  readonly nowMs: number;
  readonly deployment: Deployment;
  /** Those that the Deployment controls. */
  readonly sets: readonly ReplicaSet[];
  /** The pods of a ReplicaSet. */
  readonly podsOf: (set: ReplicaSet) => Iterable<Pod>;
}

/**
 * One look at one Deployment, and the next step of its rollout.
 * Models pkg/controller/deployment sync.go, rolling.go, recreate.go and progress.go (v1.36).
 *
 * As there, the Deployment keeps the resourceVersion with which it was read: after its status was
 * written once, a second write in the same look conflicts, and the Deployment is looked at again.
 */
export class Rollout {
  readonly #runtime: ControllerRuntime;
  readonly #nowMs: number;
  readonly #podsOf: (set: ReplicaSet) => Iterable<Pod>;
  #deployment: Deployment;
  #newSet: ReplicaSet | undefined;
  readonly #old: readonly ReplicaSet[];
  /** ReplicaSets as they are after a change of size, by uid. The status is that of before. */
  readonly #resized = new Map<string, ReplicaSet>();

  constructor({ runtime, nowMs, deployment, sets, podsOf }: RolloutOptions) {
    this.#runtime = runtime;
    this.#nowMs = nowMs;
    this.#podsOf = podsOf;
    this.#deployment = deployment;
    this.#newSet = findNewSet(deployment, sets);
    this.#old = sets.filter(({ metadata }) => metadata.uid !== this.#newSet?.metadata.uid);
  }

  /** The next step, whichever it is. */
  step(): void {
    const { spec, metadata } = this.#deployment;
    if (metadata.deletionTimestamp) {
      this.#adoptRevision();
      this.#writeStatus(countedStatus(this.#deployment, this.#all, this.#newSet, this.#nowMs));
      return;
    }
    this.#notePause();
    if (spec.paused) this.#rescale();
    else if (this.#isScaled()) this.#rescale();
    else if (spec.strategy?.type === 'Recreate') this.#recreate();
    else this.#roll();
  }

  get #all(): readonly ReplicaSet[] {
    return this.#newSet === undefined ? this.#old : [...this.#old, this.#newSet];
  }

  get #about(): ReturnType<typeof objectReference> {
    return objectReference(deployments, this.#deployment);
  }

  /**
   * Whether `spec.replicas` changed since the ReplicaSets were last sized. As there, what this look
   * brought into line is forgotten again: the step after it goes by the sets as they were read.
   */
  #isScaled(): boolean {
    const asRead = this.#newSet;
    this.#adoptRevision();
    const sets = activeSets(this.#all);
    this.#newSet = asRead;
    return sets.some((set) => {
      const desired = replicasAnnotation(set, desiredReplicasAnnotation);
      return desired !== undefined && desired !== wanted(this.#deployment);
    });
  }

  #notePause(): void {
    if (!hasProgressDeadline(this.#deployment)) return;
    const current = deploymentCondition(this.#deployment.status, 'Progressing');
    if (current?.reason === 'ProgressDeadlineExceeded') return;
    const paused = this.#deployment.spec.paused === true;
    const noted = current?.reason === 'DeploymentPaused';
    if (paused === noted) return;
    const [reason, message] = paused
      ? ['DeploymentPaused', 'Deployment is paused']
      : ['DeploymentResumed', 'Deployment is resumed'];
    this.#noteProgress('Unknown', reason, message);
    this.#writeNotes();
  }

  #roll(): void {
    this.#ensureNewSet();
    const newSet = this.#newSet;
    if (newSet === undefined) return;
    if (this.#growNewSet(newSet)) return this.#writeRolloutStatus();
    if (this.#shrinkOld(newSet)) return this.#writeRolloutStatus();
    if (isComplete(this.#deployment, this.#deployment.status)) this.#deleteOutlived();
    return this.#writeRolloutStatus();
  }

  #growNewSet(newSet: ReplicaSet): boolean {
    const target = wanted(this.#deployment);
    if (size(newSet) === target) return false;
    return this.#resize(
      newSet,
      size(newSet) > target ? target : newSetSize(this.#deployment, this.#all, newSet),
    );
  }

  #shrinkOld(newSet: ReplicaSet): boolean {
    const steps = shrinkOldSets(this.#deployment, activeSets(this.#old), newSet);
    for (const { set, to } of steps) this.#resize(this.#latest(set), to);
    return steps.length > 0;
  }

  #recreate(): void {
    this.#adoptRevision();
    const active = activeSets(this.#old);
    if (active.length > 0) {
      for (const set of active) this.#resize(set, 0);
      return this.#writeRolloutStatus();
    }
    if (this.#oldPodsRun()) return this.#writeRolloutStatus();
    if (this.#newSet === undefined) this.#ensureNewSet();
    if (this.#newSet === undefined) return;
    this.#resize(this.#newSet, wanted(this.#deployment));
    if (isComplete(this.#deployment, this.#deployment.status)) this.#deleteOutlived();
    return this.#writeRolloutStatus();
  }

  #oldPodsRun(): boolean {
    if (totalActual(this.#old) > 0) return true;
    return this.#old.some((set) =>
      [...this.#podsOf(set)].some(
        ({ status }) => status?.phase !== 'Failed' && status?.phase !== 'Succeeded',
      ),
    );
  }

  /** Gives a changed `spec.replicas`, or what a pause allows, to the ReplicaSets. */
  #rescale(): void {
    this.#adoptRevision();
    this.#fitSizes();
    if (this.#deployment.spec.paused) this.#deleteOutlived();
    this.#writeStatus(countedStatus(this.#deployment, this.#all, this.#newSet, this.#nowMs));
  }

  #fitSizes(): void {
    const only = activeOrLatest(this.#newSet, this.#old);
    if (only !== undefined) {
      if (size(only) !== wanted(this.#deployment)) this.#resize(only, wanted(this.#deployment));
      return;
    }
    if (isSaturated(this.#deployment, this.#newSet)) {
      for (const set of activeSets(this.#old)) this.#resize(set, 0);
      return;
    }
    if (!isRollingUpdate(this.#deployment)) return;
    for (const { set, to } of spreadProportionally(this.#deployment, activeSets(this.#all))) {
      this.#resize(set, to, true);
    }
  }

  /** Brings an existing new ReplicaSet and the Deployment's revision into line. */
  #adoptRevision(): void {
    const newSet = this.#newSet;
    if (newSet === undefined) return;
    const annotations = newSetAnnotations(this.#deployment, newSet, highestRevision(this.#old) + 1n);
    const { minReadySeconds } = this.#deployment.spec;
    const changed = !deepEqual(annotations, newSet.metadata.annotations ?? {});
    if (changed || (newSet.spec.minReadySeconds ?? 0) !== (minReadySeconds ?? 0)) {
      this.#newSet = this.#runtime.client.update(replicaSets, {
        ...newSet,
        metadata: { ...newSet.metadata, annotations },
        spec: { ...newSet.spec, minReadySeconds },
      });
      return;
    }
    let noted = this.#noteRevision(annotations[revisionAnnotation] ?? '');
    if (
      hasProgressDeadline(this.#deployment) &&
      deploymentCondition(this.#deployment.status, 'Progressing') === undefined
    ) {
      this.#noteProgress('True', 'FoundNewReplicaSet', `Found new replica set "${newSet.metadata.name}"`);
      noted = true;
    }
    if (noted) this.#writeNotes();
  }

  #ensureNewSet(): void {
    if (this.#newSet !== undefined) this.#adoptRevision();
    else this.#createNewSet();
  }

  #createNewSet(): void {
    const revision = highestRevision(this.#old) + 1n;
    const wantedSet = describeNewSet(this.#deployment, this.#old, revision);
    const { name } = wantedSet.metadata;
    let isNew = true;
    let created: ReplicaSet;
    try {
      created = this.#runtime.client.create(replicaSets, wantedSet);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      created = this.#afterFailedCreate(wantedSet, error);
      isNew = false;
    }
    this.#newSet = created;
    if (isNew && size(wantedSet) > 0) {
      this.#tellScaled(`Scaled up replica set ${name} from 0 to ${size(wantedSet)}`);
    }
    let noted = this.#noteRevision(String(revision));
    if (isNew && hasProgressDeadline(this.#deployment)) {
      this.#noteProgress('True', 'NewReplicaSetCreated', `Created new replica set "${name}"`);
      noted = true;
    }
    if (noted) this.#writeNotes();
  }

  /** The ReplicaSet that is there already; else says why there is none, and throws. */
  #afterFailedCreate(wantedSet: ReplicaSet, error: StatusError): ReplicaSet {
    const { client, recorder } = this.#runtime;
    const { namespace, name } = wantedSet.metadata;
    if (error.reason === 'AlreadyExists') {
      const existing = client.get(replicaSets, { namespace, name });
      const isOurs = existing.metadata.ownerReferences?.some(
        ({ controller, uid }) => controller && uid === this.#deployment.metadata.uid,
      );
      if (isOurs && isSameTemplate(existing.spec.template, this.#deployment.spec.template)) return existing;
      const collisionCount = (this.#deployment.status?.collisionCount ?? 0) + 1;
      this.#setStatus({ ...this.#deployment.status, collisionCount });
      this.#writeNotes();
      throw error;
    }
    if (isNamespaceTerminating(error)) throw error;
    const message = `Failed to create new replica set "${name}": ${error.message}`;
    if (hasProgressDeadline(this.#deployment)) {
      this.#noteProgress('False', 'ReplicaSetCreateError', message);
      // The refusal matters more than whether it could be noted.
      this.#writeNotes();
    }
    recorder.event(this.#about, 'Warning', 'ReplicaSetCreateError', message);
    throw error;
  }

  /** Whether the size changed. With `always` the annotations are brought up to date all the same. */
  #resize(set: ReplicaSet, to: number, always = false): boolean {
    const from = size(set);
    if (from === to && !always) return false;
    const annotations = withReplicasAnnotations(
      set,
      wanted(this.#deployment),
      wanted(this.#deployment) + maxSurge(this.#deployment),
    );
    if (from === to && deepEqual(annotations, set.metadata.annotations)) return false;
    const updated = this.#runtime.client.update(replicaSets, {
      ...set,
      metadata: { ...set.metadata, annotations },
      spec: { ...set.spec, replicas: to },
    });
    this.#resized.set(set.metadata.uid ?? '', updated);
    if (from === to) return false;
    const direction = to > from ? 'up' : 'down';
    this.#tellScaled(`Scaled ${direction} replica set ${set.metadata.name} from ${from} to ${to}`);
    return true;
  }

  #tellScaled(message: string): void {
    this.#runtime.recorder.event(this.#about, 'Normal', 'ScalingReplicaSet', message);
    this.#runtime.decided('Deployment', this.#deployment, () => `${message}.`);
  }

  #latest(set: ReplicaSet): ReplicaSet {
    return this.#resized.get(set.metadata.uid ?? '') ?? set;
  }

  #deleteOutlived(): void {
    for (const { metadata } of outlivedSets(this.#deployment, this.#old)) {
      const { namespace, name } = metadata;
      this.#runtime.decided(
        'Deployment',
        this.#deployment,
        () => `Deletes ${name}: beyond the history limit.`,
      );
      ifFound(() => this.#runtime.client.delete(replicaSets, { namespace, name }));
    }
  }

  #setStatus(status: DeploymentStatus): void {
    this.#deployment = { ...this.#deployment, status };
  }

  #noteProgress(value: 'True' | 'False' | 'Unknown', reason: string, message: string): void {
    const condition = newCondition('Progressing', value, reason, message, this.#nowMs);
    this.#setStatus(withCondition(this.#deployment.status ?? {}, condition));
  }

  /** Whether the Deployment's revision annotation changed. */
  #noteRevision(revision: string): boolean {
    const { metadata } = this.#deployment;
    if (metadata.annotations?.[revisionAnnotation] === revision) return false;
    const annotations = { ...metadata.annotations, [revisionAnnotation]: revision };
    this.#deployment = { ...this.#deployment, metadata: { ...metadata, annotations } };
    return true;
  }

  #writeNotes(): void {
    this.#runtime.client.update(deployments, this.#deployment, 'status');
  }

  #writeRolloutStatus(): void {
    const status = rolloutStatus(this.#deployment, this.#all, this.#newSet, this.#nowMs);
    if (this.#writeStatus(status)) return;
    this.#lookAgainAtDeadline(status);
  }

  /** Whether there was anything to write. */
  #writeStatus(status: DeploymentStatus): boolean {
    if (deepEqual(this.#deployment.status, status)) return false;
    this.#runtime.client.update(deployments, { ...this.#deployment, status }, 'status');
    return true;
  }

  /** A rollout that stands still has to be called stuck in time. Models requeueStuckDeployment (v1.36). */
  #lookAgainAtDeadline(status: DeploymentStatus): void {
    const condition = deploymentCondition(this.#deployment.status, 'Progressing');
    if (!hasProgressDeadline(this.#deployment) || condition === undefined) return;
    if (isComplete(this.#deployment, status) || condition.reason === 'ProgressDeadlineExceeded') return;
    const { queue } = this.#runtime;
    const key = `${this.#deployment.metadata.namespace}/${this.#deployment.metadata.name}`;
    const afterMs = progressDeadlineMs(this.#deployment, condition) - this.#nowMs;
    if (afterMs < 1000) queue.addRateLimited(key);
    else queue.addAfter(key, afterMs + 1000);
  }
}
