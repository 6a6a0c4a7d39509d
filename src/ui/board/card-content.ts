import type { NodeView, PodView } from '../../session/protocol.ts';
import { tokenMode } from './density.ts';
import type { CardContent, Density } from './density.ts';
import { stacksOf } from './stacks.ts';

const noPods: readonly PodView[] = [];
/** Lists of pods keep their identity until somebody in them changes, so each is counted once. */
const counted = new WeakMap<readonly PodView[], Counted>();

interface Counted {
  readonly apps: number;
  readonly system: number;
  readonly stacks: number;
}

/** What a node's small card has to show. */
export function cardContent(density: Density, node: NodeView, pods = noPods): CardContent {
  const { apps, system, stacks } = countsOf(pods);
  const mode = tokenMode(density, apps);
  const tokens = mode === 'stacks' ? stacks : apps;
  return { mode, tokens, counts: system > 0, taints: node.taints.length };
}

function countsOf(pods: readonly PodView[]): Counted {
  const known = counted.get(pods);
  if (known) return known;
  const apps = pods.filter((pod) => !pod.system);
  const counts = { apps: apps.length, system: pods.length - apps.length, stacks: stacksOf(apps).length };
  counted.set(pods, counts);
  return counts;
}
