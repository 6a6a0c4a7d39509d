import { selectorFrom } from '../../api/labels.ts';
import { controllerRevisions, daemonSets, nodes, pods } from '../../api/resources.ts';
import { isPodTerminal } from '../../api/pod-status.ts';
import { isReason, StatusError } from '../../api/status-error.ts';
import type { ControllerRevision, DaemonSet, Node, Pod } from '../../api/types.ts';
import { objectReference } from '../../client/object-reference.ts';
import { deepEqual } from '../../sim/plain.ts';
import type { Task } from '../../sim/task.ts';
import { BackOff } from '../back-off.ts';
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
import { cleanUpHistory, constructHistory, revisionHashLabel } from '../history.ts';
import { indexByController, ownedOrOrphaned } from '../indexes.ts';
import { followOwnedObjects } from '../owned-objects.ts';
import { PodControl } from '../pod-control.ts';
import { followPodSets } from '../pod-sets.ts';
import { slowStart } from '../slow-start.ts';
import { daemonPodTemplate, judgeNode, namedDaemonPodTemplate, targetNode } from './daemon-pod.ts';
import {
  daemonSetStatus,
  planPlacement,
  planRollingUpdate,
  type DaemonPlan,
  type DaemonView,
} from './plan.ts';

const burst = 250;

/**
 * Keeps one pod of each DaemonSet on every node that fits. Models pkg/controller/daemon (v1.36). With
 * `podsNameTheirNode` the pods need no scheduler, as before v1.12.
 */
export function startDaemonSetController(context: ControllerContext, podsNameTheirNode = false): Controller {
  return new DaemonSetController(context, podsNameTheirNode ? namedDaemonPodTemplate : daemonPodTemplate);
}

class DaemonSetController implements Controller {
  readonly #context: ControllerContext;
  readonly #podTemplate: typeof daemonPodTemplate;
  readonly #runtime: ControllerRuntime;
  readonly #expectations: Expectations;
  readonly #podControl: PodControl<DaemonSet>;
  readonly #failedPods = new BackOff(1000, 15 * 60_000);
  readonly #sets;
  readonly #pods;
  readonly #nodes;
  readonly #revisions;

