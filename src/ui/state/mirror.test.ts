import { describe, expect, it } from 'vitest';
import { applyFrame, emptyMirror, historyLimit } from './mirror.ts';
import { decisionOf, frameOf, nodeView, podView } from './sample-views.ts';

describe('the mirror', () => {
  it('adds, replaces and removes by uid', () => {
    const [web, db] = [podView('web'), podView('db')];
    const first = applyFrame(emptyMirror, frameOf({ pods: [web, db], nodes: [nodeView('node01')] }));
    const bound = { ...web, nodeName: 'node01' };
    const second = applyFrame(first, frameOf({ pods: [bound], removedPods: [db.uid] }));
    expect([...second.pods.values()]).toEqual([bound]);
    expect([...first.pods.values()]).toEqual([web, db]);
  });

  it('keeps the identity of what a frame does not touch', () => {
    const first = applyFrame(emptyMirror, frameOf({ pods: [podView('web')], nodes: [nodeView('node01')] }));
    const second = applyFrame(first, frameOf({ nodes: [nodeView('node02')] }));
    expect(second.pods).toBe(first.pods);
    expect(second.events).toBe(first.events);
    expect(second.time).toBe(first.time);
    expect(second.nodes).not.toBe(first.nodes);
  });

  it('forgets everything but colours when a frame resets', () => {
    const first = applyFrame(
      emptyMirror,
      frameOf({ pods: [podView('web'), podView('db')], decisions: [decisionOf(1, podView('web'))] }),
    );
    const second = applyFrame(first, frameOf({ reset: true, pods: [podView('db')] }));
    expect([...second.pods.keys()]).toEqual(['uid-db']);
    expect(second.decisions).toEqual([]);
    expect(second.owners.get('Pod/default/db')).toBe(1);
  });

  it('gives owners colours in order of appearance, and none to the system', () => {
    const { owners } = applyFrame(
      emptyMirror,
      frameOf({
        pods: [
          podView('a', { owner: 'ReplicaSet/default/x' }),
          podView('etcd', { system: true }),
          podView('b', { owner: 'ReplicaSet/default/x' }),
          podView('c'),
        ],
      }),
    );
    expect([...owners]).toEqual([
      ['ReplicaSet/default/x', 0],
      ['Pod/default/c', 1],
    ]);
  });

  it('keeps only the newest part of a long history', () => {
    const pod = podView('web');
    const decisions = Array.from({ length: historyLimit + 5 }, (_, id) => decisionOf(id, pod));
    const mirror = applyFrame(emptyMirror, frameOf({ decisions }));
    expect(mirror.decisions).toHaveLength(historyLimit);
    expect(mirror.decisions[0]?.id).toBe(5);
  });
});
