import { formatTime } from '../../api/time.ts';
import type { Namespace } from '../../api/types.ts';

/** What one pass over a namespace's contents found. */
export interface DeletionOutcome {
  /** Each failure's text. */
  readonly failures: readonly string[];
  /** How many objects remain of each resource: `configmaps.` or `deployments.apps`. */
  readonly remaining: ReadonlyMap<string, number>;
  /** How many remain with each finalizer. */
  readonly finalizers: ReadonlyMap<string, number>;
}

type Condition = NonNullable<NonNullable<Namespace['status']>['conditions']>[number];

/** The conditions that a pass leads to. Models namespaceConditionUpdater of pkg/controller/namespace/deletion (v1.36). */
export function deletionConditions(
  current: readonly Condition[],
  outcome: DeletionOutcome,
  nowMs: number,
): Condition[] {
  const list = [...current];
  for (const [type, status, reason, message] of describe(outcome)) {
    const index = list.findIndex((condition) => condition.type === type);
    const before = list[index];
    if (before?.status === status && before.message === message) continue;
    const lastTransitionTime = before?.status === status ? before.lastTransitionTime : formatTime(nowMs);
    const condition: Condition = { type, status, lastTransitionTime, reason, message };
    if (index >= 0) list[index] = condition;
    else list.push(condition);
  }
  return list;
}

type Description = readonly [type: string, status: 'True' | 'False', reason: string, message: string];

function describe({ failures, remaining, finalizers }: DeletionOutcome): Description[] {
  return [
    [
      'NamespaceDeletionDiscoveryFailure',
      'False',
      'ResourcesDiscovered',
      'All resources successfully discovered',
    ],
    [
      'NamespaceDeletionGroupVersionParsingFailure',
      'False',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ],
    failures.length === 0
      ? [
          'NamespaceDeletionContentFailure',
          'False',
          'ContentDeleted',
          'All content successfully deleted, may be waiting on finalization',
        ]
      : [
          'NamespaceDeletionContentFailure',
          'True',
          'ContentDeletionFailed',
          `Failed to delete all resource types, ${failures.length} remaining: ${failures.toSorted().join(', ')}`,
        ],
    remaining.size === 0
      ? ['NamespaceContentRemaining', 'False', 'ContentRemoved', 'All content successfully removed']
      : [
          'NamespaceContentRemaining',
          'True',
          'SomeResourcesRemain',
          `Some resources are remaining: ${sentences(remaining, (name, count) => `${name} has ${count} resource instances`)}`,
        ],
    finalizers.size === 0
      ? [
          'NamespaceFinalizersRemaining',
          'False',
          'ContentHasNoFinalizers',
          'All content-preserving finalizers finished',
        ]
      : [
          'NamespaceFinalizersRemaining',
          'True',
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${sentences(finalizers, (name, count) => `${name} in ${count} resource instances`)}`,
        ],
  ];
}

function sentences(
  counts: ReadonlyMap<string, number>,
  say: (name: string, count: number) => string,
): string {
  return [...counts]
    .map(([name, count]) => say(name, count))
    .toSorted()
    .join(', ');
}
