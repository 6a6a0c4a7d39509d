import type { PodView } from '../../session/protocol.ts';

/**
 * Hues with the most distance between neighbours in order of appearance. Lightness and chroma come
 * from the theme and are equal for all, so that no owner shouts.
 */
const hues = [250, 180, 310, 55, 140, 20, 280, 95, 215, 340, 160, 75];

/** The hue of the owner that appeared as number `order`. */
function hueOf(order: number | undefined): number {
  return hues[(order ?? 0) % hues.length] ?? 250;
}

/** The hue of a pod's token, or undefined for pods of the system, which are grey. */
export function podHue(pod: PodView, owners: ReadonlyMap<string, number>): number | undefined {
  return pod.system ? undefined : hueOf(owners.get(pod.owner));
}

/** Scoring plugins of the default profile, in the order of their segments. */
const scoringPlugins = [
  'TaintToleration',
  'NodeAffinity',
  'NodeResourcesFit',
  'VolumeBinding',
  'PodTopologySpread',
  'InterPodAffinity',
  'NodeResourcesBalancedAllocation',
  'ImageLocality',
];

/** The hue of a plugin's segment in a score bar. The same plugin has the same hue everywhere. */
export function pluginHue(plugin: string): number {
  const known = scoringPlugins.indexOf(plugin);
  if (known >= 0) return hueOf(known);
  let sum = 0;
  for (const letter of plugin) sum = (sum * 31 + letter.charCodeAt(0)) % 997;
  return hueOf(sum);
}
