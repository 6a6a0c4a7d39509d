import { expect, test } from 'vitest';
import type { Pod } from '../../api/types.ts';
import { formatTime } from '../../api/time.ts';
import { averageMeasure, replicasForUsage, utilizationMeasure, type UsageView } from './replica-count.ts';

const nowMs = Date.UTC(2026, 0, 5, 9);
const longAgo = formatTime(nowMs - 3_600_000);

interface Case {
  readonly phase?: NonNullable<Pod['status']>['phase'];
  readonly ready?: boolean;
  readonly startedSeconds?: number;
  /** Thousandths of a core; undefined = no metric. */
  readonly uses?: number;
}

function makePod(name: string, { phase = 'Running', ready = true, startedSeconds }: Case): Pod {
  const startTime = startedSeconds === undefined ? longAgo : formatTime(nowMs - startedSeconds * 1000);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'main', image: 'x', resources: { requests: { cpu: '200m' } } }] },
    status: {
      phase,
      startTime,
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: startTime }],
    },
  };
}

function count(pods: readonly Case[], targetPercent = 50): number {
  const named = pods.map((pod, index) => ({ ...pod, name: `web-${index}` }));
  const view: UsageView = {
    currentReplicas: pods.length,
    pods: named.map((pod) => makePod(pod.name, pod)),
    tolerances: { up: 0.1, down: 0.1 },
    nowMs,
  };
  const metrics = new Map(
    named.flatMap(({ name, uses }) =>
      uses === undefined ? [] : [[name, { value: uses, atMs: nowMs - 5000, windowMs: 15_000 }]],
    ),
  );
  return replicasForUsage(
    view,
    metrics,
    'cpu',
    utilizationMeasure(view.pods, 'cpu', undefined, targetPercent),
  ).replicas;
}

test.each<[string, readonly Case[], number]>([
  ['as many as bring it to the target', [{ uses: 200 }, { uses: 200 }], 4],
  ['nothing within a tenth of it', [{ uses: 105 }, { uses: 105 }], 2],
  ['fewer', [{ uses: 40 }, { uses: 40 }, { uses: 40 }], 2],
  ['a pod without metrics counts as idle when more are wanted', [{ uses: 300 }, {}], 3],
  ['and as busy when fewer are', [{ uses: 20 }, {}], 2],
  ['pods that start count as idle', [{ uses: 400 }, { uses: 900, startedSeconds: 10 }], 4],
  ['pods that are Pending too', [{ uses: 400 }, { phase: 'Pending' }], 4],
  ['pods that failed not at all', [{ uses: 100 }, { phase: 'Failed', uses: 900 }], 2],
])('%s', (_, pods, replicas) => {
  expect(count(pods)).toBe(replicas);
});

test('says why it cannot tell', () => {
  const starting: Case = { uses: 100, ready: false, startedSeconds: 20 };
  expect(() => count([starting])).toThrow(
    'did not receive metrics for targeted pods (pods might be unready)',
  );
  const view: UsageView = { currentReplicas: 1, pods: [], tolerances: { up: 0.1, down: 0.1 }, nowMs };
  expect(() => replicasForUsage(view, new Map(), 'memory', averageMeasure(1))).toThrow(
    'no pods returned by selector while calculating replica count',
  );
});
