import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Simulation } from '../../../src/engine/sim/simulation.ts';
import type { Pod } from '../../../src/engine/api/types.ts';
import { action, type ClusterEvent } from '../../../src/engine/scheduler/framework/cluster-event.ts';
import type { QueueEntry } from '../../../src/engine/scheduler/framework/interface.ts';
import type { QueuedPodInfo } from '../../../src/engine/scheduler/backend/queue/queued-pod-info.ts';
import {
  QueueingHints,
  type RegisteredHint,
} from '../../../src/engine/scheduler/backend/queue/queueing-hints.ts';
import { SchedulingQueue } from '../../../src/engine/scheduler/backend/queue/scheduling-queue.ts';
import { readCases } from '../cases.ts';
import { differences } from '../compare.ts';
import type { CaseResult, ConformanceSet } from '../set.ts';

interface Operation {
  readonly at: number;
  readonly op: 'add' | 'pop' | 'fail' | 'error' | 'done' | 'event' | 'delete' | 'look';
  readonly pod?: string;
  readonly priority?: number;
  readonly popped?: string | null;
  readonly plugins?: readonly string[];
  readonly event?: keyof typeof events;
  readonly state: Readonly<Record<string, readonly string[]>>;
}

interface Case {
  readonly name: string;
  readonly settings: {
    readonly podInitialBackoffSeconds: number;
    readonly podMaxBackoffSeconds: number;
    readonly podMaxInUnschedulablePodsSeconds: number;
    readonly popFromBackoffQ: boolean;
  };
  readonly ops: readonly Operation[];
}

const events = {
  NodeAdd: { resource: 'Node', actionType: action.add },
  NodeUpdateNodeTaint: { resource: 'Node', actionType: action.updateNodeTaint },
  PVCAdd: { resource: 'PersistentVolumeClaim', actionType: action.add },
} as const satisfies Readonly<Record<string, ClusterEvent>>;

/** The three plugins that the recordings know, as its README describes them. */
const registered: readonly RegisteredHint[] = (
  [
    ['A', 'NodeAdd', 'Queue'],
    ['A', 'NodeUpdateNodeTaint', 'QueueSkip'],
    ['B', 'NodeUpdateNodeTaint', 'Queue'],
    ['C', 'NodeAdd', 'QueueSkip'],
    ['C', 'NodeUpdateNodeTaint', 'Queue'],
  ] as const
).map(([plugin, event, answer]) => ({
  plugin,
  event: events[event],
  hint: () => answer,
}));

/** PrioritySort's order. */
function less(a: QueueEntry, b: QueueEntry): boolean {
  if (a.podInfo.priority !== b.podInfo.priority) return a.podInfo.priority > b.podInfo.priority;
  return a.timestampMs < b.timestampMs;
}

function makePod(name: string, priority: number): Pod {
  return {
    metadata: { name, namespace: 'default', uid: name },
    spec: { containers: [], priority, schedulerName: 'default-scheduler' },
  };
}

/** The clock starts on a whole second. */
const startMs = Date.UTC(2026, 0, 1);

function play({ settings, ops }: Case): string[] {
  const sim = new Simulation({ seed: 'queue', startMs });
  const pods = new Map<string, Pod>();
  const popped = new Map<string, QueuedPodInfo>();
  const queue = new SchedulingQueue({
    sim,
    settings: {
      podInitialBackoffMs: settings.podInitialBackoffSeconds * 1000,
      podMaxBackoffMs: settings.podMaxBackoffSeconds * 1000,
      podMaxInUnschedulablePodsMs: settings.podMaxInUnschedulablePodsSeconds * 1000,
      popFromBackoffQ: settings.popFromBackoffQ,
    },
    less,
    hints: new QueueingHints(new Map([['default-scheduler', registered]])),
    preEnqueuePlugins: new Map(),
    livePod: (pod) => pods.get(pod.metadata.name),
  });
  let last = '';
  const nameOf = (name = ''): string => (name === 'last' ? last : name);
  const comeBack = (name: string, plugins: readonly string[]): void => {
    const info = popped.get(name);
    if (info === undefined) return;
    info.unschedulablePlugins.clear();
    for (const plugin of plugins) info.unschedulablePlugins.add(plugin);
    queue.addUnschedulable(info);
  };
  const disagreements: string[] = [];
  for (const [index, operation] of ops.entries()) {
    sim.advance(startMs + Math.round(operation.at * 1000));
    const name = nameOf(operation.pod);
    const at = `ops[${index}] at ${operation.at}`;
    if (operation.op === 'add') {
      const pod = makePod(name, operation.priority ?? 0);
      pods.set(name, pod);
      queue.add(pod);
    } else if (operation.op === 'pop') {
      const info = queue.pop();
      if (info !== undefined) popped.set((last = info.pod.metadata.name), info);
      const got = info?.pod.metadata.name ?? null;
      disagreements.push(...differences(operation.popped, got, `${at}.popped`));
    } else if (operation.op === 'fail') comeBack(name, operation.plugins ?? []);
    else if (operation.op === 'error') comeBack(name, []);
    else if (operation.op === 'done') queue.done(name);
    else if (operation.op === 'event') queue.moveAll(events[operation.event ?? 'NodeAdd']);
    else if (operation.op === 'delete') {
      queue.delete(pods.get(name) as Pod);
      pods.delete(name);
    }
    disagreements.push(...differences(operation.state, stateOf(queue), `${at}.state`));
  }
  return disagreements;
}

function stateOf(queue: SchedulingQueue): Record<string, string[]> {
  const names = (infos: Iterable<QueuedPodInfo>): string[] =>
    [...infos].map((info) => info.pod.metadata.name).toSorted();
  return {
    activeQ: names(queue.activePods()),
    backoffQ: names(queue.backoffPods()),
    unschedulablePods: names(queue.unschedulablePods()),
  };
}

/** The scheduling queue alone: `scheduler/queue.jsonl`, a file among the scheduler's folders. */
export const set: ConformanceSet = {
  name: 'scheduler/queue',
  *run(folder): Iterable<CaseResult> {
    const inside = existsSync(join(folder, 'queue.jsonl'));
    const home = inside ? folder : dirname(folder);
    const file = inside ? 'queue.jsonl' : `${basename(folder)}.jsonl`;
    for (const recorded of readCases<Case>(home, file))
      yield { family: 'scheduler/queue', name: recorded.name, disagreements: play(recorded) };
  },
};
