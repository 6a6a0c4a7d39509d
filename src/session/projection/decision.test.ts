import { describe, expect, it } from 'vitest';
import type { SchedulingAttempt } from '../../engine/index.ts';
import { decisionView } from './decision.ts';

const taint = {
  plugin: 'TaintToleration',
  code: 'UnschedulableAndUnresolvable',
  reasons: ['node(s) had untolerated taint(s)'],
} as const;
const fit = {
  plugin: 'NodeResourcesFit',
  code: 'Unschedulable',
  reasons: ['Insufficient cpu', 'Insufficient memory'],
} as const;
const nodes = ['controlplane', 'node01', 'node02', 'node03'];

function attempt(parts: Partial<SchedulingAttempt>): SchedulingAttempt {
  return {
    kind: 'scheduling-attempt',
    atMs: 1000,
    scheduler: 'default-scheduler',
    namespace: 'default',
    pod: 'web',
    uid: 'u',
    preFilter: [],
    refused: [],
    feasible: [],
    scores: [],
    ...parts,
  };
}
const score = (node: string, normalized: number): SchedulingAttempt['scores'][number] => ({
  node,
  total: normalized * 3,
  scores: [{ plugin: 'TaintToleration', raw: 0, normalized, weighted: normalized * 3 }],
});

describe('decisionView', () => {
  it('tells who refused, who scored what, and who was not looked at', () => {
    const decision = decisionView(
      attempt({
        refused: [{ node: 'controlplane', status: taint }],
        feasible: ['node01', 'node02'],
        scores: [score('node01', 100), score('node02', 50)],
        chosen: 'node01',
      }),
      7,
      nodes,
    );
    expect(decision).toMatchObject({ id: 7, outcome: 'scheduled', nodeName: 'node01' });
    expect(decision.verdicts.map(({ verdict }) => verdict)).toEqual([
      'refused',
      'fits',
      'fits',
      'not-looked-at',
    ]);
    expect(decision.verdicts[1]).toMatchObject({ total: 300, scores: [{ weight: 3, weighted: 300 }] });
    expect(decision.sentence).toBe(
      'default-scheduler places web on node01: 1 of 4 nodes refused (TaintToleration); node01 scored 300, node02 150.',
    );
  });

  it('says that chance decided between equals', () => {
    const scores = [score('node02', 100), score('node01', 100)];
    const { sentence } = decisionView(
      attempt({ feasible: ['node01', 'node02'], scores, chosen: 'node01' }),
      1,
      nodes,
    );
    expect(sentence).toBe(
      'default-scheduler places web on node01: node01 and node02 both scored 300, and chance decided.',
    );
  });

  it('takes the sentence of the event apart, clause by clause', () => {
    const error =
      '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu, 2 Insufficient memory.';
    const decision = decisionView(
      attempt({
        error,
        refused: [
          { node: 'controlplane', status: taint },
          { node: 'node01', status: fit },
          { node: 'node02', status: fit },
        ],
      }),
      1,
      nodes.slice(0, 3),
    );
    expect(decision).toMatchObject({ outcome: 'unschedulable', message: error });
    expect(decision.clauses).toEqual([
      { text: 'Insufficient cpu', nodes: ['node01', 'node02'] },
      { text: 'Insufficient memory', nodes: ['node01', 'node02'] },
      { text: 'node(s) had untolerated taint(s)', nodes: ['controlplane'] },
    ]);
    expect(decision.sentence).toBe(
      'default-scheduler finds no node for web: 3 of 3 nodes refused (TaintToleration and NodeResourcesFit).',
    );
  });

  it('shows whom preemption would evict, and why other nodes lost', () => {
    const decision = decisionView(
      attempt({
        error: '0/2 nodes are available: 2 Insufficient cpu.',
        refused: [{ node: 'node01', status: fit }],
        preemption: {
          nominated: 'node01',
          equals: [],
          candidates: [
            { node: 'node01', victims: ['default/low'], pdbViolations: 0 },
            {
              node: 'node02',
              victims: ['default/a', 'default/b'],
              pdbViolations: 0,
              lostBecause: 'more victims',
            },
          ],
          notCandidates: [{ node: 'node03', status: fit }],
        },
      }),
      1,
      nodes,
    );
    expect(decision.nominatedNodeName).toBe('node01');
    expect(decision.preemption?.map(({ nodeName, chosen, refused }) => [nodeName, chosen, refused])).toEqual([
      ['node01', true, undefined],
      ['node02', false, 'more victims'],
      ['node03', false, 'Insufficient cpu, Insufficient memory'],
    ]);
    expect(decision.sentence).toContain('It makes room on node01 by evicting default/low.');
  });

  it('is an error when no node was the reason', () => {
    const decision = decisionView(attempt({ error: 'the API server is away' }), 1, nodes);
    expect(decision).toMatchObject({
      outcome: 'error',
      sentence: 'default-scheduler could not schedule web: the API server is away',
    });
  });
});
