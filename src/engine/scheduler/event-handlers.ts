import * as resources from '../api/resources.ts';
import type { KubeObject, Node, Pod } from '../api/types.ts';
import type { Cache } from './backend/cache.ts';
import type { SchedulingQueue } from './backend/queue/scheduling-queue.ts';
import { podKey } from './backend/queue/queued-pod-info.ts';
import {
  assignedPodAdd,
  assignedPodDelete,
  nodeAdd,
  nodeChangeEvents,
  nodeDelete,
  podChangeEvents,
} from './cluster-events.ts';
import { action } from './framework/cluster-event.ts';
import { wakingResources, type SchedulerInformers } from './informers.ts';
import { info, type Log } from '../api/klog.ts';

/** Whom the handlers serve. */
export interface HandlerTargets {
  readonly cache: Cache;
  readonly queue: SchedulingQueue;
  readonly log: Log;
  /** Whether a profile has that name. */
  handles(schedulerName: string): boolean;
  /** Refuses a pod that waits at Permit. False when it does not. */
  rejectWaitingPod(pod: Pod): boolean;
}

/**
 * Carries what happens in the cluster into the cache and the queue.
 * Models pkg/scheduler/eventhandlers.go (v1.36).
 */
export function addEventHandlers(informers: SchedulerInformers, targets: HandlerTargets): void {
  const pods = new PodHandler(targets);
  const nodes = new NodeHandler(targets);
  informers.of(resources.nodes).addHandler({
    onAdd: (node) => nodes.add(node),
    onUpdate: (old, node) => nodes.update(old, node),
    onDelete: (node) => nodes.remove(node),
  });
  informers.pods.addHandler({
    onAdd: (pod) => pods.add(pod),
    onUpdate: (old, pod) => pods.update(old, pod),
    onDelete: (pod) => pods.remove(pod),
  });
  const { queue } = targets;
  for (const [name, resource] of wakingResources) {
    informers.of<KubeObject>(resource).addHandler({
      onAdd: (object) => queue.moveAll({ resource: name, actionType: action.add }, undefined, object),
      onUpdate: (old, object) => queue.moveAll({ resource: name, actionType: action.update }, old, object),
      onDelete: (object) => queue.moveAll({ resource: name, actionType: action.delete }, object),
    });
  }
}

class NodeHandler {
  readonly #targets: HandlerTargets;

  constructor(targets: HandlerTargets) {
    this.#targets = targets;
  }

  add(node: Node): void {
    const { cache, queue, log } = this.#targets;
    info(log, 3, 'eventhandlers.go:63', 'Add event for node', { node: node.metadata.name });
    cache.addNode(node);
    queue.moveAll(nodeAdd, undefined, node);
  }

  update(old: Node, node: Node): void {
    const { cache, queue, log } = this.#targets;
    info(log, 4, 'eventhandlers.go:84', 'Update event for node', { node: node.metadata.name });
    cache.updateNode(node);
    for (const event of nodeChangeEvents(old, node)) queue.moveAll(event, old, node);
  }

  remove(node: Node): void {
    const { cache, queue, log } = this.#targets;
    queue.moveAll(nodeDelete, node);
    info(log, 3, 'eventhandlers.go:124', 'Delete event for node', { node: node.metadata.name });
    cache.removeNode(node);
  }
}

class PodHandler {
  readonly #targets: HandlerTargets;

  constructor(targets: HandlerTargets) {
    this.#targets = targets;
  }

  add(pod: Pod): void {
    if (pod.spec.nodeName) this.#addAssigned(pod);
    else if (this.#isOurs(pod)) {
      this.#say(3, 'eventhandlers.go:214', 'Add event for unscheduled pod', pod);
      this.#targets.queue.add(pod);
    }
  }

  update(old: Pod, pod: Pod): void {
    if (old.spec.nodeName) this.#updateAssigned(old, pod);
    else if (pod.spec.nodeName) {
      // It was bound: by this scheduler, or by somebody else while it waited here.
      this.#addAssigned(pod);
      if (this.#isOurs(old)) this.#leaveQueue(old);
    } else if (this.#isOurs(old)) this.#updateInQueue(old, pod);
  }

  remove(pod: Pod): void {
    const { cache, queue } = this.#targets;
    if (pod.spec.nodeName) {
      this.#say(3, 'eventhandlers.go:443', 'Delete event for scheduled pod', pod);
      cache.removePod(pod);
      queue.moveAll(assignedPodDelete, pod);
    } else if (this.#isOurs(pod)) {
      this.#leaveQueue(pod);
      if (cache.isAssumed(pod)) this.#dropAssumed(pod);
      else if (pod.status?.nominatedNodeName) this.#freeNomination(pod);
    }
  }

  #isOurs(pod: Pod): boolean {
    return this.#targets.handles(pod.spec.schedulerName ?? '');
  }

  #addAssigned(pod: Pod): void {
    const { cache, queue } = this.#targets;
    this.#say(3, 'eventhandlers.go:374', 'Add event for scheduled pod', pod);
    cache.addPod(pod);
    queue.moveAll(assignedPodAdd, undefined, pod);
  }

  #updateAssigned(old: Pod, pod: Pod): void {
    const { cache, queue } = this.#targets;
    this.#say(4, 'eventhandlers.go:407', 'Update event for scheduled pod', pod);
    cache.updatePod(pod);
    for (const event of podChangeEvents(old, pod)) queue.moveAll(event, old, pod);
  }

  #updateInQueue(old: Pod, pod: Pod): void {
    const { cache, queue } = this.#targets;
    if (old.metadata.resourceVersion === pod.metadata.resourceVersion) return;
    if (cache.isAssumed(pod)) {
      if (pod.metadata.deletionTimestamp && !old.metadata.deletionTimestamp) this.#dropAssumed(pod);
      return;
    }
    this.#say(4, 'eventhandlers.go:316', 'Update event for unscheduled pod', pod);
    queue.update(old, pod);
    const nominated = old.status?.nominatedNodeName;
    if (nominated && nominated !== pod.status?.nominatedNodeName) this.#freeNomination(old);
  }

  #leaveQueue(pod: Pod): void {
    this.#say(3, 'eventhandlers.go:335', 'Delete event for unscheduled pod', pod);
    this.#targets.queue.delete(pod);
  }

  /** Less important pods treated a nominated pod as one that runs there. */
  #freeNomination(pod: Pod): void {
    const priority = pod.spec.priority ?? 0;
    const isNotMoreImportant = (other: Pod): boolean => (other.spec.priority ?? 0) <= priority;
    this.#targets.queue.moveAll(assignedPodDelete, pod, undefined, isNotMoreImportant);
  }

  /** A pod goes that is being bound: its room is free at once, the binding will fail by itself. */
  #dropAssumed(pod: Pod): void {
    const { cache, queue } = this.#targets;
    const assumed = cache.pod(pod);
    if (assumed === undefined) return;
    if (!this.#targets.rejectWaitingPod(assumed)) cache.forgetPod(assumed);
    queue.moveAll(assignedPodDelete, assumed);
  }

  #say(level: number, source: string, message: string, pod: Pod): void {
    const { log } = this.#targets;
    if (log.verbosity >= level) info(log, level, source, message, { pod: podKey(pod) });
  }
}
