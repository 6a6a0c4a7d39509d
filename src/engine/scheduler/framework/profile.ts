/**
 * A profile of a KubeSchedulerConfiguration, defaulted: what the configuration produces and the
 * framework's runtime expands. Models config.KubeSchedulerProfile (v1.36).
 */
export interface Profile {
  readonly schedulerName: string;
  /** Overrides the global one where given. */
  readonly percentageOfNodesToScore?: number;
  readonly plugins: Plugins;
  /** Arguments, defaulted, of each plugin that has any. */
  readonly pluginConfig: readonly { readonly name: string; readonly args: unknown }[];
}

export const extensionPoints = [
  'preEnqueue',
  'queueSort',
  'preFilter',
  'filter',
  'postFilter',
  'preScore',
  'score',
  'reserve',
  'permit',
  'preBind',
  'bind',
  'postBind',
  'placementGenerate',
  'placementScore',
] as const;

export type ExtensionPoint = (typeof extensionPoints)[number];

/** Plugin sets by extension point, the defaults already merged in; an absent one is empty. */
export type Plugins = { readonly [Point in ExtensionPoint | 'multiPoint']?: PluginSet };

export interface PluginSet {
  readonly enabled?: readonly PluginEntry[];
  /** `*` means all. */
  readonly disabled?: readonly PluginEntry[];
}

export interface PluginEntry {
  readonly name: string;
  /** Of its scores; absent or 0 means 1. */
  readonly weight?: number;
}
