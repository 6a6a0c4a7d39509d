import { describe, expect, test } from 'vitest';
import type { AnyPlugin } from '../interface.ts';
import type { Plugins, Profile } from '../profile.ts';
import { pluginLists, scoreWeights } from './plugin-lists.ts';

const filter = (name: string): AnyPlugin => ({ name, filter: () => undefined });
const scorer = (name: string): AnyPlugin => ({ name, filter: () => undefined, score: () => 0 });
const plugins = new Map([filter('A'), filter('B'), scorer('C'), scorer('D')].map((p) => [p.name, p]));

function profile(sets: Plugins): Profile {
  return { schedulerName: 's', plugins: sets, pluginConfig: [] };
}

function filtersOf(sets: Plugins): string[] {
  return pluginLists(profile(sets), plugins).filter.map(({ name }) => name);
}

const all = { enabled: [{ name: 'A' }, { name: 'B' }, { name: 'C' }] };

describe('the plugins of a point', () => {
  test.each<[string, Plugins, string[]]>([
    ['multiPoint fills them', { multiPoint: all }, ['A', 'B', 'C']],
    [
      'one can be left out at a point',
      { multiPoint: all, filter: { disabled: [{ name: 'B' }] } },
      ['A', 'C'],
    ],
    ['all can be left out at a point', { multiPoint: all, filter: { disabled: [{ name: '*' }] } }, []],
    [
      'those listed at the point go first, strangers last',
      { multiPoint: all, filter: { enabled: [{ name: 'D' }, { name: 'C' }, { name: 'A' }] } },
      ['C', 'A', 'B', 'D'],
    ],
  ])('%s', (_says, sets, expected) => {
    expect(filtersOf(sets)).toEqual(expected);
  });

  test.each<[Plugins, string]>([
    [{ multiPoint: { enabled: [{ name: 'X' }] } }, 'PreFilterPlugin "X" does not exist'],
    [{ filter: { enabled: [{ name: 'X' }] } }, 'FilterPlugin "X" does not exist'],
    [{ score: { enabled: [{ name: 'A' }] } }, 'plugin "A" does not extend ScorePlugin plugin'],
    [
      { score: { enabled: [{ name: 'C' }, { name: 'C' }] } },
      'plugin "C" already registered as "ScorePlugin"',
    ],
    [
      { multiPoint: { enabled: [{ name: 'A' }, { name: 'A' }] } },
      'plugin "A" already registered as "FilterPlugin"',
    ],
  ])('%j is refused', (sets, message) => {
    expect(() => pluginLists(profile(sets), plugins)).toThrow(message);
  });
});

describe('the weight of a score', () => {
  const weightOf = (sets: Plugins): number | undefined => scoreWeights(profile(sets), plugins).get('C');

  test('is 1 unless something is said', () => {
    expect(weightOf({ multiPoint: { enabled: [{ name: 'C', weight: 0 }] } })).toBe(1);
  });
  test('at the score point beats that of multiPoint', () => {
    const multiPoint = { enabled: [{ name: 'C', weight: 5 }] };
    expect(weightOf({ multiPoint, score: { enabled: [{ name: 'C', weight: 2 }] } })).toBe(2);
  });
  test('cannot be so high that the sum has no number', () => {
    const enabled = [{ name: 'C', weight: 2 ** 57 }];
    expect(() => weightOf({ score: { enabled } })).toThrow('total score of Score plugins could overflow');
  });
});
