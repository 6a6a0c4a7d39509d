import { matchesLabels, nothing, selectorFrom } from '../../api/labels.ts';
import { controllerOf } from '../../api/owner.ts';
import type { Resource } from '../../api/resource.ts';
import {
  deployments,
  podDisruptionBudgets,
  pods,
  replicaSets,
  replicationControllers,
  statefulSets,
} from '../../api/resources.ts';
import type { KubeObject, OwnerReference, Pod, PodDisruptionBudget } from '../../api/types.ts';
import type { Informer } from '../../client/informer.ts';
import { objectReference } from '../../client/object-reference.ts';
import { deepEqual } from '../../sim/plain.ts';
import { makeRuntime, type Controller, type ControllerContext } from '../controller.ts';
import { goSelector } from '../go-selector.ts';
import { inNamespace, indexByNamespace } from '../indexes.ts';
import { budgetStatus } from './budget-status.ts';

interface Scaled extends KubeObject {
  readonly spec: { readonly replicas?: number };
}

/** Says in each budget how many pods may be disrupted now. Models pkg/controller/disruption (v1.36). */
export function startDisruptionController(context: ControllerContext): Controller {
  const { sim, informers } = context;
  const all = informers.of(podDisruptionBudgets);
  const allPods = informers.of(pods);
  const scales = [deployments, replicaSets, statefulSets, replicationControllers].map((resource) =>
    informers.of(resource as unknown as Resource<Scaled>),
  );
  indexByNamespace(all);
  indexByNamespace(allPods);

  const sync = (key: string): void => {
    const budget = all.lister.get(key);
    if (budget === undefined) return;
    const selected = [...inNamespace(allPods, budget.metadata.namespace ?? '')].filter((pod) =>
      matchesLabels(selectorOf(budget), pod.metadata.labels),
    );
    const { scale, unmanaged } = expectedScale(selected, scales);
    if (unmanaged && needsScale(budget)) tellUnmanaged(budget);
    const status = budgetStatus({ budget, pods: selected, expectedScale: scale }, sim.nowMs);
    if (deepEqual(budget.status, status)) return;
    runtime.client.update(podDisruptionBudgets, { ...budget, status }, 'status');
  };

  const tellUnmanaged = (budget: PodDisruptionBudget): void => {
    runtime.recorder.event(
      objectReference(podDisruptionBudgets, budget),
      'Warning',
      'UnmanagedPods',
      `Pods selected by this PodDisruptionBudget (selector: ${goSelector(budget.spec?.selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`,
    );
  };

  const runtime = makeRuntime(context, {
    name: 'disruption-controller',
    component: 'controllermanager',
    needs: [all, allPods, ...scales],
    sync,
  });
  const wake = (pod: Pod): void => {
    for (const budget of inNamespace(all, pod.metadata.namespace ?? '')) {
      if (matchesLabels(selectorOf(budget), pod.metadata.labels)) runtime.enqueue(budget);
    }
  };
  all.addHandler({
    onAdd: runtime.enqueue,
    onUpdate: (_, budget) => runtime.enqueue(budget),
    onDelete: runtime.enqueue,
  });
  allPods.addHandler({ onAdd: wake, onUpdate: (_, pod) => wake(pod), onDelete: wake });
  return runtime;
}

/** An empty selector selects all pods of the namespace. */
function selectorOf({ spec }: PodDisruptionBudget): ReturnType<typeof selectorFrom> {
  return spec?.selector === undefined ? nothing : selectorFrom(spec.selector);
}

/** Whether the budget is a share of what the pods' controllers want. */
function needsScale({ spec }: PodDisruptionBudget): boolean {
  return spec?.maxUnavailable !== undefined || typeof spec?.minAvailable === 'string';
}

/** What the controllers of these pods want in all, each once. Models getExpectedScale (v1.36). */
function expectedScale(
  selected: readonly Pod[],
  scales: readonly Informer<Scaled>[],
): { scale: number; unmanaged: boolean } {
  const wanted = new Map<string, number>();
  let unmanaged = false;
  for (const pod of selected) {
    const owner = controllerOf(pod);
    if (owner === undefined) {
      unmanaged = true;
      continue;
    }
    const found = scaledOwner(owner, pod.metadata.namespace ?? '', scales);
    if (found !== undefined) wanted.set(found.metadata.uid ?? '', found.spec.replicas ?? 1);
  }
  return { scale: [...wanted.values()].reduce((sum, replicas) => sum + replicas, 0), unmanaged };
}

/** The owner with a scale: a ReplicaSet's Deployment where it has one. */
function scaledOwner(
  reference: OwnerReference,
  namespace: string,
  scales: readonly Informer<Scaled>[],
): Scaled | undefined {
  const informer = scales.find(({ resource }) => resource.kind === reference.kind);
  const owner = informer?.lister.get(`${namespace}/${reference.name}`);
  if (owner === undefined || owner.metadata.uid !== reference.uid) return undefined;
  const above = controllerOf(owner);
  return above?.kind === 'Deployment' ? scaledOwner(above, namespace, scales) : owner;
}
