import { describe, expect, it } from 'vitest';
import { layoutFor, smallCardLines, tokenMode } from './density.ts';

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

describe('small cards', () => {
  const room = { width: 760, height: 480, fontSize: 13 };
  const tiny = { density: 'tiny', scale: 1 } as const;
  const marks = (tokens: number) => ({ mode: 'marks', tokens, counts: true, taints: 0 }) as const;

  it('are as high as the fullest needs', () => {
    expect(smallCardLines(tiny, room, [])).toBe(1);
    expect(smallCardLines(tiny, room, [marks(1), marks(10), marks(4)])).toBe(3);
    expect(smallCardLines(tiny, room, [{ ...marks(2), mode: 'stacks' }])).toBeCloseTo(4.2);
  });

  it('have room for taints where these are shown', () => {
    const tainted = { ...marks(1), taints: 2 };
    expect(smallCardLines(tiny, room, [tainted])).toBe(1);
    expect(smallCardLines({ ...tiny, density: 'compact' }, room, [tainted])).toBe(3);
  });

  it('are not for large ones', () => {
    expect(smallCardLines({ density: 'cosy', scale: 1 }, room, [marks(3)])).toBeUndefined();
  });
});
