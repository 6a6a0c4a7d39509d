import { parseGoDuration } from '../../api/go-duration.ts';
import {
  aggregateText,
  at,
  child,
  duplicate,
  invalid,
  required,
  type FieldError,
} from '../../api/field-error.ts';
import { isQualifiedName } from '../../api/names.ts';
import { deepEqual } from '../../sim/plain.ts';
import type { PluginSet } from '../framework/profile.ts';
import { configVersion } from './schema.ts';
import {
  ConfigurationError,
  type ClientConnectionConfiguration,
  type ExtenderConfiguration,
  type KubeSchedulerConfiguration,
  type LeaderElectionConfiguration,
  type ProfileConfiguration,
} from './types.ts';
import { argumentValidators } from './validate-args.ts';

/**
 * Throws a ConfigurationError with everything that is wrong with a defaulted configuration.
 * Models ValidateKubeSchedulerConfiguration (v1.36).
 */
export function validateConfiguration(configuration: KubeSchedulerConfiguration): void {
  const errors = [
    ...clientConnectionErrors(configuration.clientConnection),
    ...leaderElectionErrors(configuration.leaderElection),
    ...parallelismErrors(configuration.parallelism),
    ...configuration.profiles.flatMap((profile, index) =>
      profileErrors(profile, index, configuration.profiles),
    ),
    ...queueSortErrors(configuration.profiles),
    ...percentageErrors('percentageOfNodesToScore', configuration.percentageOfNodesToScore),
    ...backoffErrors(configuration),
    ...extenderErrors(configuration.extenders ?? []),
  ];
  if (errors.length > 0) throw new ConfigurationError(aggregateText(errors));
}

function clientConnectionErrors({ burst }: ClientConnectionConfiguration): FieldError[] {
  return burst < 0 ? [invalid('clientConnection.burst', burst, 'must be non-negative')] : [];
}

function leaderElectionErrors(election: LeaderElectionConfiguration): FieldError[] {
  if (!election.leaderElect) return [];
  const path = 'leaderElection';
  const errors = (['leaseDuration', 'renewDeadline', 'retryPeriod'] as const)
    .filter((field) => parseGoDuration(election[field]) <= 0)
    .map((field) => invalid(child(path, field), election[field], 'must be greater than zero'));
  if (parseGoDuration(election.leaseDuration) <= parseGoDuration(election.renewDeadline)) {
    // The value shown is the deadline's: so it is in the source.
    const shown = election.renewDeadline;
    errors.push(invalid(child(path, 'leaseDuration'), shown, 'must be greater than `RenewDeadline`'));
  }
  if (election.resourceLock !== 'leases') {
    const value = election.resourceLock;
    errors.push(invalid(child(path, 'resourceLock'), value, 'resourceLock value must be "leases"'));
  }
  return errors;
}

function parallelismErrors(parallelism: number): FieldError[] {
  if (parallelism > 0) return [];
  return [invalid('parallelism', parallelism, 'should be an integer value greater than zero')];
}

function percentageErrors(path: string, percentage: number | undefined): FieldError[] {
  if (percentage === undefined || (percentage >= 0 && percentage <= 100)) return [];
  return [invalid(path, percentage, 'not in valid range [0-100]')];
}

function backoffErrors(configuration: KubeSchedulerConfiguration): FieldError[] {
  const { podInitialBackoffSeconds: initial, podMaxBackoffSeconds: most } = configuration;
  const errors: FieldError[] = [];
  if (initial <= 0) errors.push(invalid('podInitialBackoffSeconds', initial, 'must be greater than 0'));
  if (most < initial) {
    const problem = 'must be greater than or equal to PodInitialBackoffSeconds';
    errors.push(invalid('podMaxBackoffSeconds', most, problem));
  }
  return errors;
}

function profileErrors(
  profile: ProfileConfiguration,
  index: number,
  profiles: readonly ProfileConfiguration[],
): FieldError[] {
  const path = at('profiles', index);
  const name = profile.schedulerName ?? '';
  const errors: FieldError[] = [];
  if (name === '') errors.push(required(child(path, 'schedulerName')));
  errors.push(
    ...percentageErrors(child(path, 'percentageOfNodesToScore'), profile.percentageOfNodesToScore),
    ...pluginErrors(profile, path),
  );
  const earlier = profiles.slice(0, index).some((other) => (other.schedulerName ?? '') === name);
  // The duplicate is shown as the path of the first one, which Go prints as an empty struct.
  if (earlier) errors.push(duplicate(child(path, 'schedulerName'), {}));
  return errors;
}

