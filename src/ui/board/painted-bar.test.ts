import { expect, it } from 'vitest';
import { paintedBar } from './painted-bar.ts';

it('paints segments one after the other', () => {
  expect(
    paintedBar([
      { part: 0.25, hue: 250 },
      { part: 0, hue: 20 },
      { part: 0.5, hue: undefined },
    ]),
  ).toBe(
    'linear-gradient(90deg, oklch(var(--pod-l) var(--pod-c) 250) 0% calc(25% - 1px), var(--panel) calc(25% - 1px) 25%, ' +
      'color-mix(in oklch, var(--faint) 75%, var(--panel)) 25% calc(75% - 1px), var(--panel) calc(75% - 1px) 75%, transparent 75%)',
  );
});

it('paints nothing where nothing is asked for, and no more than the whole', () => {
  expect(paintedBar([])).toBe('none');
  expect(paintedBar([{ part: 3, hue: 1 }])).toContain('transparent 100%');
});