  constructor(context: ControllerContext, podTemplate: typeof daemonPodTemplate) {
    this.#context = context;
    this.#podTemplate = podTemplate;
    this.#sets = context.informers.of(daemonSets);
    this.#pods = context.informers.of(pods);
    this.#nodes = context.informers.of(nodes);
    this.#revisions = context.informers.of(controllerRevisions);
    this.#expectations = new Expectations(context.sim);
    this.#runtime = makeRuntime(context, {
      name: 'daemon-set-controller',
      component: 'daemonset-controller',
      needs: [this.#sets, this.#pods, this.#nodes, this.#revisions],
      sync: (key) => this.#sync(key),
    });
    const { client, recorder } = this.#runtime;
    this.#podControl = new PodControl({ client, recorder, resource: daemonSets });
    indexByController(this.#pods);
    indexByController(this.#revisions);
    this.#follow();
  }

  stop(): void {
    this.#runtime.stop();
  }

  #follow(): void {
    const { enqueue } = this.#runtime;
    const selectorOf = ({ spec }: DaemonSet): ReturnType<typeof selectorFrom> => selectorFrom(spec.selector);
    followPodSets({
      sets: this.#sets,
      pods: this.#pods,
      selectorOf,
      runtime: this.#runtime,
      expectations: this.#expectations,
    });
    followOwnedObjects<DaemonSet, ControllerRevision>({
      owners: this.#sets,
      objects: this.#revisions,
      selectorOf,
      enqueue,
    });
    this.#nodes.addHandler({
      onAdd: (node) => {
        for (const set of this.#sets.lister.values()) if (judgeNode(set, node).shouldRun) enqueue(set);
      },
      onUpdate: (old, node) => this.#onNodeUpdate(old, node),
    });
  }

  /** Wakes those whose verdict on the node changed, if only labels or taints did. */
  #onNodeUpdate(old: Node, node: Node): void {
    if (
      deepEqual(old.metadata.labels, node.metadata.labels) &&
      deepEqual(old.spec?.taints ?? [], node.spec?.taints ?? [])
    ) {
      return;
    }
    for (const set of this.#sets.lister.values()) {
      const before = judgeNode(set, old);
      const after = judgeNode(set, node);
      if (!deepEqual(before, after)) this.#runtime.enqueue(set);
    }
  }

  *#sync(key: string): Task {
    const set = this.#sets.lister.get(key);
    if (set === undefined) {
      this.#expectations.forget(key);
      return;
    }
    if (selectsEverything(set)) {
      this.#tell(
        set,
        'Warning',
        'SelectingAll',
        'This daemon set is selecting all pods. A non-empty selector is required.',
      );
      return;
    }
    if (set.metadata.deletionTimestamp) return;
    const { client } = this.#runtime;
    const { current, old } = constructHistory(client, daemonSets, set, this.#revisions);
    const hash = current.metadata.labels?.[revisionHashLabel] ?? '';
    if (!this.#expectations.satisfied(key)) {
      this.#writeStatus(key, this.#view(set, hash), false);
      return;
    }
    let failure: StatusError | undefined;
    try {
      this.#apply(key, set, hash, planPlacement(this.#view(set, hash), this.#mayReplace(key, set)));
      if (this.#expectations.satisfied(key) && set.spec.updateStrategy?.type === 'RollingUpdate') {
        this.#apply(key, set, hash, planRollingUpdate(this.#view(set, hash)));
      }
      const live = this.#liveHashes(set);
      cleanUpHistory(client, set, old, ({ metadata }) =>
        live.has(metadata.labels?.[revisionHashLabel] ?? ''),
      );
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      failure = error;
    }
    // By the time that the requests were answered, what they changed has been heard of.
    yield* this.#runtime.answered();
    this.#writeStatus(key, this.#view(set, hash), true);
    if (failure !== undefined) throw failure;
  }

  #view(set: DaemonSet, hash: string): DaemonView {
    const podsByNode = new Map<string, Pod[]>();
    for (const pod of this.#claim(set)) {
      // Only the kubelet has anything left to do with a pod that has ended and is going.
      if (isPodTerminal(pod) && pod.metadata.deletionTimestamp) continue;
      const node = targetNode(pod);
      if (node === undefined) continue;
      const there = podsByNode.get(node);
      if (there === undefined) podsByNode.set(node, [pod]);
      else there.push(pod);
    }
    const nodes = [...this.#nodes.lister.values()];
    this.#runtime.looked(nodes.length);
    return { set, nodes, podsByNode, hash, nowMs: this.#context.sim.nowMs };
  }

  #claim(set: DaemonSet): Pod[] {
    return claimObjects(
      {
        client: this.#runtime.client,
        resource: daemonSets,
        owner: set,
        selector: selectorFrom(set.spec.selector),
      },
      pods,
      ownedOrOrphaned(this.#pods, set),
    );
  }

  /** Tells of a finished pod; one that fails again and again is replaced ever later. */
  #mayReplace(key: string, set: DaemonSet): (pod: Pod, node: Node) => boolean {
    return (pod, node) => {
      const { nowMs } = this.#context.sim;
      const what = `${pod.metadata.namespace}/${pod.metadata.name} on node ${node.metadata.name}`;
      if (pod.status?.phase === 'Succeeded') {
        const message = `Found succeeded daemon pod ${what}, will try to delete it`;
        this.#tell(set, 'Normal', 'SucceededDaemonPod', message);
        return true;
      }
      const failed = `${set.metadata.uid}/${set.status?.observedGeneration ?? 0}/${node.metadata.name}`;
      const waitMs = this.#failedPods.remaining(failed, nowMs);
      if (waitMs > 0) {
        this.#runtime.queue.addAfter(key, waitMs);
        return false;
      }
      this.#failedPods.next(failed, nowMs);
      this.#tell(set, 'Warning', 'FailedDaemonPod', `Found failed daemon pod ${what}, will try to kill it`);
      return true;
    };
  }

  #apply(key: string, set: DaemonSet, hash: string, plan: DaemonPlan): void {
    const create = plan.create.slice(0, burst);
    const victims = plan.delete.slice(0, burst);
    this.#expectations.expect(
      key,
      create.length,
      victims.map(({ metadata }) => metadata.uid ?? ''),
    );
    if (create.length > 0)
      this.#decided(set, () => `Creates ${counted(create.length, 'pod')}, for ${create.join(', ')}.`);
    const { succeeded, error } = slowStart(create.length, (index) => {
      try {
        this.#podControl.create(set, this.#podTemplate(set, hash, create[index] ?? ''));
      } catch (failure) {
        if (!(failure instanceof StatusError && isNamespaceTerminating(failure))) throw failure;
      }
    });
    this.#expectations.creationObserved(key, create.length - succeeded);
    let firstError = error;
    for (const pod of victims) {
      this.#decided(set, () => `Deletes ${pod.metadata.name} on ${targetNode(pod) ?? 'no node'}.`);
      try {
        this.#podControl.delete(set, pod);
      } catch (failure) {
        if (!(failure instanceof StatusError)) throw failure;
        this.#expectations.deletionObserved(key, pod.metadata.uid ?? '');
        if (!isReason(failure, 'NotFound')) firstError ??= failure;
      }
    }
    if (firstError !== undefined) throw firstError;
  }

  #liveHashes(set: DaemonSet): Set<string> {
    return new Set(this.#claim(set).map(({ metadata }) => metadata.labels?.[revisionHashLabel] ?? ''));
  }

  #writeStatus(key: string, view: DaemonView, observed: boolean): void {
    const { set } = view;
    const status = daemonSetStatus(view, observed);
    if (!deepEqual(set.status, status)) {
      const { client } = this.#runtime;
      const { namespace, name } = set.metadata;
      try {
        client.update(daemonSets, { ...set, status }, 'status');
      } catch (error) {
        if (!isReason(error, 'Conflict')) throw error;
        const fresh = client.get(daemonSets, { namespace, name });
        client.update(daemonSets, { ...fresh, status }, 'status');
      }
    }
    const minReadySeconds = set.spec.minReadySeconds ?? 0;
    if (minReadySeconds > 0 && status.numberReady !== (status.numberAvailable ?? 0)) {
      this.#runtime.queue.addAfter(key, minReadySeconds * 1000);
    }
  }

  #tell(set: DaemonSet, type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.#runtime.recorder.event(objectReference(daemonSets, set), type, reason, message);
  }

  #decided(set: DaemonSet, sentence: () => string): void {
    this.#runtime.decided('DaemonSet', set, sentence);
  }
}

function selectsEverything({ spec: { selector } }: DaemonSet): boolean {
  return (
    Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0
  );
}
