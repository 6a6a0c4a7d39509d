import { describe, expect, it } from 'vitest';
import { cellAfter, textCells } from './cells.ts';
import { newLineEditor, press } from './line-editor.ts';
import { redraw } from './screen.ts';

describe('cells', () => {
  it.each([
    ['abc', 3],
    ['日本', 4],
    ['한', 2],
    ['e\u0301', 1],
    ['ｆ', 2],
  ])('%s takes its room', (text, cells) => expect(textCells(text)).toBe(cells));

  it('a wide character that does not fit begins the next row', () => {
    expect(cellAfter({ row: 0, column: 0 }, 'abc日', 4)).toEqual({ row: 1, column: 2 });
  });

  it('the cursor stands behind wide characters', () => {
    const { text } = redraw({ cursorRow: 0 }, '$ ', { text: '日本', cursor: 1 }, 80);
    expect(text.endsWith('\r\x1b[4C')).toBe(true);
  });

  it('backspace takes an accent with its letter', () => {
    const editor = press({ ...newLineEditor(), line: { text: 'ae\u0301', cursor: 3 } }, '\x7f').editor;
    expect(editor.line.text).toBe('a');
  });
});
