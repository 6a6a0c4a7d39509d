import { formatTime } from '../../api/time.ts';
import { matchesLabels, selectorFrom } from '../../api/labels.ts';
import {
  badRequestError,
  failure,
  forbiddenError,
  notFoundError,
  tooManyRequestsError,
  type Status,
} from '../../api/status-error.ts';
import type { KubeObject, LabelSelector, Pod, PodCondition } from '../../api/types.ts';
import { created } from './binding.ts';
import { decodeBody } from './body.ts';
import { ensureNamespace } from './create.ts';
import { deleteObject } from './delete.ts';
import { deleteOptions, type DeleteOptions } from './delete-options.ts';
import type { Scope } from './scope.ts';

const evictionKind = { group: 'policy', version: 'v1', kind: 'Eviction', alsoVersions: ['policy/v1beta1'] };
const budgets = 'poddisruptionbudgets.policy';
const violated = "Cannot evict pod as it would violate the pod's disruption budget.";
const mostDisruptedPods = 2000;
const retrySeconds = 10;

interface Eviction extends KubeObject {
  readonly deleteOptions?: DeleteOptions;
}

interface BudgetCondition {
  readonly type: string;
  readonly reason?: string;
  readonly message?: string;
}

interface Budget extends KubeObject {
  readonly spec?: { readonly selector?: LabelSelector; readonly unhealthyPodEvictionPolicy?: string };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly disruptionsAllowed: number;
    readonly currentHealthy: number;
    readonly desiredHealthy: number;
    readonly disruptedPods?: Readonly<Record<string, string>>;
    readonly conditions?: readonly BudgetCondition[];
  };
}

/**
 * Deletes a pod if its disruption budget lets it go.
 * Models pkg/registry/core/pod/storage.EvictionREST (v1.36).
 */
export function evictPod(scope: Scope): Status {
  const { info, server, resource } = scope;
  const eviction = decodeBody(scope, evictionKind) as Eviction;
  ensureNamespace(scope, eviction);
  if (eviction.metadata.name !== info.name)
    throw badRequestError('name in URL does not match name in Eviction object');
  const pod = server.storage.get('pods', info.namespace, info.name) as Pod | undefined;
  if (pod === undefined) throw notFoundError(resource, info.name);
  const options = deleteOptions(eviction.deleteOptions ?? {}, info.query);
  const evicting = { ...scope, dryRun: scope.dryRun || (options.dryRun ?? []).length > 0 };
  if (!needsNoBudget(pod)) {
    askBudget(evicting, pod);
    if (!evicting.dryRun) server.storage.replace('pods', pod, disrupted(pod, formatTime(scope.nowMs)));
  }
  deleteObject(evicting, options);
  return created;
}

/** The pod with the condition that says why it goes. */
function disrupted(pod: Pod, now: string): Pod {
  const condition: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null as unknown as undefined,
    lastTransitionTime: now,
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  };
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== condition.type);
  return { ...pod, status: { ...pod.status, conditions: [...others, condition] } };
}

/** A pod that does no work disturbs nobody by going. */
function needsNoBudget({ metadata, status }: Pod): boolean {
  return (
    metadata.deletionTimestamp !== undefined ||
    ['Succeeded', 'Failed', 'Pending'].includes(status?.phase ?? '')
  );
}

function askBudget(scope: Scope, pod: Pod): void {
  const { storage } = scope.server;
  const matching = (storage.list(budgets, pod.metadata.namespace) as Budget[]).filter(({ spec }) =>
    matchesLabels(selectorFrom(spec?.selector), pod.metadata.labels),
  );
  if (matching.length > 1)
    throw failure(
      500,
      '',
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    );
  const [budget] = matching;
  if (budget === undefined || (!isReady(pod) && unreadyMayGo(budget))) return;
  checkBudget(budget);
  if (!scope.dryRun) storage.replace(budgets, budget, spend(budget, pod, formatTime(scope.nowMs)));
}

function isReady({ status }: Pod): boolean {
  return (status?.conditions ?? []).some(({ type, status: value }) => type === 'Ready' && value === 'True');
}

function unreadyMayGo({ spec, status }: Budget): boolean {
  if (spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return currentHealthy >= desiredHealthy && desiredHealthy > 0;
}

/** Models EvictionREST.checkAndDecrement (v1.36). */
function checkBudget({ metadata, status }: Budget): void {
  const { name } = metadata;
  const because = (message: string, afterSeconds = 0): Error =>
    tooManyRequestsError(violated, afterSeconds, [{ reason: 'DisruptionBudget', message }]);
  if (status === undefined || (status.observedGeneration ?? 0) < (metadata.generation ?? 0))
    throw because(`The disruption budget ${name} is still being processed by the server.`, retrySeconds);
  const refuse = (problem: string): Error =>
    forbiddenError({ group: 'policy', resource: 'poddisruptionbudget' }, name, problem);
  if (status.disruptionsAllowed < 0) throw refuse('pdb disruptions allowed is negative');
  if (Object.keys(status.disruptedPods ?? {}).length > mostDisruptedPods)
    throw refuse('DisruptedPods map too big - too many evictions not confirmed by PDB controller');
  if (status.disruptionsAllowed > 0) return;
  const failed = status.conditions?.find(
    ({ type, reason }) => type === 'DisruptionAllowed' && reason === 'SyncFailed',
  );
  if (failed !== undefined)
    throw because(
      `The disruption budget ${name} does not allow evicting pods currently because it failed sync: ${failed.message}`,
    );
  if (status.currentHealthy <= status.desiredHealthy)
    throw because(
      `The disruption budget ${name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`,
    );
  throw because(`The disruption budget ${name} does not allow evicting pods currently`);
}

/** The budget with one disruption less, spent on this pod. */
function spend(budget: Budget, pod: Pod, now: string): Budget {
  const { status } = budget;
  if (status === undefined) return { ...budget };
  const left = status.disruptionsAllowed - 1;
  const conditions = status.conditions ?? [];
  const exhausted: BudgetCondition & Readonly<Record<string, unknown>> = {
    type: 'DisruptionAllowed',
    status: 'False',
    observedGeneration: status.observedGeneration,
    lastTransitionTime: now,
    reason: 'InsufficientPods',
    message: '',
  };
  return {
    ...budget,
    status: {
      ...status,
      disruptionsAllowed: left,
      disruptedPods: { ...status.disruptedPods, [pod.metadata.name]: now },
      ...(left === 0 && {
        conditions: [...conditions.filter(({ type }) => type !== 'DisruptionAllowed'), exhausted],
      }),
    },
  };
}
