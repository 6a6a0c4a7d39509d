import { matchesLabels, selectorFrom, selectorFromMap, type Selector } from '../../api/labels.ts';
import { controllerOf } from '../../api/owner.ts';
import { isPodActive, isPodTerminal } from '../../api/pod-status.ts';
import type { Resource } from '../../api/resource.ts';
import { pods, replicaSets, replicationControllers } from '../../api/resources.ts';
import { isReason, StatusError } from '../../api/status-error.ts';
import type { KubeObject, Pod, ReplicaSet, ReplicationController } from '../../api/types.ts';
import type { Informer } from '../../client/informer.ts';
import { deepEqual } from '../../sim/plain.ts';
import type { Task } from '../../sim/task.ts';
import { claimObjects } from '../claim.ts';
import {
  counted,
  isNamespaceTerminating,
  makeRuntime,
  type Controller,
  type ControllerContext,
  type ControllerRuntime,
} from '../controller.ts';
import { Expectations } from '../expectations.ts';
import { indexByController, ownedBy, ownedOrOrphaned } from '../indexes.ts';
import { PodControl } from '../pod-control.ts';
import { followPodSets } from '../pod-sets.ts';
import { slowStart } from '../slow-start.ts';
import { replicaSetStatus, type ReplicaSetStatus } from './replica-set-status.ts';
import { chooseVictims } from '../victims.ts';

/** At most so many pods are created or deleted in one go. */
const burst = 500;

/** Keeps as many pods as each ReplicaSet asks for. Models pkg/controller/replicaset (v1.36). */
export function startReplicaSetController(context: ControllerContext): Controller {
  return new ReplicaSetController<ReplicaSet>(context, {
    resource: replicaSets,
    name: 'replicaset-controller',
    selectorOf: ({ spec }) => selectorFrom(spec.selector),
    countsTerminating: true,
  });
}

/**
 * The same for ReplicationControllers, the ReplicaSets of old. Models pkg/controller/replication
 * (v1.36), which is the ReplicaSet controller over converted objects.
 */
export function startReplicationController(context: ControllerContext): Controller {
  return new ReplicaSetController<ReplicationController>(context, {
    resource: replicationControllers,
    name: 'replication-controller',
    selectorOf: ({ spec }) => selectorFromMap(spec.selector),
    countsTerminating: false,
  });
}

/** What ReplicaSets and ReplicationControllers differ in. */
interface ReplicaSetFlavour<S extends KubeObject> {
  readonly resource: Resource<S>;
  readonly name: string;
  readonly selectorOf: (set: S) => Selector;
  /** Whether the status has `terminatingReplicas`. */
  readonly countsTerminating: boolean;
}

class ReplicaSetController<S extends ReplicaSet | ReplicationController> implements Controller {
  readonly #context: ControllerContext;
  readonly #flavour: ReplicaSetFlavour<S>;
  readonly #resource: Resource<S>;
  readonly #runtime: ControllerRuntime;
  readonly #expectations: Expectations;
  readonly #podControl: PodControl<S>;
  readonly #sets: Informer<S>;
  readonly #pods: Informer<Pod>;

