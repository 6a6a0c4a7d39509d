import { formatGoDuration, parseGoDuration } from '../../api/go-duration.ts';
import type { PluginSet, Plugins } from '../framework/profile.ts';
import { extensionPoints } from '../framework/profile.ts';
import type { FeatureGates } from './feature-gates.ts';
import { configVersion } from './schema.ts';
import type {
  ExtenderConfiguration,
  KubeSchedulerConfiguration,
  LeaderElectionConfiguration,
  PluginConfiguration,
  PluginEntry,
  ProfileConfiguration,
} from './types.ts';

/** What defaulting needs to know, and whom it tells. */
export interface Defaulting {
  readonly gates: FeatureGates;
  /** A default plugin is configured anew. */
  readonly onReconfigured?: (plugin: string) => void;
}

const defaultSchedulerName = 'default-scheduler';

/** The plugins that run when nothing is said, in their order. Models getDefaultPlugins (v1.36). */
function defaultMultiPoint(gates: FeatureGates): PluginEntry[] {
  const names: readonly (readonly [name: string, weight: number])[] = [
    ['SchedulingGates', 0],
    ['PrioritySort', 0],
    ['NodeUnschedulable', 0],
    ['NodeName', 0],
    ['TaintToleration', 3],
    ['NodeAffinity', 2],
    ['NodePorts', 0],
    ['NodeResourcesFit', 1],
    ['VolumeRestrictions', 0],
    ['NodeVolumeLimits', 0],
    ['VolumeBinding', 0],
    ['VolumeZone', 0],
    ['PodTopologySpread', 2],
    ['InterPodAffinity', 2],
    ...(gates.enabled('DynamicResourceAllocation') ? [['DynamicResources', 2] as const] : []),
    ['DefaultPreemption', 0],
    ['NodeResourcesBalancedAllocation', 1],
    ['ImageLocality', 1],
    ['DefaultBinder', 0],
    ...(gates.enabled('NodeDeclaredFeatures') ? [['NodeDeclaredFeatures', 0] as const] : []),
  ];
  return names.map(([name, weight]) => ({ name, weight }));
}

/**
 * A decoded configuration with everything filled in that it leaves out.
 * Models SetDefaults_KubeSchedulerConfiguration (v1.36).
 */
export function defaultConfiguration(
  given: Record<string, unknown>,
  defaulting: Defaulting,
): KubeSchedulerConfiguration {
  const configuration = given as Partial<KubeSchedulerConfiguration>;
  const profiles = configuration.profiles?.length ? configuration.profiles : [{} as ProfileConfiguration];
  const [only] = profiles;
  const named =
    profiles.length === 1 && only !== undefined && only.schedulerName === undefined
      ? [{ ...only, schedulerName: defaultSchedulerName }]
      : profiles;
  return {
    apiVersion: configVersion,
    kind: 'KubeSchedulerConfiguration',
    parallelism: configuration.parallelism ?? 16,
    leaderElection: defaultLeaderElection(configuration.leaderElection ?? {}),
    clientConnection: {
      ...configuration.clientConnection,
      acceptContentTypes: configuration.clientConnection?.acceptContentTypes ?? '',
      contentType: configuration.clientConnection?.contentType || 'application/vnd.kubernetes.protobuf',
      qps: configuration.clientConnection?.qps || 50,
      burst: configuration.clientConnection?.burst || 100,
    },
    enableProfiling: configuration.enableProfiling ?? true,
    enableContentionProfiling: configuration.enableContentionProfiling ?? true,
    percentageOfNodesToScore: configuration.percentageOfNodesToScore ?? 0,
    podInitialBackoffSeconds: configuration.podInitialBackoffSeconds ?? 1,
    podMaxBackoffSeconds: configuration.podMaxBackoffSeconds ?? 10,
    profiles: named.map((profile) => defaultProfile(profile, defaulting)),
    ...(configuration.extenders?.length && { extenders: configuration.extenders.map(defaultExtender) }),
    ...(configuration.delayCacheUntilActive && { delayCacheUntilActive: true }),
  };
}

function defaultLeaderElection(given: Partial<LeaderElectionConfiguration>): LeaderElectionConfiguration {
  return {
    leaderElect: given.leaderElect ?? true,
    leaseDuration: durationOr(given.leaseDuration, '15s'),
    renewDeadline: durationOr(given.renewDeadline, '10s'),
    retryPeriod: durationOr(given.retryPeriod, '2s'),
    resourceLock: given.resourceLock || 'leases',
    resourceName: given.resourceName || 'kube-scheduler',
    resourceNamespace: given.resourceNamespace || 'kube-system',
  };
}

/** A duration as Go writes it; none and zero mean the default. */
function durationOr(text: string | undefined, fallback: string): string {
  const ms = text === undefined ? 0 : parseGoDuration(text);
  return ms === 0 ? fallback : formatGoDuration(ms);
}

function defaultExtender(given: ExtenderConfiguration): ExtenderConfiguration {
  return { ...given, urlPrefix: given.urlPrefix ?? '', httpTimeout: durationOr(given.httpTimeout, '5s') };
}

