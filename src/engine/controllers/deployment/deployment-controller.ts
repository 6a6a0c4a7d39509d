import { selectorFrom } from '../../api/labels.ts';
import { controllerOf } from '../../api/owner.ts';
import { deployments, pods, replicaSets } from '../../api/resources.ts';
import { StatusError } from '../../api/status-error.ts';
import type { Deployment, Pod, ReplicaSet } from '../../api/types.ts';
import type { Informer } from '../../client/informer.ts';
import { objectReference } from '../../client/object-reference.ts';
import { claimObjects } from '../claim.ts';
import {
  isNamespaceTerminating,
  makeRuntime,
  type Controller,
  type ControllerContext,
} from '../controller.ts';
import { indexByController, ownedBy, ownedOrOrphaned } from '../indexes.ts';
import { followOwnedObjects } from '../owned-objects.ts';
import { Rollout } from './rollout.ts';

const maxRetries = 15;

/** Rolls Deployments out by growing and shrinking ReplicaSets. Models pkg/controller/deployment (v1.36). */
export function startDeploymentController(context: ControllerContext): Controller {
  const { sim, informers } = context;
  const all = informers.of(deployments);
  const sets = informers.of(replicaSets);
  const podInformer = informers.of(pods);
  indexByController(sets);
  indexByController(podInformer);

  const sync = (key: string): void => {
    const deployment = all.lister.get(key);
    if (deployment === undefined) return;
    if (selectsEverything(deployment)) {
      refuseToSelectAll(deployment);
      return;
    }
    const claimed = claimObjects(
      {
        client: runtime.client,
        resource: deployments,
        owner: deployment,
        selector: selectorFrom(deployment.spec.selector),
      },
      replicaSets,
      ownedOrOrphaned(sets, deployment),
    );
    const podsOf = (set: ReplicaSet): Iterable<Pod> => ownedBy(podInformer, set.metadata.uid);
    try {
      new Rollout({ runtime, nowMs: sim.nowMs, deployment, sets: claimed, podsOf }).step();
    } catch (error) {
      // Nothing can be made in a namespace that goes, and what is there goes with it.
      if (!(error instanceof StatusError && isNamespaceTerminating(error))) throw error;
    }
  };

  const refuseToSelectAll = (deployment: Deployment): void => {
    runtime.recorder.event(
      objectReference(deployments, deployment),
      'Warning',
      'SelectingAll',
      'This deployment is selecting all pods. A non-empty selector is required.',
    );
    const { generation } = deployment.metadata;
    if ((deployment.status?.observedGeneration ?? 0) >= (generation ?? 0)) return;
    const status = { ...deployment.status, observedGeneration: generation };
    runtime.client.update(deployments, { ...deployment, status }, 'status');
  };

  const runtime = makeRuntime(context, {
    name: 'deployment-controller',
    needs: [all, sets, podInformer],
    sync,
    maxRetries,
  });
  const { enqueue } = runtime;
  all.addHandler({ onAdd: enqueue, onUpdate: (_, deployment) => enqueue(deployment), onDelete: enqueue });
  followOwnedObjects<Deployment, ReplicaSet>({
    owners: all,
    objects: sets,
    selectorOf: ({ spec }) => selectorFrom(spec.selector),
    enqueue,
  });
  podInformer.addHandler({
    onDelete: (pod) => {
      const deployment = deploymentOf(pod, sets, all);
      if (deployment?.spec.strategy?.type !== 'Recreate') return;
      if (hasNoPods(deployment, sets, podInformer)) enqueue(deployment);
    },
  });
  return runtime;
}

function selectsEverything({ spec: { selector } }: Deployment): boolean {
  return (
    Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0
  );
}

function deploymentOf(
  pod: Pod,
  sets: Informer<ReplicaSet>,
  all: Informer<Deployment>,
): Deployment | undefined {
  const set = sets.lister.get(`${pod.metadata.namespace}/${controllerOf(pod)?.name}`);
  if (set === undefined || set.metadata.uid !== controllerOf(pod)?.uid) return undefined;
  const owner = controllerOf(set);
  const deployment = all.lister.get(`${pod.metadata.namespace}/${owner?.name}`);
  return deployment?.metadata.uid === owner?.uid ? deployment : undefined;
}

function hasNoPods(deployment: Deployment, sets: Informer<ReplicaSet>, podInformer: Informer<Pod>): boolean {
  for (const set of ownedBy(sets, deployment.metadata.uid)) {
    for (const _ of ownedBy(podInformer, set.metadata.uid)) return false;
  }
  return true;
}
