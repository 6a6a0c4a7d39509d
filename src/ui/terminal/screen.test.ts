import { describe, expect, it } from 'vitest';
import { redraw } from './screen.ts';

describe('drawing a line', () => {
  it('puts the cursor back to its place', () => {
    const { text, drawn } = redraw({ cursorRow: 0 }, '$ ', { text: 'abc', cursor: 1 }, 80);
    expect(text).toBe('\r\x1b[J$ abc\r\x1b[3C');
    expect(drawn.cursorRow).toBe(0);
  });

  it('goes up over the rows that were drawn before', () => {
    const long = redraw({ cursorRow: 0 }, '$ ', { text: 'x'.repeat(20), cursor: 20 }, 10);
    expect(long.drawn.cursorRow).toBe(2);
    expect(redraw(long.drawn, '$ ', { text: '', cursor: 0 }, 10).text.startsWith('\x1b[2A\r\x1b[J')).toBe(
      true,
    );
  });

  it('a line that fills its row exactly has its cursor on the next', () => {
    const { text, drawn } = redraw({ cursorRow: 0 }, '$ ', { text: 'x'.repeat(8), cursor: 8 }, 10);
    expect(text.endsWith('\r\n\r')).toBe(true);
    expect(drawn.cursorRow).toBe(1);
  });

  it('colours in the prompt take no room', () => {
    const { text } = redraw({ cursorRow: 0 }, '\x1b[32m$\x1b[0m ', { text: '', cursor: 0 }, 80);
    expect(text.endsWith('\r\x1b[2C')).toBe(true);
  });
});