function defaultProfile(given: ProfileConfiguration, defaulting: Defaulting): ProfileConfiguration {
  const plugins = mergePlugins(given.plugins ?? {}, defaulting);
  const pluginConfig = (given.pluginConfig ?? []).map((plugin) => defaultArguments(plugin, defaulting));
  const configured = new Set(pluginConfig.map(({ name }) => name));
  for (const name of enabledNames(plugins)) {
    if (configured.has(name) || !Object.hasOwn(argumentDefaults, name)) continue;
    pluginConfig.push(defaultArguments({ name }, defaulting));
  }
  return { ...given, plugins, pluginConfig };
}

function enabledNames(plugins: Plugins): string[] {
  const names = new Set<string>();
  for (const set of Object.values(plugins)) for (const { name } of set?.enabled ?? []) names.add(name);
  return [...names].toSorted();
}

/** Models mergePlugins (v1.36): by default only multiPoint has plugins. */
function mergePlugins(given: Plugins, { gates, onReconfigured }: Defaulting): Plugins {
  const merged: { -readonly [Point in keyof Plugins]: PluginSet } = {};
  for (const point of [...extensionPoints, 'multiPoint'] as const) {
    const defaults = point === 'multiPoint' ? defaultMultiPoint(gates) : [];
    merged[point] = mergeSet(defaults, given[point] ?? {}, onReconfigured);
  }
  return merged;
}

/** Models mergePluginSet (v1.36). */
function mergeSet(
  defaults: readonly PluginEntry[],
  custom: PluginSet,
  onReconfigured?: (plugin: string) => void,
): PluginSet {
  const disabled = new Set(custom.disabled?.map(({ name }) => name));
  const enabled: PluginEntry[] = [];
  const replacements = new Set<PluginEntry>();
  for (const entry of disabled.has('*') ? [] : defaults) {
    if (disabled.has(entry.name)) continue;
    const replacement = custom.enabled?.findLast(({ name }) => name === entry.name);
    if (replacement !== undefined) {
      onReconfigured?.(entry.name);
      replacements.add(replacement);
    }
    enabled.push(replacement ?? entry);
  }
  for (const entry of custom.enabled ?? []) if (!replacements.has(entry)) enabled.push(entry);
  return {
    ...(enabled.length > 0 && { enabled: enabled.map(plainEntry) }),
    ...(custom.disabled?.length && {
      disabled: custom.disabled.map(({ name }) => ({ name, weight: 0 })),
    }),
  };
}

function plainEntry({ name, weight }: Partial<PluginEntry>): PluginEntry {
  return { name: name ?? '', weight: weight ?? 0 };
}

interface ResourceEntry {
  readonly name?: string;
  readonly weight?: number;
}

function defaultResources(given: readonly ResourceEntry[] | undefined): { name: string; weight: number }[] {
  if (!given?.length) return ['cpu', 'memory'].map((name) => ({ name, weight: 1 }));
  return given.map(({ name, weight }) => ({ name: name ?? '', weight: weight || 1 }));
}

type Arguments = Readonly<Record<string, unknown>>;

/** What each plugin's arguments have when nothing is said. Models apis/config/v1/defaults.go (v1.36). */
const argumentDefaults: Readonly<Record<string, (given: Arguments, gates: FeatureGates) => Arguments>> = {
  DefaultPreemption: (given) => ({
    minCandidateNodesPercentage: given['minCandidateNodesPercentage'] ?? 10,
    minCandidateNodesAbsolute: given['minCandidateNodesAbsolute'] ?? 100,
  }),
  InterPodAffinity: (given) => ({
    hardPodAffinityWeight: given['hardPodAffinityWeight'] ?? 1,
    ignorePreferredTermsOfExistingPods: given['ignorePreferredTermsOfExistingPods'] ?? false,
  }),
  NodeAffinity: () => ({}),
  NodeResourcesFit: (given) => {
    const strategy = given['scoringStrategy'] as { type?: string; resources?: ResourceEntry[] } | undefined;
    return {
      scoringStrategy: {
        ...strategy,
        type: strategy === undefined ? 'LeastAllocated' : (strategy.type ?? ''),
        resources: defaultResources(strategy?.resources),
      },
    };
  },
  NodeResourcesBalancedAllocation: (given) => ({
    resources: defaultResources(given['resources'] as ResourceEntry[] | undefined),
  }),
  PodTopologySpread: (given) => ({ defaultingType: given['defaultingType'] || 'System' }),
  VolumeBinding: (given) => ({ bindTimeoutSeconds: given['bindTimeoutSeconds'] ?? 600 }),
  DynamicResources: (given, gates) => ({
    filterTimeout: optionalDuration(given['filterTimeout']) ?? '10s',
    ...(gates.enabled('DRADeviceBindingConditions') && {
      bindingTimeout: optionalDuration(given['bindingTimeout']) ?? '10m0s',
    }),
  }),
};

function optionalDuration(text: unknown): string | undefined {
  return typeof text === 'string' ? formatGoDuration(parseGoDuration(text)) : undefined;
}

function defaultArguments(plugin: PluginConfiguration, { gates }: Defaulting): PluginConfiguration {
  const defaults = Object.hasOwn(argumentDefaults, plugin.name ?? '')
    ? argumentDefaults[plugin.name]
    : undefined;
  if (defaults === undefined) return plugin;
  const given = plugin.args ?? {};
  return {
    name: plugin.name,
    args: {
      apiVersion: configVersion,
      kind: `${plugin.name}Args`,
      ...given,
      ...defaults(given, gates),
    },
  };
}
