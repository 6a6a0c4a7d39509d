import { parseTime, type Event, type KubeObject } from '../engine/index.ts';
import { eventView } from './projection/event-view.ts';
import type { Commands, Inspection } from './protocol.ts';
import type { Terminals } from './terminals.ts';

interface Conditioned extends KubeObject {
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
      readonly lastTransitionTime?: string;
    }[];
  };
}

/** One object as kubectl shows it, with its conditions and the events about it; null when it is gone. */
export async function inspect(
  terminals: Terminals,
  { resource, namespace, name }: Commands['inspect']['give'],
): Promise<Inspection | null> {
  if (![resource, namespace, name].every((word) => /^[\w.:-]*$/.test(word))) return null;
  const scope = namespace === '' ? '' : ` -n ${namespace}`;
  const print = async (command: string): Promise<string | undefined> => {
    const { exitCode, output } = await terminals.runAside('controlplane', `kubectl ${command}${scope}`);
    return exitCode === 0 ? output : undefined;
  };
  const json = await print(`get ${resource} ${name} -o json`);
  if (json === undefined) return null;
  const object = JSON.parse(json) as Conditioned;
  const { uid = '' } = object.metadata;
  return {
    uid,
    yaml: (await print(`get ${resource} ${name} -o yaml`)) ?? '',
    description: (await print(`describe ${resource} ${name}`)) ?? '',
    conditions: (object.status?.conditions ?? []).map((condition) => ({
      type: condition.type,
      status: condition.status,
      reason: condition.reason,
      message: condition.message,
      sinceMs: parseTime(condition.lastTransitionTime),
    })),
    events: eventsAbout(
      await print(`get events --field-selector involvedObject.name=${name} -o json`),
      object,
    ),
  };
}

function eventsAbout(json: string | undefined, object: KubeObject): Inspection['events'] {
  if (json === undefined) return [];
  const { items } = JSON.parse(json) as { items: Event[] };
  return items
    .filter(({ involvedObject }) => involvedObject.kind === object.kind)
    .map(eventView)
    .toSorted((a, b) => a.lastMs - b.lastMs);
}
