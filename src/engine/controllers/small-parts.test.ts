import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Simulation } from '../sim/simulation.ts';
import { Expectations } from './expectations.ts';
import { scaledValue } from './int-or-percent.ts';
import { formatIndexes, parseIndexes } from './job/indexes.ts';
import { CidrSet } from './node-ipam/cidr-set.ts';
import { slowStart } from './slow-start.ts';
import { StatusError } from '../api/status-error.ts';
import { toleratedForMs } from './taint-eviction/tolerated-for.ts';
import { templateHash } from './template-hash.ts';

describe('scaledValue', () => {
  test.each([
    [2, 10, 'up', 2],
    ['25%', 3, 'up', 1],
    ['25%', 3, 'down', 0],
    ['100%', 7, 'down', 7],
  ] as const)('%s of %i, %s = %i', (value, total, rounding, expected) => {
    expect(scaledValue(value, total, rounding)).toBe(expected);
  });
});

describe('completion indexes', () => {
  test('are written in ranges', () => {
    expect(formatIndexes([0, 1, 2, 4, 6, 7])).toBe('0-2,4,6,7');
    expect(formatIndexes([])).toBe('');
  });
  test('read as they were written', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(200)), (indexes) => {
        expect([...parseIndexes(formatIndexes(indexes))]).toEqual(indexes.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('CidrSet', () => {
  test('gives each subnet once, goes round, and takes back', () => {
    const set = new CidrSet('10.244.0.0/22', 24);
    set.occupy('10.244.1.0/24');
    expect([set.allocate(), set.allocate(), set.allocate()]).toEqual([
      '10.244.0.0/24',
      '10.244.2.0/24',
      '10.244.3.0/24',
    ]);
    expect(set.allocate()).toBeUndefined();
    set.release('10.244.2.0/24');
    expect(set.allocate()).toBe('10.244.2.0/24');
  });
});

describe('toleratedForMs', () => {
  const taint = { key: 'maint', effect: 'NoExecute' as const };
  test.each([
    ['nothing tolerates', [], 0],
    ['for ever', [{ key: 'maint', operator: 'Exists' as const }], Number.POSITIVE_INFINITY],
    ['for a while', [{ key: 'maint', operator: 'Exists' as const, tolerationSeconds: 5 }], 5000],
    ['a negative time is none', [{ operator: 'Exists' as const, tolerationSeconds: -1 }], 0],
  ])('%s', (_, tolerations, expected) => {
    expect(toleratedForMs([taint], tolerations)).toBe(expected);
  });
});

describe('slowStart', () => {
  test('stops after the batch in which something fails', () => {
    const tried: number[] = [];
    const refusal = new StatusError({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      code: 403,
    });
    const result = slowStart(20, (index) => {
      tried.push(index);
      if (index === 4) throw refusal;
    });
    expect(tried).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(result).toEqual({ succeeded: 6, error: refusal });
  });
});

describe('Expectations', () => {
  test('hold until all was seen, but not longer than five minutes', () => {
    const sim = new Simulation({ seed: 'e', startMs: 0 });
    const expectations = new Expectations(sim);
    expectations.expect('a', 1, ['uid']);
    expect(expectations.satisfied('a')).toBe(false);
    expectations.creationObserved('a');
    expectations.deletionObserved('a', 'other');
    expect(expectations.satisfied('a')).toBe(false);
    expectations.deletionObserved('a', 'uid');
    expect(expectations.satisfied('a')).toBe(true);
    expectations.expect('a', 1);
    sim.advance(300_001);
    expect(expectations.satisfied('a')).toBe(true);
  });
});

describe('templateHash', () => {
  test('depends on what the template says, not on the order in which', () => {
    const a = { metadata: { labels: { x: '1', y: '2' } }, spec: { containers: [] } };
    const b = { spec: { containers: [] }, metadata: { labels: { y: '2', x: '1' } } };
    expect(templateHash(a)).toBe(templateHash(b));
    expect(templateHash(a, 1)).not.toBe(templateHash(a));
    expect(templateHash(a)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{8,10}$/);
  });
});