const removedPlugins: ReadonlySet<string> = new Set([
  'AzureDiskLimits',
  'CinderLimits',
  'EBSLimits',
  'GCEPDLimits',
]);
const removedProblem = `was invalid in version "v1" (KubeSchedulerConfiguration is version "${configVersion}")`;

function pluginErrors({ plugins, pluginConfig }: ProfileConfiguration, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const [point, set] of Object.entries(plugins)) {
    if (point === 'multiPoint') continue;
    set?.enabled?.forEach(({ name }, index) => {
      if (!removedPlugins.has(name)) return;
      errors.push(invalid(at(child(path, 'plugins', point, 'enabled'), index), name, removedProblem));
    });
  }
  const seen = new Set<string>();
  pluginConfig.forEach(({ name, args }, index) => {
    const where = at(child(path, 'pluginConfig'), index);
    if (seen.has(name)) errors.push(duplicate(where, name ?? ''));
    seen.add(name);
    if (removedPlugins.has(name)) errors.push(invalid(where, name, removedProblem));
    else if (Object.hasOwn(argumentValidators, name ?? ''))
      errors.push(...(argumentValidators[name]?.(child(where, 'args'), args ?? {}) ?? []));
  });
  return errors;
}

function queueSortErrors(profiles: readonly ProfileConfiguration[]): FieldError[] {
  const errors: FieldError[] = [];
  const canon = profiles[0]?.plugins.queueSort ?? {};
  const { enabled = [] } = canon;
  if (enabled.length > 1) {
    const where = 'profiles[0].plugins.queueSort.Enabled';
    errors.push(invalid(where, enabled.length, 'only one queue sort plugin can be enabled'));
  }
  profiles.forEach(({ plugins }, index) => {
    if (index === 0 || deepEqual(canon, plugins.queueSort ?? {})) return;
    const where = child(at('profiles', index), 'plugins', 'queueSort');
    errors.push(invalid(where, goPluginSet(plugins.queueSort ?? {}), 'must be the same for all profiles'));
  });
  return errors;
}

/** A plugin set as Go's JSON shows the internal type. */
function goPluginSet({ enabled, disabled }: PluginSet): object {
  const entries = (list: PluginSet['enabled']): unknown =>
    list?.map(({ name, weight }) => ({ Name: name, Weight: weight ?? 0 })) ?? null;
  return { Enabled: entries(enabled), Disabled: entries(disabled) };
}

function extenderErrors(extenders: readonly ExtenderConfiguration[]): FieldError[] {
  const errors: FieldError[] = [];
  const managed = new Set<string>();
  extenders.forEach(({ prioritizeVerb, weight = 0, managedResources = [] }, index) => {
    const path = at('extenders', index);
    if (prioritizeVerb && weight <= 0)
      errors.push(invalid(child(path, 'weight'), weight, 'must have a positive weight applied to it'));
    managedResources.forEach(({ name = '' }, place) => {
      const where = child(at(child(path, 'managedResources'), place), 'name');
      errors.push(...extendedResourceErrors(where, name));
      if (managed.has(name)) errors.push(invalid(where, name, 'duplicate extender managed resource name'));
      managed.add(name);
    });
  });
  const binders = extenders.filter(({ bindVerb }) => bindVerb).length;
  if (binders > 1) {
    const found = `found ${binders} extenders implementing bind`;
    errors.push(invalid('extenders', found, 'only one extender can implement bind'));
  }
  return errors;
}

function extendedResourceErrors(path: string, name: string): FieldError[] {
  const problems = isQualifiedName(name);
  if (problems.length > 0) return problems.map((problem) => invalid(path, name, problem));
  const isExtended =
    name.includes('/') && !/^([^/]*\.)?kubernetes\.io\//.test(name) && !name.startsWith('requests.');
  return isExtended ? [] : [invalid(path, name, 'is an invalid extended resource name')];
}
