import { describe, expect, it } from 'vitest';
import { decisionOf, frameOf, podView, timeView } from './sample-views.ts';
import { afterFrame, afterWaiting, catchUp, isCaughtUp, page, shownDecision, withPinned } from './store.ts';
import type { PageState } from './store.ts';

const start = page.getState();
const lanes = [{ schedulerName: 'default-scheduler', running: true }];
const web = podView('web', { queue: 'active' });
const bound = podView('web', { nodeName: 'node01', shape: 'creating', status: 'ContainerCreating' });
const placed = decisionOf(1, web, { verdicts: [{ nodeName: 'node01', verdict: 'fits', total: 10 }] });
const placeOfWeb = (state: PageState): string | undefined => state.places.placeByPod.get(web.uid);

describe('a frame with a decision', () => {
  const before = afterFrame(start, frameOf({ lanes, pods: [web] }), 0);
  const shown = afterFrame(before, frameOf({ pods: [bound], decisions: [placed] }), 100);

  it('first puts the verdicts on the nodes, with the pod still in its lane', () => {
    expect(placeOfWeb(shown)).toBe('lane/active/default-scheduler');
    expect(shown.verdicts.get('node01')).toMatchObject({ verdict: { total: 10 }, best: 10 });
    expect(shown.moves).toEqual([]);
  });

  it('then lets the pod fly', () => {
    const later = afterWaiting(shown, 10_000);
    expect(placeOfWeb(later)).toBe('node/node01');
    expect(later.moves).toEqual([{ uid: web.uid, from: 'lane/active/default-scheduler', to: 'node/node01' }]);
  });

  it('places the pod at once when nothing must wait', () => {
    const fast = frameOf({ pods: [bound], decisions: [placed], time: { ...timeView, speed: 100 } });
    expect(placeOfWeb(afterFrame(before, fast, 100))).toBe('node/node01');
  });

  it('does not play what a resetting frame tells of', () => {
    const reset = afterFrame(
      before,
      frameOf({ reset: true, lanes, pods: [bound], decisions: [placed] }),
      100,
    );
    expect(placeOfWeb(reset)).toBe('node/node01');
    expect(shownDecision(reset)).toBeUndefined();
    expect(reset.verdicts.size).toBe(0);
  });
});

it('a scheduler that stops leaves its pods waiting for it', () => {
  const before = afterFrame(start, frameOf({ lanes, pods: [web] }), 0);
  const stopped = [{ schedulerName: 'default-scheduler', running: false }];
  const after = afterFrame(before, frameOf({ lanes: stopped }), 1);
  expect(placeOfWeb(after)).toBe('lane/waiting/default-scheduler');
});

it('a chosen decision is shown in place of the running one until it is let go', () => {
  const old = decisionOf(7, web, {
    verdicts: [{ nodeName: 'node02', verdict: 'refused', plugin: 'NodeName' }],
  });
  const chosen = withPinned(start, old);
  expect([...chosen.verdicts.keys()]).toEqual(['node02']);
  expect(shownDecision(chosen)).toBe(old);
  expect(withPinned(chosen, undefined).verdicts.size).toBe(0);
});

it('lets many nodes say what a decision says of them over several pictures', () => {
  const verdicts = Array.from({ length: 100 }, (_, at) => ({
    nodeName: `node${at}`,
    verdict: 'fits' as const,
    total: at,
  }));
  let state = catchUp(withPinned(start, decisionOf(7, web, { verdicts })));
  expect(state.verdicts.size).toBeLessThan(100);
  expect(state.verdicts.get('node0')).toMatchObject({ verdict: { total: 0 }, best: 99 });
  while (!isCaughtUp(state)) state = catchUp(state);
  expect([...state.verdicts.keys()]).toEqual(verdicts.map(({ nodeName }) => nodeName));
  state = withPinned(state, decisionOf(8, web, { verdicts: verdicts.slice(0, 1) }));
  expect(state.verdicts.size).toBe(100);
  while (!isCaughtUp(state)) state = catchUp(state);
  expect([...state.verdicts.keys()]).toEqual(['node0']);
  expect(afterFrame(state, frameOf({ reset: true }), 1).verdicts.size).toBe(0);
});

it('shows a crowd over several pictures, without flights, and in the end all of it', () => {
  const crowd = Array.from({ length: 300 }, (_, at) => podView(`web-${at}`, { nodeName: `node${at % 100}` }));
  const before = afterFrame(start, frameOf({ lanes }), 0);
  let state = afterFrame(before, frameOf({ pods: crowd }), 1);
  expect(state.mirror.pods.size).toBe(300);
  let pictures = 1;
  for (; state.behind.size > 0; pictures += 1) {
    const shown = state.places.placeByPod.size;
    state = catchUp(state);
    expect(state.places.placeByPod.size).toBeGreaterThan(shown);
  }
  expect(pictures).toBeGreaterThan(3);
  expect(state.places.placeByPod.size).toBe(300);
  expect(state.moves).toEqual([]);
  // What changes or goes meanwhile is shown as it is then.
  const half = afterFrame(before, frameOf({ pods: crowd }), 1);
  const [gone] = half.behind.keys();
  const after = afterFrame(half, frameOf({ removedPods: [gone ?? ''] }), 2);
  expect(after.behind.has(gone ?? '')).toBe(false);
  expect(after.places.placeByPod.has(gone ?? '')).toBe(false);
});
