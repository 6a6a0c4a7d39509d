import { isPodAvailable, isPodReady } from '../../api/pod-status.ts';
import type { DaemonSet, Node, Pod } from '../../api/types.ts';
import { scaledValue } from '../int-or-percent.ts';
import { omitZeros } from '../omit-zeros.ts';
import { revisionHashLabel } from '../history.ts';
import { isUpdated, judgeNode, scheduledAndOldestFirst } from './daemon-pod.ts';

/** What a plan is made from. */
export interface DaemonView {
  readonly set: DaemonSet;
  readonly nodes: readonly Node[];
  /** The set's pods by the node that they are on or meant for. */
  readonly podsByNode: ReadonlyMap<string, readonly Pod[]>;
  /** The hash label of the current revision. */
  readonly hash: string;
  readonly nowMs: number;
}

/** What to create and delete. */
export interface DaemonPlan {
  readonly create: string[];
  readonly delete: Pod[];
}

/** A finished pod that a node has; the shell tells of it and says whether it may be deleted yet. */
export type MayReplace = (pod: Pod, node: Node) => boolean;

function allowsSurge(set: DaemonSet): boolean {
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
  return type === 'RollingUpdate' && (rollingUpdate?.maxSurge ?? 0) !== 0 && rollingUpdate?.maxSurge !== '0%';
}

/** One pod on each node that should have one, none elsewhere. Models manage of pkg/controller/daemon (v1.36). */
export function planPlacement(view: DaemonView, mayReplace: MayReplace): DaemonPlan {
  const plan: DaemonPlan = { create: [], delete: [] };
  const known = new Set<string>();
  for (const node of view.nodes) {
    known.add(node.metadata.name);
    planNode(view, node, mayReplace, plan);
  }
  for (const [name, pods] of view.podsByNode) {
    if (known.has(name)) continue;
    plan.delete.push(...pods.filter(({ spec }) => !spec.nodeName));
  }
  return plan;
}

function planNode(view: DaemonView, node: Node, mayReplace: MayReplace, plan: DaemonPlan): void {
  const { shouldRun, mayStay } = judgeNode(view.set, node);
  const there = view.podsByNode.get(node.metadata.name) ?? [];
  if (there.length === 0) {
    if (shouldRun) plan.create.push(node.metadata.name);
    return;
  }
  if (!mayStay) {
    plan.delete.push(...there.filter(({ metadata }) => !metadata.deletionTimestamp));
    return;
  }
  const running: Pod[] = [];
  for (const pod of there) {
    if (pod.metadata.deletionTimestamp) continue;
    const { phase } = pod.status ?? {};
    if (phase !== 'Failed' && phase !== 'Succeeded') running.push(pod);
    else if (mayReplace(pod, node)) plan.delete.push(pod);
  }
  running.sort(scheduledAndOldestFirst);
  if (!allowsSurge(view.set)) plan.delete.push(...running.slice(1));
  else if (running.length === 0 && shouldRun) plan.create.push(node.metadata.name);
  else if (running.length > 1) plan.delete.push(...surplusInSurge(view, running));
}

/** While surging a node may have one pod of each kind, as long as the old one serves and the new one does not. */
function surplusInSurge({ set, hash, nowMs }: DaemonView, running: readonly Pod[]): Pod[] {
  const isNew = (pod: Pod): boolean => pod.metadata.labels?.[revisionHashLabel] === hash;
  const newest = running.find(isNew);
  const oldest = running.find((pod) => !isNew(pod));
  const surplus = running.filter((pod) => pod !== newest && pod !== oldest);
  if (newest === undefined || oldest === undefined) return surplus;
  const replaced = !isPodReady(oldest) || isPodAvailable(newest, set.spec.minReadySeconds ?? 0, nowMs);
  return replaced ? [...surplus, oldest] : surplus;
}

/** The next step of a rolling update. Models rollingUpdate of pkg/controller/daemon (v1.36). */
export function planRollingUpdate(view: DaemonView): DaemonPlan {
  const desired = view.nodes.filter((node) => judgeNode(view.set, node).shouldRun).length;
  const { maxSurge = 0, maxUnavailable = 1 } = view.set.spec.updateStrategy?.rollingUpdate ?? {};
  const surge = allowsSurge(view.set) ? scaledValue(maxSurge, desired, 'up') : 0;
  const unavailable = scaledValue(maxUnavailable, desired, 'up');
  if (surge > 0) return planSurge(view, surge);
  // Both bounds rounding to none would stop the update for ever.
  return planReplacement(view, unavailable === 0 ? 1 : unavailable);
}

