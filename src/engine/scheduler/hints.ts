import { QueueingHints, type RegisteredHint } from './backend/queue/queueing-hints.ts';
import { unschedulableTimeout } from './cluster-events.ts';
import { action, type ClusterEvent } from './framework/cluster-event.ts';
import { extenderName } from './framework/extender.ts';
import type { AnyPlugin } from './framework/interface.ts';
import type { Framework } from './framework/runtime/framework.ts';

/** What every plugin of every profile wants to hear of. Models buildQueueingHintMap (v1.36). */
export function queueingHintsOf(frameworks: readonly Framework[]): QueueingHints {
  const profiles = frameworks.map((framework): [string, RegisteredHint[]] => [
    framework.profileName,
    [...framework.plugins.filter(mayRefuse).flatMap(hintsOf), ...extenderHints(framework)],
  ]);
  return new QueueingHints(new Map(profiles));
}

/** What an extender refused, any event may help. */
function extenderHints({ extenders }: Framework): RegisteredHint[] {
  if (extenders.length === 0) return [];
  return [{ plugin: extenderName, event: { resource: '*', actionType: action.all } }];
}

/** Only plugins that can refuse a pod are asked what may help it. */
function mayRefuse(plugin: AnyPlugin): boolean {
  return Boolean(plugin.preEnqueue ?? plugin.preFilter ?? plugin.filter ?? plugin.reserve ?? plugin.permit);
}

const taintUpdate: ClusterEvent = { resource: 'Node', actionType: action.updateNodeTaint };

function hintsOf(plugin: AnyPlugin): RegisteredHint[] {
  const { name } = plugin;
  const events = plugin.eventsToRegister?.() ?? [
    { event: { ...unschedulableTimeout, customLabel: undefined } },
  ];
  const hints: RegisteredHint[] = events.map(({ event, hint }) => ({ plugin: name, event, hint }));
  const hears = (actionType: number): boolean =>
    events.some(({ event }) => event.resource === 'Node' && (event.actionType & actionType) !== 0);
  // Who hears of new nodes hears of every change of taints too: so upstream makes up for the node
  // additions that it once swallowed.
  if (hears(action.add) && !hears(action.updateNodeTaint)) hints.push({ plugin: name, event: taintUpdate });
  return hints;
}
