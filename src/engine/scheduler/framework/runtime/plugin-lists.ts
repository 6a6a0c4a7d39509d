import type { AnyPlugin } from '../interface.ts';
import type { ExtensionPoint, PluginEntry, Profile } from '../profile.ts';

/** How an extension point is found in a plugin and named in errors. */
interface PointDescription {
  readonly point: ExtensionPoint;
  /** The Go interface that error texts name. */
  readonly interfaceName: string;
  readonly implementedBy: (plugin: AnyPlugin) => boolean;
}

function withMethod(point: ExtensionPoint, interfaceName: string, method: keyof AnyPlugin): PointDescription {
  return { point, interfaceName, implementedBy: (plugin) => plugin[method] !== undefined };
}

/** In the order in which the framework fills them, which decides the error that is found first. */
const points: readonly PointDescription[] = [
  withMethod('preFilter', 'PreFilterPlugin', 'preFilter'),
  withMethod('filter', 'FilterPlugin', 'filter'),
  withMethod('postFilter', 'PostFilterPlugin', 'postFilter'),
  withMethod('reserve', 'ReservePlugin', 'reserve'),
  withMethod('preScore', 'PreScorePlugin', 'preScore'),
  withMethod('score', 'ScorePlugin', 'score'),
  withMethod('preBind', 'PreBindPlugin', 'preBind'),
  withMethod('bind', 'BindPlugin', 'bind'),
  withMethod('postBind', 'PostBindPlugin', 'postBind'),
  withMethod('permit', 'PermitPlugin', 'permit'),
  withMethod('preEnqueue', 'PreEnqueuePlugin', 'preEnqueue'),
  withMethod('queueSort', 'QueueSortPlugin', 'less'),
  { point: 'placementGenerate', interfaceName: 'PlacementGeneratePlugin', implementedBy: () => false },
  withMethod('placementScore', 'PlacementScorePlugin', 'scoresPlacements'),
];

/** The plugins of each extension point, in the order in which they run. */
export type PluginLists = Readonly<Record<ExtensionPoint, readonly AnyPlugin[]>>;

/** The names of all plugins that a profile enables anywhere. */
export function neededPlugins(profile: Profile): Set<string> {
  const names = new Set<string>();
  for (const set of Object.values(profile.plugins)) {
    for (const { name } of set?.enabled ?? []) names.add(name);
  }
  return names;
}

/**
 * Which plugins run at which point: those listed there, and those that multiPoint puts there. Throws
 * an Error with Kubernetes' text. Models frameworkImpl.updatePluginList and expandMultiPointPlugins
 * (v1.36).
 */
export function pluginLists(profile: Profile, plugins: ReadonlyMap<string, AnyPlugin>): PluginLists {
  const lists = {} as Record<ExtensionPoint, AnyPlugin[]>;
  for (const description of points) lists[description.point] = listedAt(description, profile, plugins);
  if (profile.plugins.multiPoint?.enabled?.length) {
    for (const description of points) {
      const expanded = expandMultiPoint(description, profile, plugins);
      if (expanded !== undefined) lists[description.point] = expanded;
    }
  }
  return lists;
}

function listedAt(
  { point, interfaceName, implementedBy }: PointDescription,
  profile: Profile,
  plugins: ReadonlyMap<string, AnyPlugin>,
): AnyPlugin[] {
  const listed: AnyPlugin[] = [];
  for (const { name } of profile.plugins[point]?.enabled ?? []) {
    const plugin = knownPlugin(name, interfaceName, plugins);
    if (!implementedBy(plugin)) throw new Error(`plugin "${name}" does not extend ${interfaceName} plugin`);
    if (listed.includes(plugin)) throw new Error(`plugin "${name}" already registered as "${interfaceName}"`);
    listed.push(plugin);
  }
  return listed;
}

/** Undefined: multiPoint does not reach this point. */
function expandMultiPoint(
  { point, interfaceName, implementedBy }: PointDescription,
  profile: Profile,
  plugins: ReadonlyMap<string, AnyPlugin>,
): AnyPlugin[] | undefined {
  const disabled = new Set(profile.plugins[point]?.disabled?.map(({ name }) => name));
  if (disabled.has('*')) return undefined;
  const listedHere = profile.plugins[point]?.enabled?.map(({ name }) => name) ?? [];
  const fromMultiPoint: string[] = [];
  const overridden = new Set<string>();
  for (const { name } of profile.plugins.multiPoint?.enabled ?? []) {
    if (!implementedBy(knownPlugin(name, interfaceName, plugins)) || disabled.has(name)) continue;
    if (listedHere.includes(name)) overridden.add(name);
    else if (fromMultiPoint.includes(name)) {
      throw new Error(`plugin "${name}" already registered as "${interfaceName}"`);
    } else fromMultiPoint.push(name);
  }
  const order = [
    ...listedHere.filter((name) => overridden.has(name)),
    ...fromMultiPoint,
    ...listedHere.filter((name) => !overridden.has(name)),
  ];
  return order.map((name) => knownPlugin(name, interfaceName, plugins));
}

function knownPlugin(
  name: string,
  interfaceName: string,
  plugins: ReadonlyMap<string, AnyPlugin>,
): AnyPlugin {
  const plugin = plugins.get(name);
  if (plugin === undefined) throw new Error(`${interfaceName} "${name}" does not exist`);
  return plugin;
}

/** The largest sum of scores that Kubernetes can count: an int64. */
const maxTotalScore = 2n ** 63n - 1n;

/**
 * The weight of each plugin that scores: that of the score point, else multiPoint's, else 1. Throws
 * an Error where their sum overflows. Models frameworkImpl.getScoreWeights (v1.36).
 */
export function scoreWeights(
  profile: Profile,
  plugins: ReadonlyMap<string, AnyPlugin>,
): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  let total = 0n;
  const entries: PluginEntry[] = [
    ...(profile.plugins.score?.enabled ?? []),
    ...(profile.plugins.multiPoint?.enabled ?? []),
  ];
  for (const { name, weight } of entries) {
    if (plugins.get(name)?.score === undefined || weights.has(name)) continue;
    weights.set(name, weight || 1);
    const most = BigInt(weight || 1) * 100n;
    if (most > maxTotalScore - total) throw new Error('total score of Score plugins could overflow');
    total += most;
  }
  return weights;
}
