import { describe, expect, it } from 'vitest';
import { layoutFor, tokenMode } from './density.ts';

describe('density', () => {
  it.each([
    ['three nodes on a laptop', { width: 760, height: 480, fontSize: 13 }, 3, 'roomy'],
    ['three nodes on a projector', { width: 620, height: 380, fontSize: 15.5 }, 3, 'roomy'],
    ['twelve nodes on a laptop', { width: 760, height: 480, fontSize: 13 }, 12, 'cosy'],
    ['twelve nodes on a projector', { width: 650, height: 380, fontSize: 15.5 }, 12, 'compact'],
    ['a hundred nodes', { width: 760, height: 480, fontSize: 13 }, 100, 'tiny'],
    ['three nodes on a phone', { width: 380, height: 300, fontSize: 13 }, 3, 'cosy'],
  ] as const)('%s', (_, room, nodes, density) => expect(layoutFor(room, nodes).density).toBe(density));

  it('uses the room that few nodes leave', () => {
    const laptop = { width: 760, height: 480, fontSize: 13 };
    expect(layoutFor(laptop, 2).scale).toBe(1.3);
    expect(layoutFor(laptop, 3).scale).toBe(1.3);
    expect(layoutFor(laptop, 6).scale).toBe(1);
  });
});

it('tokens lose their names, then stand for many', () => {
  expect(tokenMode('roomy', 5)).toBe('named');
  expect(tokenMode('roomy', 30)).toBe('marks');
  expect(tokenMode('compact', 3)).toBe('marks');
  expect(tokenMode('compact', 110)).toBe('stacks');
});
