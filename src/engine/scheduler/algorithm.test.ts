import { describe, expect, test } from 'vitest';
import { makeNode } from '../../testing/make-node.ts';
import { makePod } from '../../testing/make-pod.ts';
import { defaultFramework, newTrace, schedulingWorld } from '../../testing/scheduling-world.ts';
import { Algorithm, numFeasibleNodesToFind } from './algorithm.ts';
import { CycleState } from './framework/cycle-state.ts';
import { PodInfo } from './framework/pod-info.ts';

test.each([
  [99, 0, 99],
  [100, 0, 100],
  [200, 0, 100],
  [250, 0, 120],
  [500, 0, 230],
  [1000, 0, 420],
  [2000, 0, 680],
  [3000, 0, 780],
  [5000, 0, 500],
  [6000, 0, 300],
  [15000, 0, 750],
  [5000, 10, 500],
  [250, 10, 100],
  [250, 100, 250],
])('of %i nodes at %i percent, %i that fit are enough', (nodes, percentage, enough) => {
  expect(numFeasibleNodesToFind(nodes, percentage)).toBe(enough);
});

describe('a traced attempt', () => {
  const world = schedulingWorld([
    makeNode('tainted').taint('dedicated', 'NoSchedule').obj(),
    makeNode('small').obj(),
    makeNode('large').allocatable({ cpu: '8', memory: '16Gi' }).obj(),
    makePod('low').requests({ cpu: '8' }).priority(-1).on('large').obj(),
  ]);

  function attempt(pod: ReturnType<typeof makePod>) {
    const framework = defaultFramework(world);
    const podInfo = new PodInfo(pod.obj());
    const trace = newTrace(podInfo.pod);
    framework.trace = trace;
    const state = new CycleState();
    const outcome = new Algorithm(0).schedulePod(framework, state, podInfo);
    if (outcome.kind === 'no-fit') {
      framework.runPostFilterPlugins(state, podInfo, outcome.diagnosis.statuses);
    }
    return { outcome, trace };
  }

  test('tells who refused each node, and why', () => {
    const { trace } = attempt(makePod('p').requests({ cpu: '1' }));
    expect(trace.refused).toEqual([
      {
        node: 'tainted',
        status: {
          plugin: 'TaintToleration',
          code: 'UnschedulableAndUnresolvable',
          reasons: ['node(s) had untolerated taint(s)'],
        },
      },
      {
        node: 'large',
        status: { plugin: 'NodeResourcesFit', code: 'Unschedulable', reasons: ['Insufficient cpu'] },
      },
    ]);
    expect(trace.feasible).toEqual(['small']);
    expect(trace.scores).toEqual([]);
  });

  test('tells every score: raw, normalised, weighted, and their sum', () => {
    const { trace } = attempt(makePod('p'));
    expect(trace.scores.map(({ node }) => node)).toEqual(['small', 'large']);
    for (const { scores, total } of trace.scores) {
      expect(scores.find(({ plugin }) => plugin === 'TaintToleration')).toEqual({
        plugin: 'TaintToleration',
        raw: 0,
        normalized: 100,
        weighted: 300,
      });
      expect(total).toBe(scores.reduce((sum, { weighted }) => sum + weighted, 0));
    }
  });

  test('tells what preemption would do', () => {
    const { trace } = attempt(makePod('p').requests({ cpu: '6' }).priority(10));
    expect(trace.preemption).toEqual({
      candidates: [{ node: 'large', victims: ['default/low'], pdbViolations: 0 }],
      notCandidates: [],
      nominated: 'large',
      equals: ['large'],
    });
  });
});
