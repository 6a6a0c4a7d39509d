import { Random } from '../sim/random.ts';
import type { KubeSchedulerConfiguration } from './config/types.ts';
import { ConfigurationError } from './config/types.ts';
import { checkedRegistry, profilesOf } from './config/profiles.ts';
import type { ApiCalls, Lister, Listers } from './framework/handle.ts';
import { extensionPoints, type ExtensionPoint, type Profile } from './framework/profile.ts';
import { Framework, type FrameworkServices } from './framework/runtime/framework.ts';
import { info, type Log } from '../api/klog.ts';
import { logPlugins } from './start-details.ts';
import { inTreePlugins } from './plugins/registry.ts';
import { CacheSnapshot } from './backend/snapshot.ts';

/**
 * The frameworks of a configuration's profiles, in its order. Throws a ConfigurationError when one
 * cannot be built. Models profile.NewMap (v1.36).
 */
export function buildSchedulerProfiles(
  configuration: KubeSchedulerConfiguration,
  log: Log,
  services: FrameworkServices = idleServices,
): Framework[] {
  const registry = checkedRegistry(inTreePlugins);
  const frameworks = profilesOf(configuration).map((profile) => {
    const framework = refuseAs(`creating profile for scheduler name ${profile.schedulerName}`, () => {
      return new Framework(registry, profile, services);
    });
    logReconfigured(log, profile, framework);
    logPlugins(log, framework);
    return framework;
  });
  checkQueueSort(frameworks);
  if (configuration.extenders?.length) logUnsignable(log, frameworks);
  return frameworks;
}

function refuseAs<T>(doing: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new ConfigurationError(`initializing profiles: ${doing}: ${(error as Error).message}`);
  }
}

function checkQueueSort(frameworks: readonly Framework[]): void {
  const first = frameworks[0]?.queueSortName;
  for (const { profileName, queueSortName } of frameworks) {
    if (queueSortName === first) continue;
    throw new ConfigurationError(
      `initializing profiles: different queue sort plugins for profile "${profileName}": "${queueSortName}", first: "${first}"`,
    );
  }
}

/** In the order in which the framework expands multiPoint. */
const expansionOrder: readonly ExtensionPoint[] = [
  'preFilter',
  'filter',
  'postFilter',
  'reserve',
  'preScore',
  'score',
  'preBind',
  'bind',
  'postBind',
  'permit',
  'preEnqueue',
  'queueSort',
  ...extensionPoints.slice(-2),
];

/** Plugins that multiPoint brings and that are listed at a point as well. */
function logReconfigured(log: Log, { plugins }: Profile, framework: Framework): void {
  for (const point of expansionOrder) {
    const listed = new Set(plugins[point]?.enabled?.map(({ name }) => name));
    const disabled = new Set(plugins[point]?.disabled?.map(({ name }) => name));
    if (listed.size === 0 || disabled.has('*')) continue;
    const running = new Set(framework.pluginNames(point));
    for (const { name: plugin } of plugins.multiPoint?.enabled ?? []) {
      if (!listed.has(plugin) || disabled.has(plugin) || !running.has(plugin)) continue;
      info(log, 0, 'framework.go:686', 'MultiPoint plugin is explicitly re-configured; overriding', {
        plugin,
      });
    }
  }
}

/** Pods are not batched where extenders have a say. */
function logUnsignable(log: Log, frameworks: readonly Framework[]): void {
  for (const { profileName: profile } of frameworks) {
    const message = 'Disabling signatures for profile because it has extenders configured.';
    info(log, 0, 'framework.go:825', message, { profile });
    info(log, 0, 'framework.go:862', 'Disabling signatures for profile because plugins do not support it.', {
      profile,
      plugins: { bare: '[]' },
    });
  }
}

const nothing: Lister<never> = { get: () => undefined, values: () => [] };

/** Surroundings for profiles that are only built to see whether they can be. */
const idleServices: FrameworkServices = {
  snapshot: new CacheSnapshot(),
  listers: new Proxy({} as Listers, { get: () => nothing }),
  nominator: { nominatedPodsForNode: () => [], isEmpty: true, deleteNominatedPodIfExists: () => {} },
  api: {} as ApiCalls,
  random: new Random('', 'profiles'),
  nowMs: () => 0,
  soon: () => {},
  recordEvent: () => {},
  preemptWaitingPod: () => false,
  activate: () => {},
};
