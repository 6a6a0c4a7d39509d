import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Pod } from '../../../api/types.ts';
import { Simulation } from '../../../sim/simulation.ts';
import { action, type ClusterEvent } from '../../framework/cluster-event.ts';
import type { QueueEntry } from '../../framework/interface.ts';
import { unschedulable } from '../../framework/status.ts';
import type { QueuedPodInfo } from './queued-pod-info.ts';
import { QueueingHints, type RegisteredHint } from './queueing-hints.ts';
import { SchedulingQueue } from './scheduling-queue.ts';

const nodeAdd: ClusterEvent = { resource: 'Node', actionType: action.add };
const hints: readonly RegisteredHint[] = [
  { plugin: 'Fit', event: nodeAdd, hint: () => 'Queue' },
  { plugin: 'Gates', event: { resource: 'Pod', actionType: action.updatePodSchedulingGatesEliminated } },
];

function makePod(name: string, gated = false): Pod {
  return {
    metadata: { name, namespace: 'default', uid: `uid-${name}`, resourceVersion: '1' },
    spec: {
      containers: [],
      schedulerName: 'default-scheduler',
      ...(gated && { schedulingGates: [{ name: 'wait' }] }),
    },
  };
}

interface Fixture {
  readonly sim: Simulation;
  readonly queue: SchedulingQueue;
  readonly live: Map<string, Pod>;
}

function makeQueue(): Fixture {
  const sim = new Simulation({ seed: 'queue', startMs: 0 });
  const live = new Map<string, Pod>();
  const gates = {
    name: 'Gates',
    preEnqueue: (pod: Pod) =>
      pod.spec.schedulingGates?.length ? unschedulable('Gates', 'waiting for scheduling gates') : undefined,
  };
  const queue = new SchedulingQueue({
    sim,
    settings: {
      podInitialBackoffMs: 1000,
      podMaxBackoffMs: 10_000,
      podMaxInUnschedulablePodsMs: 300_000,
      popFromBackoffQ: true,
    },
    less: (a: QueueEntry, b: QueueEntry) => a.timestampMs < b.timestampMs,
    hints: new QueueingHints(new Map([['default-scheduler', hints]])),
    preEnqueuePlugins: new Map([['default-scheduler', [gates]]]),
    livePod: (pod) => live.get(pod.metadata.name),
  });
  return { sim, queue, live };
}

const names = (infos: Iterable<QueuedPodInfo>): string[] => [...infos].map((info) => info.pod.metadata.name);

/** Every place where a pod may be; each pod that was added and not deleted is in exactly one. */
function places({ queue }: Fixture): string[] {
  const inFlight = [...queue.inFlight()].map((uid) => uid.slice('uid-'.length));
  return [
    ...names(queue.activePods()),
    ...names(queue.backoffPods()),
    ...names(queue.unschedulablePods()),
    ...inFlight,
  ].toSorted();
}

type Operation =
  | { readonly op: 'add' | 'delete' | 'open'; readonly pod: number }
  | { readonly op: 'pop' | 'fail' | 'error' | 'event' }
  | { readonly op: 'wait'; readonly ms: number };

const operations = fc.array(
  fc.oneof(
    fc.record({
      op: fc.constantFrom('add' as const, 'delete' as const, 'open' as const),
      pod: fc.nat(5),
    }),
    fc.record({ op: fc.constantFrom('pop' as const, 'fail' as const, 'error' as const, 'event' as const) }),
    fc.record({ op: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 400_000 }) }),
  ),
  { maxLength: 60 },
);

test('a pod is in exactly one place from when it is added until it is deleted', () => {
  fc.assert(
    fc.property(operations, (steps: readonly Operation[]) => {
      const fixture = makeQueue();
      const { sim, queue, live } = fixture;
      const flying: QueuedPodInfo[] = [];
      const comeBack = (plugins: readonly string[]): void => {
        const info = flying.shift();
        if (info === undefined) return;
        for (const plugin of plugins) info.unschedulablePlugins.add(plugin);
        if (live.has(info.pod.metadata.name)) queue.addUnschedulable(info);
        else queue.done(info.uid);
      };
      for (const step of steps) {
        if (step.op === 'wait') sim.advance(sim.nowMs + step.ms);
        else if (step.op === 'pop') {
          const info = queue.pop();
          if (info !== undefined) flying.push(info);
        } else if (step.op === 'fail') comeBack(['Fit']);
        else if (step.op === 'error') comeBack([]);
        else if (step.op === 'event') queue.moveAll(nodeAdd);
        else if ('pod' in step) change(fixture, step, flying);
        const flyingNames = flying.map((info) => info.pod.metadata.name);
        const expected = new Set([...live.keys(), ...flyingNames]);
        expect(places(fixture)).toEqual([...expected].toSorted());
      }
    }),
  );
});

function change(
  { queue, live }: Fixture,
  { op, pod: number }: { readonly op: string; readonly pod: number },
  flying: readonly QueuedPodInfo[],
): void {
  const name = `p${number}`;
  const pod = live.get(name);
  const isFlying = flying.some((info) => info.pod.metadata.name === name);
  if (op === 'add' && pod === undefined && !isFlying) {
    const added = makePod(name, number % 2 === 0);
    live.set(name, added);
    queue.add(added);
  } else if (op === 'delete' && pod !== undefined) {
    live.delete(name);
    queue.delete(pod);
  } else if (op === 'open' && pod?.spec.schedulingGates !== undefined) {
    const opened = makePod(name);
    live.set(name, opened);
    queue.update(pod, opened);
  }
}

test('a gated pod sleeps through events and comes into activeQ when its gate opens', () => {
  const { queue, live } = makeQueue();
  const gated = makePod('gated', true);
  live.set('gated', gated);
  queue.add(gated);
  queue.moveAll(nodeAdd);
  expect(names(queue.activePods())).toEqual([]);
  queue.update(gated, makePod('gated'));
  expect(names(queue.activePods())).toEqual(['gated']);
});

test('an event that comes while a pod is being tried counts when it comes back', () => {
  const { queue, live } = makeQueue();
  const pod = makePod('web');
  live.set('web', pod);
  queue.add(pod);
  const info = queue.pop() as QueuedPodInfo;
  queue.moveAll(nodeAdd);
  info.unschedulablePlugins.add('Fit');
  queue.addUnschedulable(info);
  expect(names(queue.unschedulablePods())).toEqual([]);
  expect(names(queue.backoffPods())).toEqual(['web']);
});

test('a nomination in memory survives updates that know nothing of it, and ends with the pod', () => {
  const { queue, live } = makeQueue();
  const pod = makePod('web');
  live.set('web', pod);
  queue.add(pod);
  const info = queue.get('default/web') as QueuedPodInfo;
  queue.nominator.add(info.podInfo, 'node01');
  queue.update(pod, { ...pod, metadata: { ...pod.metadata, resourceVersion: '2' } });
  expect(queue.nominator.forNode('node01').map(({ pod: { metadata } }) => metadata.name)).toEqual(['web']);
  queue.delete(pod);
  expect(queue.nominator.forNode('node01')).toEqual([]);
});
