import { nodes, pods } from '../../api/resources.ts';
import { StatusError } from '../../api/status-error.ts';
import type { Node, Pod, Taint } from '../../api/types.ts';
import { objectReference } from '../../client/object-reference.ts';
import { objectKey } from '../../client/store.ts';
import { letPass } from '../../client/work-queue.ts';
import { deepEqual } from '../../sim/plain.ts';
import type { Timer } from '../../sim/simulation.ts';
import { runTask, type Task } from '../../sim/task.ts';
import { ifFound, makeRuntime, type Controller, type ControllerContext } from '../controller.ts';
import { markDisrupted } from '../pod-disruption.ts';
import { indexPodsByNode, podsOnNode } from '../pods-by-node.ts';
import { toleratedForMs } from './tolerated-for.ts';

const retries = 5;
const retryMs = 10;
/** Until the pod is there that an eviction asks for first. Others who heard of the taint are quicker. */
const requestTurns = { ms: 0, turns: 2 };
const disruption = {
  reason: 'DeletionByTaintManager',
  message: 'Taint manager: deleting due to NoExecute taint',
};

/** Deletes the pods that do not tolerate the NoExecute taints of their node, each in its time. Models pkg/controller/tainteviction (v1.36). */
export function startTaintEvictionController(context: ControllerContext): Controller {
  const { sim, informers } = context;
  const allNodes = informers.of(nodes);
  const allPods = informers.of(pods);
  indexPodsByNode(allPods);
  const evictions = new Map<string, { timer: Timer; createdMs: number }>();
  /** Pods whose eviction was carried out. */
  const evicted = new Set<string>();
  let stopped = false;

  /** Keys are nodes' names and pods' `namespace/name`. */
  const sync = (key: string): void => {
    if (!key.includes('/')) {
      for (const pod of podsOnNode(allPods, key)) syncPod(pod);
      return;
    }
    const pod = allPods.lister.get(key);
    if (pod === undefined) cancel(key);
    else if (pod.spec.nodeName) syncPod(pod);
  };

  const syncPod = (pod: Pod): void => {
    const key = objectKey(pod);
    const taints = noExecuteTaints(allNodes.lister.get(pod.spec.nodeName ?? ''));
    const staysMs =
      taints.length === 0 ? Number.POSITIVE_INFINITY : toleratedForMs(taints, pod.spec.tolerations);
    const planned = evictions.get(key);
    if (staysMs === Number.POSITIVE_INFINITY) {
      cancelAloud(pod, key);
      return;
    }
    if (staysMs === 0) {
      cancel(key);
      evictions.set(key, { timer: sim.soon(() => startEviction(key, 1)), createdMs: sim.nowMs });
      return;
    }
    const createdMs = planned?.createdMs ?? sim.nowMs;
    if (evicted.has(key)) return;
    if (planned !== undefined) {
      if (createdMs + staysMs < sim.nowMs + staysMs) return;
      cancelAloud(pod, key);
    }
    const timer = sim.after(staysMs, () => startEviction(key, 1));
    evictions.set(key, { timer, createdMs });
  };

  const cancel = (key: string): boolean => {
    const planned = evictions.get(key);
    planned?.timer.cancel();
    evicted.delete(key);
    return evictions.delete(key);
  };

  const cancelAloud = (pod: Pod, key: string): void => {
    if (cancel(key)) tell(pod, `Cancelling deletion of Pod ${key}`);
  };

  const startEviction = (key: string, attempt: number): void => runTask(evict(key, attempt));

  const evict = function* (key: string, attempt: number): Task {
    const pod = allPods.lister.get(key);
    if (pod === undefined) return;
    evictions.delete(key);
    evicted.add(key);
    if (attempt === 1) tell(pod, `Marking for deletion Pod ${key}`);
    runtime.decided(
      'Pod',
      pod,
      () => `Deletes it: it does not tolerate a taint of ${pod.spec.nodeName} any longer.`,
    );
    const { namespace, name } = pod.metadata;
    try {
      const fresh = ifFound(() => runtime.client.get(pods, { namespace, name }));
      if (fresh === undefined) return;
      yield* letPass(sim, requestTurns);
      if (stopped) return;
      markDisrupted(runtime.client, fresh, disruption, sim.nowMs);
      ifFound(() => runtime.client.delete(pods, { namespace, name }));
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (attempt < retries) sim.after(retryMs, () => startEviction(key, attempt + 1));
    }
  };

  const tell = (pod: Pod, message: string): void => {
    runtime.recorder.event(objectReference(pods, pod), 'Normal', 'TaintManagerEviction', message);
  };

  const runtime = makeRuntime(context, {
    name: 'node-controller',
    component: 'taint-eviction-controller',
    needs: [allNodes, allPods],
    sync,
  });
  allNodes.addHandler({
    onAdd: (node) => {
      if (noExecuteTaints(node).length > 0) runtime.enqueue(node);
    },
    onUpdate: (old, node) => {
      if (!deepEqual(noExecuteTaints(old), noExecuteTaints(node))) runtime.enqueue(node);
    },
  });
  allPods.addHandler({
    onAdd: (pod) => {
      if (pod.spec.nodeName) runtime.enqueue(pod);
    },
    onUpdate: (old, pod) => {
      const moved = old.spec.nodeName !== pod.spec.nodeName;
      if (moved || !deepEqual(old.spec.tolerations, pod.spec.tolerations)) runtime.enqueue(pod);
    },
    onDelete: runtime.enqueue,
  });
  return {
    stop: () => {
      stopped = true;
      for (const key of evictions.keys()) cancel(key);
      runtime.stop();
    },
  };
}

function noExecuteTaints(node: Node | undefined): Taint[] {
  return (node?.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
}
