import { describe, expect, it } from 'vitest';
import { arrange, noPlaces, placeOf } from './place.ts';
import type { Place } from './place.ts';
import { podView } from './sample-views.ts';

const served = new Set(['default-scheduler']);
const placeFor = (pod: Parameters<typeof placeOf>[0]): Place => placeOf(pod, false, served);

describe('the place of a pod', () => {
  const cases: [string, Parameters<typeof podView>[1], boolean, Place][] = [
    ['bound', { nodeName: 'node01' }, false, 'node/node01'],
    [
      'bound, but its decision is still to be shown',
      { nodeName: 'node01' },
      true,
      'lane/active/default-scheduler',
    ],
    ['not queued yet', {}, false, 'lane/active/default-scheduler'],
    ['being scheduled', { queue: 'scheduling' }, false, 'lane/active/default-scheduler'],
    ['in backoff', { queue: 'backoff' }, false, 'lane/backoff/default-scheduler'],
    ['gated', { queue: 'gated' }, false, 'lane/gated/default-scheduler'],
    ['of a scheduler that does not run', { schedulerName: 'mine' }, false, 'lane/waiting/mine'],
  ];
  it.each(cases)('%s', (_, given, held, place) => {
    expect(placeOf(podView('web', given), held, served)).toBe(place);
  });
});

describe('what moves', () => {
  const web = podView('web', { queue: 'active' });
  const first = arrange(noPlaces, [web, podView('db')], [], placeFor);

  it('nothing when pods only appear', () => {
    expect(first.moves).toEqual([]);
    expect(first.places.podsByPlace.get('lane/active/default-scheduler')).toHaveLength(2);
  });

  it('a token from its lane to its node', () => {
    const { moves, places } = arrange(first.places, [{ ...web, nodeName: 'node02' }], [], placeFor);
    expect(moves).toEqual([{ uid: web.uid, from: 'lane/active/default-scheduler', to: 'node/node02' }]);
    expect(places.podsByPlace.get('node/node02')?.map((pod) => pod.name)).toEqual(['web']);
    expect(places.podsByPlace.get('lane/active/default-scheduler')?.map((pod) => pod.name)).toEqual(['db']);
  });

  it('not a pod that only changes where it stands', () => {
    const { moves, places } = arrange(first.places, [{ ...web, status: 'other' }], [], placeFor);
    expect(moves).toEqual([]);
    expect(places.podsByPlace.get('lane/active/default-scheduler')).toHaveLength(2);
  });

  it('removed pods leave, and an empty place goes with them', () => {
    const { places } = arrange(first.places, [], ['uid-web', 'uid-db', 'uid-unknown'], placeFor);
    expect(places.podsByPlace.size).toBe(0);
    expect(places.placeByPod.size).toBe(0);
  });

  it('untouched places keep their identity', () => {
    const onNode = arrange(first.places, [podView('x', { nodeName: 'node01' })], [], placeFor).places;
    const later = arrange(onNode, [podView('y', { nodeName: 'node02' })], [], placeFor).places;
    expect(later.podsByPlace.get('node/node01')).toBe(onNode.podsByPlace.get('node/node01'));
  });

  it("the system's pods stand last, pods of one owner together", () => {
    const pods = [
      podView('kube-proxy', { system: true, nodeName: 'n' }),
      podView('b-2', { owner: 'b', nodeName: 'n', createdMs: 2 }),
      podView('a-1', { owner: 'a', nodeName: 'n' }),
      podView('b-1', { owner: 'b', nodeName: 'n', createdMs: 1 }),
    ];
    const { places } = arrange(noPlaces, pods, [], placeFor);
    expect(places.podsByPlace.get('node/n')?.map((pod) => pod.name)).toEqual([
      'a-1',
      'b-1',
      'b-2',
      'kube-proxy',
    ]);
  });
});
