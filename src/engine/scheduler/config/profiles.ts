import { aggregateText } from '../../api/field-error.ts';
import { parseGoDuration } from '../../api/go-duration.ts';
import type { Profile } from '../framework/profile.ts';
import type { Registry } from '../framework/runtime/registry.ts';
import { ConfigurationError, type KubeSchedulerConfiguration, type PluginConfiguration } from './types.ts';
import { nodeResourcesFitErrors } from './validate-args.ts';

/** The profiles as the framework wants them: arguments as the plugins read them. */
export function profilesOf(configuration: KubeSchedulerConfiguration): Profile[] {
  const ignoredResources = (configuration.extenders ?? []).flatMap(({ managedResources = [] }) =>
    managedResources.filter(({ ignoredByScheduler }) => ignoredByScheduler).map(({ name = '' }) => name),
  );
  return configuration.profiles.map((profile) => ({
    schedulerName: profile.schedulerName ?? '',
    percentageOfNodesToScore: profile.percentageOfNodesToScore,
    plugins: profile.plugins,
    pluginConfig: profile.pluginConfig.map((plugin) => ({
      name: plugin.name,
      args: typedArguments(withIgnored(plugin, ignoredResources)),
    })),
  }));
}

/** Resources that extenders keep to themselves are nothing that nodes must have left. */
function withIgnored(plugin: PluginConfiguration, ignoredResources: readonly string[]): PluginConfiguration {
  if (plugin.name !== 'NodeResourcesFit' || ignoredResources.length === 0) return plugin;
  return { ...plugin, args: { ...plugin.args, ignoredResources } };
}

function typedArguments({ name, args = {} }: PluginConfiguration): unknown {
  const { apiVersion: _version, kind: _kind, ...own } = args;
  if (name !== 'DynamicResources') return own;
  const { filterTimeout = '0s', bindingTimeout = '10m0s' } = own as Readonly<Record<string, string>>;
  return {
    filterTimeoutMs: parseGoDuration(filterTimeout),
    bindingTimeoutMs: parseGoDuration(bindingTimeout),
  };
}

/** The registry with what is checked only when a plugin is built. */
export function checkedRegistry(registry: Registry): Registry {
  const checked = new Map(registry);
  const fit = registry.get('NodeResourcesFit');
  if (fit === undefined) return checked;
  return checked.set('NodeResourcesFit', (args, handle) => {
    const errors = nodeResourcesFitErrors(args as Readonly<Record<string, unknown>>);
    if (errors.length > 0) throw new ConfigurationError(aggregateText(errors));
    return fit(args, handle);
  });
}