function planReplacement(view: DaemonView, maxUnavailable: number): DaemonPlan {
  let unavailable = 0;
  const broken: Pod[] = [];
  const candidates: Pod[] = [];
  for (const pods of view.podsByNode.values()) {
    const pair = oldAndNew(view, pods);
    if (pair === undefined || (pair.old === undefined) === (pair.new === undefined)) unavailable++;
    else if (pair.new !== undefined) unavailable += isAvailable(view, pair.new) ? 0 : 1;
    else if (pair.old !== undefined) (isAvailable(view, pair.old) ? candidates : broken).push(pair.old);
  }
  const allowed = Math.max(0, maxUnavailable - unavailable);
  return { create: [], delete: [...broken, ...candidates.slice(0, allowed)] };
}

function planSurge(view: DaemonView, maxSurge: number): DaemonPlan {
  const nodes = new Map(view.nodes.map((node) => [node.metadata.name, node]));
  let surging = 0;
  const finished: Pod[] = [];
  const broken: string[] = [];
  const candidates: string[] = [];
  for (const [name, pods] of view.podsByNode) {
    const pair = oldAndNew(view, pods);
    if (pair === undefined) {
      surging++;
    } else if (pair.old === undefined) {
      continue;
    } else if (pair.new !== undefined) {
      if (isAvailable(view, pair.new)) finished.push(pair.old);
      else surging++;
    } else {
      const node = nodes.get(name);
      if (node === undefined || !judgeNode(view.set, node).shouldRun) finished.push(pair.old);
      else (isAvailable(view, pair.old) ? candidates : broken).push(name);
    }
  }
  return {
    create: [...broken, ...candidates.slice(0, Math.max(0, maxSurge - surging))],
    delete: finished,
  };
}

function isAvailable({ set, nowMs }: DaemonView, pod: Pod): boolean {
  return isPodAvailable(pod, set.spec.minReadySeconds ?? 0, nowMs);
}

/** The pods of a node that are not going; undefined where there are two of a kind. Models findUpdatedPodsOnNode (v1.36). */
function oldAndNew(view: DaemonView, pods: readonly Pod[]): { old?: Pod; new?: Pod } | undefined {
  const pair: { old?: Pod; new?: Pod } = {};
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp) continue;
    const kind = isUpdated(view.set, pod, view.hash) ? 'new' : 'old';
    if (pair[kind] !== undefined) return undefined;
    pair[kind] = pod;
  }
  return pair;
}

export type DaemonSetStatus = NonNullable<DaemonSet['status']>;

/** What the status should say. Models updateDaemonSetStatus of pkg/controller/daemon (v1.36). */
export function daemonSetStatus(view: DaemonView, observed: boolean): DaemonSetStatus {
  const { set, nodes, podsByNode, hash } = view;
  let [desired, current, misscheduled, ready, updated, available] = [0, 0, 0, 0, 0, 0];
  for (const node of nodes) {
    const [pod] = [...(podsByNode.get(node.metadata.name) ?? [])].sort(scheduledAndOldestFirst);
    if (!judgeNode(set, node).shouldRun) {
      if (pod !== undefined) misscheduled++;
      continue;
    }
    desired++;
    if (pod === undefined) continue;
    current++;
    if (isPodReady(pod)) {
      ready++;
      if (isAvailable(view, pod)) available++;
    }
    if (isUpdated(set, pod, hash)) updated++;
  }
  const { observedGeneration, collisionCount, conditions } = set.status ?? {};
  return omitZeros(
    {
      currentNumberScheduled: current,
      numberMisscheduled: misscheduled,
      desiredNumberScheduled: desired,
      numberReady: ready,
      observedGeneration: observed ? set.metadata.generation : observedGeneration,
      updatedNumberScheduled: updated,
      numberAvailable: available,
      numberUnavailable: desired - available,
      collisionCount,
      conditions,
    },
    ['currentNumberScheduled', 'numberMisscheduled', 'desiredNumberScheduled', 'numberReady'],
  );
}
