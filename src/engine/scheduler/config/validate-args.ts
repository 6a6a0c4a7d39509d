import {
  at,
  child,
  duplicate,
  forbidden,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../api/field-error.ts';
import { parseGoDuration } from '../../api/go-duration.ts';
import { isQualifiedName } from '../../api/names.ts';
import type { NodeAffinity, TopologySpreadConstraint } from '../../api/types.ts';
import { nodeSelectorTermErrors } from '../framework/node-selector-errors.ts';

type Arguments = Readonly<Record<string, unknown>>;
type Validator = (path: string, args: Arguments) => FieldError[];

interface ResourceSpec {
  readonly name: string;
  readonly weight: number;
}

interface ShapePoint {
  readonly utilization?: number;
  readonly score?: number;
}

interface ScoringStrategy {
  readonly type: string;
  readonly resources: readonly ResourceSpec[];
  readonly requestedToCapacityRatio?: { readonly shape?: readonly ShapePoint[] };
}

/**
 * What is wrong with each plugin's arguments. NodeResourcesFit is missing: its arguments are looked at
 * when the plugin is built. Models validation_pluginargs.go (v1.36).
 */
export const argumentValidators: Readonly<Record<string, Validator>> = {
  DefaultPreemption: preemptionErrors,
  InterPodAffinity: (path, args) =>
    rangeErrors(child(path, 'hardPodAffinityWeight'), args['hardPodAffinityWeight'] as number, 0, 100),
  NodeAffinity: (path, args) =>
    addedAffinityErrors(child(path, 'addedAffinity'), args['addedAffinity'] ?? {}),
  NodeResourcesBalancedAllocation: balancedErrors,
  PodTopologySpread: spreadErrors,
  VolumeBinding: volumeBindingErrors,
  DynamicResources: dynamicResourcesErrors,
};

function rangeErrors(path: string, value: number, low: number, high: number): FieldError[] {
  if (value >= low && value <= high) return [];
  return [invalid(path, value, `not in valid range [${low}, ${high}]`)];
}

function preemptionErrors(path: string, args: Arguments): FieldError[] {
  const percentage = args['minCandidateNodesPercentage'] as number;
  const absolute = args['minCandidateNodesAbsolute'] as number;
  const percentagePath = child(path, 'minCandidateNodesPercentage');
  const absolutePath = child(path, 'minCandidateNodesAbsolute');
  const errors = rangeErrors(percentagePath, percentage, 0, 100);
  if (absolute < 0) errors.push(invalid(absolutePath, absolute, 'not in valid range [0, inf)'));
  if (percentage === 0 && absolute === 0) {
    const problem = 'cannot be zero at the same time as ';
    errors.push(
      invalid(percentagePath, percentage, `${problem}minCandidateNodesAbsolute`),
      invalid(absolutePath, absolute, `${problem}minCandidateNodesPercentage`),
    );
  }
  return errors;
}

function addedAffinityErrors(path: string, affinity: NodeAffinity): FieldError[] {
  const required = affinity.requiredDuringSchedulingIgnoredDuringExecution;
  const requiredPath = child(path, 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms');
  const preferredPath = child(path, 'preferredDuringSchedulingIgnoredDuringExecution');
  return [
    ...(required?.nodeSelectorTerms ?? []).flatMap((term, index) =>
      nodeSelectorTermErrors(at(requiredPath, index), term),
    ),
    ...(affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []).flatMap(({ preference }, index) =>
      nodeSelectorTermErrors(at(preferredPath, index), preference),
    ),
  ];
}

function balancedErrors(path: string, args: Arguments): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  (args['resources'] as readonly ResourceSpec[]).forEach(({ name, weight }, index) => {
    const where = at(child(path, 'resources'), index);
    if (seen.has(name)) errors.push(duplicate(child(where, 'name'), name));
    seen.add(name);
    if (weight !== 1) errors.push(invalid(child(where, 'weight'), weight, 'must be 1'));
  });
  return errors;
}

function spreadErrors(path: string, args: Arguments): FieldError[] {
  const constraints = (args['defaultConstraints'] ?? []) as readonly Partial<TopologySpreadConstraint>[];
  const type = args['defaultingType'];
  const typePath = child(path, 'defaultingType');
  const errors: FieldError[] = [];
  if (type !== 'System' && type !== 'List') errors.push(notSupported(typePath, type, ['System', 'List']));
  else if (type === 'System' && constraints.length > 0)
    errors.push(invalid(typePath, type, 'when .defaultConstraints are not empty'));
  constraints.forEach((constraint, index) =>
    errors.push(
      ...constraintErrors(
        at(child(path, 'defaultConstraints'), index),
        constraint,
        constraints.slice(0, index),
      ),
    ),
  );
  return errors;
}

function constraintErrors(
  path: string,
  constraint: Partial<TopologySpreadConstraint>,
  earlier: readonly Partial<TopologySpreadConstraint>[],
): FieldError[] {
  const { maxSkew = 0, topologyKey = '', whenUnsatisfiable = '', labelSelector } = constraint;
  const errors: FieldError[] = [];
  if (maxSkew <= 0) errors.push(invalid(child(path, 'maxSkew'), maxSkew, 'not in valid range (0, inf)'));
  const keyPath = child(path, 'topologyKey');
  if (topologyKey === '') errors.push(required(keyPath, 'can not be empty'));
  else errors.push(...isQualifiedName(topologyKey).map((wrong) => invalid(keyPath, topologyKey, wrong)));
  const whenPath = child(path, 'whenUnsatisfiable');
  const actions = ['DoNotSchedule', 'ScheduleAnyway'];
  if (whenUnsatisfiable === '') errors.push(required(whenPath, 'can not be empty'));
  else if (!actions.includes(whenUnsatisfiable))
    errors.push(notSupported(whenPath, whenUnsatisfiable, actions));
  if (labelSelector !== undefined) {
    const problem = 'constraint must not define a selector, as they deduced for each pod';
    errors.push(forbidden(child(path, 'labelSelector'), problem));
  }
  const isRepeated = earlier.some(
    (other) =>
      (other.topologyKey ?? '') === topologyKey && (other.whenUnsatisfiable ?? '') === whenUnsatisfiable,
  );
  if (isRepeated) errors.push(duplicate(path, `{${topologyKey}, ${whenUnsatisfiable}}`));
  return errors;
}

function volumeBindingErrors(path: string, args: Arguments): FieldError[] {
  const errors: FieldError[] = [];
  const timeout = args['bindTimeoutSeconds'] as number;
  if (timeout < 0) {
    const problem = 'invalid BindTimeoutSeconds, should not be a negative value';
    errors.push(invalid(child(path, 'bindTimeoutSeconds'), timeout, problem));
  }
  const shape = args['shape'] as readonly ShapePoint[] | undefined;
  if (shape !== undefined) {
    const shown = shape.map(({ utilization, score }) => ({
      Utilization: utilization ?? 0,
      Score: score ?? 0,
    }));
    const problem = 'unexpected field `shape`, remove it or turn on the feature gate StorageCapacityScoring';
    errors.push(invalid(child(path, 'shape'), shown, problem));
  }
  return errors;
}

function dynamicResourcesErrors(path: string, args: Arguments): FieldError[] {
  const errors: FieldError[] = [];
  const filter = args['filterTimeout'] as string | undefined;
  if (filter !== undefined && parseGoDuration(filter) < 0)
    errors.push(invalid(child(path, 'filterTimeout'), filter, 'must be zero or positive'));
  const binding = args['bindingTimeout'] as string | undefined;
  if (binding !== undefined && parseGoDuration(binding) < 1000)
    errors.push(invalid(child(path, 'bindingTimeout'), binding, 'must be at least 1 second'));
  return errors;
}

const strategyTypes = ['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio'];

/** What is wrong with the arguments of NodeResourcesFit. Models ValidateNodeResourcesFitArgs (v1.36). */
export function nodeResourcesFitErrors(args: Arguments): FieldError[] {
  const resources = (args['ignoredResources'] ?? []) as readonly string[];
  const groups = (args['ignoredResourceGroups'] ?? []) as readonly string[];
  const errors: FieldError[] = resources.flatMap((name, index) =>
    isQualifiedName(name).map((problem) => invalid(at('ignoredResources', index), name, problem)),
  );
  groups.forEach((group, index) => {
    const where = at('ignoredResourceGroups', index);
    if (group.includes('/')) errors.push(invalid(where, group, "resource group name can't contain '/'"));
    errors.push(...isQualifiedName(group).map((problem) => invalid(where, group, problem)));
  });
  return [...errors, ...strategyErrors('scoringStrategy', args['scoringStrategy'] as ScoringStrategy)];
}

function strategyErrors(path: string, strategy: ScoringStrategy): FieldError[] {
  const { type, resources, requestedToCapacityRatio: ratio } = strategy;
  const errors: FieldError[] = [];
  if (!strategyTypes.includes(type)) errors.push(notSupported(child(path, 'type'), type, strategyTypes));
  resources.forEach(({ name, weight }, index) => {
    if (weight > 0 && weight <= 100) return;
    const problem = `resource weight of ${name} not in valid range (0, 100]`;
    errors.push(invalid(child(at(child(path, 'resources'), index), 'weight'), weight, problem));
  });
  const ratioPath = child(path, 'requestedToCapacityRatio');
  if (type !== 'RequestedToCapacityRatio') {
    if (ratio !== undefined)
      errors.push(forbidden(ratioPath, 'must be nil when type is not RequestedToCapacityRatio'));
  } else if (ratio === undefined) {
    errors.push(required(ratioPath, 'must be specified when type is RequestedToCapacityRatio'));
  } else errors.push(...shapeErrors(child(ratioPath, 'shape'), ratio.shape ?? []));
  return errors;
}

function shapeErrors(path: string, shape: readonly ShapePoint[]): FieldError[] {
  if (shape.length === 0) return [required(path, 'at least one point must be specified')];
  const utilizations = shape.map(({ utilization }) => utilization ?? 0);
  const unsorted = utilizations.findIndex(
    (value, index) => index > 0 && value <= (utilizations[index - 1] as number),
  );
  const errors: FieldError[] = [];
  if (unsorted > 0) {
    const where = child(at(path, unsorted), 'utilization');
    errors.push(invalid(where, utilizations[unsorted], 'values must be sorted in increasing order'));
  }
  shape.forEach(({ utilization = 0, score = 0 }, index) => {
    errors.push(
      ...rangeErrors(child(at(path, index), 'utilization'), utilization, 0, 100),
      ...rangeErrors(child(at(path, index), 'score'), score, 0, 10),
    );
  });
  return errors;
}