  constructor(context: ControllerContext, flavour: ReplicaSetFlavour<S>) {
    const { resource, name } = flavour;
    this.#context = context;
    this.#flavour = flavour;
    this.#resource = resource;
    this.#sets = context.informers.of(resource);
    this.#pods = context.informers.of(pods);
    this.#expectations = new Expectations(context.sim);
    this.#runtime = makeRuntime(context, {
      name,
      needs: [this.#sets, this.#pods],
      sync: (key) => this.#sync(key),
    });
    const { client, recorder } = this.#runtime;
    this.#podControl = new PodControl({ client, recorder, resource });
    indexByController(this.#pods);
    indexByController(this.#sets);
    followPodSets<S>({
      sets: this.#sets,
      pods: this.#pods,
      selectorOf: flavour.selectorOf,
      runtime: this.#runtime,
      expectations: this.#expectations,
    });
  }

  stop(): void {
    this.#runtime.stop();
  }

  *#sync(key: string): Task {
    const set = this.#sets.lister.get(key);
    if (set === undefined) {
      this.#expectations.forget(key);
      return;
    }
    const mayManage = this.#expectations.satisfied(key) && !set.metadata.deletionTimestamp;
    const selector = this.#flavour.selectorOf(set);
    const candidates = ownedOrOrphaned(this.#pods, set);
    const { client, looked } = this.#runtime;
    looked(candidates.length);
    const active = claimObjects(
      { client, resource: this.#resource, owner: set, selector },
      pods,
      candidates.filter(isPodActive),
    );
    const terminating = candidates.filter(
      (pod) =>
        controllerOf(pod)?.uid === set.metadata.uid &&
        !isPodTerminal(pod) &&
        pod.metadata.deletionTimestamp &&
        matchesLabels(selector, pod.metadata.labels),
    );
    const error = mayManage ? this.#manage(key, set, active) : undefined;
    const view = { active, error, ...(this.#flavour.countsTerminating && { terminating }) };
    const status = replicaSetStatus(set, view, this.#context.sim.nowMs);
    yield* this.#runtime.answered();
    this.#writeStatus(set, status);
    if (error !== undefined) throw error;
    const minReadySeconds = set.spec.minReadySeconds ?? 0;
    if (minReadySeconds > 0 && status.readyReplicas !== status.availableReplicas) {
      this.#runtime.queue.addAfter(key, minReadySeconds * 1000);
    }
  }

  /** Creates what is missing or deletes what is too much. Returns why that failed. */
  #manage(key: string, set: S, active: readonly Pod[]): StatusError | undefined {
    const surplus = active.length - (set.spec.replicas ?? 1);
    if (surplus < 0) return this.#create(key, set, Math.min(-surplus, burst), active.length);
    if (surplus > 0) return this.#delete(key, set, active, Math.min(surplus, burst));
    return undefined;
  }

  #create(key: string, set: S, missing: number, existing: number): StatusError | undefined {
    const { spec } = set;
    this.#runtime.decided(
      this.#resource.kind,
      set,
      () => `Creates ${counted(missing, 'pod')}: ${existing} of ${spec.replicas} are there.`,
    );
    this.#expectations.expect(key, missing);
    const { succeeded, error } = slowStart(missing, () => {
      try {
        this.#podControl.create(set, spec.template ?? {});
      } catch (failure) {
        // What fails because the namespace goes is as good as done: the set goes as well.
        if (!(failure instanceof StatusError && isNamespaceTerminating(failure))) throw failure;
      }
    });
    this.#expectations.creationObserved(key, missing - succeeded);
    return error;
  }

  #delete(key: string, set: S, active: readonly Pod[], surplus: number): StatusError | undefined {
    const victims = chooseVictims(active, this.#related(set), surplus, this.#context.sim.nowMs);
    this.#runtime.decided(
      this.#resource.kind,
      set,
      () =>
        `Deletes ${victims.map(({ metadata }) => metadata.name).join(', ')}: ${active.length} pods are there, ${set.spec.replicas} wanted.`,
    );
    this.#expectations.expect(
      key,
      0,
      victims.map(({ metadata }) => metadata.uid ?? ''),
    );
    let firstError: StatusError | undefined;
    for (const pod of victims) {
      try {
        this.#podControl.delete(set, pod);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        this.#expectations.deletionObserved(key, pod.metadata.uid ?? '');
        if (!isReason(error, 'NotFound')) firstError ??= error;
      }
    }
    return firstError;
  }

  /** The pods of all ReplicaSets that have this one's controller. */
  *#related(set: S): Iterable<Pod> {
    const controller = controllerOf(set);
    const siblings = controller === undefined ? [set] : ownedBy(this.#sets, controller.uid);
    for (const sibling of siblings) yield* ownedBy(this.#pods, sibling.metadata.uid);
  }

  #writeStatus(set: S, status: ReplicaSetStatus): void {
    if (deepEqual(set.status, status)) return;
    const { client } = this.#runtime;
    try {
      client.update(this.#resource, { ...set, status }, 'status');
    } catch (error) {
      if (!isReason(error, 'Conflict')) throw error;
      const { namespace, name } = set.metadata;
      const fresh = client.get(this.#resource, { namespace, name });
      client.update(this.#resource, { ...fresh, status }, 'status');
    }
  }
}
