import { array, assert, constantFrom, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editCommands, keysOf } from './keys.ts';
import { afterSubmit, commonPrefix, newLineEditor, press, replaced } from './line-editor.ts';
import type { LineEditor } from './line-editor.ts';

const left = '\x1b[D';
const right = '\x1b[C';
const up = '\x1b[A';
const down = '\x1b[B';

/** The editor after keys, with a `|` where the cursor is. */
function typed(data: string, editor: LineEditor = newLineEditor()): { editor: LineEditor; shown: string } {
  let after = editor;
  for (const key of keysOf(data)) after = press(after, key).editor;
  const { text, cursor } = after.line;
  return { editor: after, shown: `${text.slice(0, cursor)}|${text.slice(cursor)}` };
}

describe('editing a line', () => {
  const cases: [string, string, string][] = [
    ['inserts at the cursor', `gt${left}e`, 'ge|t'],
    ['left stops at the start', `a${left}${left}b`, 'b|a'],
    ['right stops at the end', `a${right}${right}`, 'a|'],
    ['home and end', `bc\x1b[Ha\x1b[Fd`, 'abcd|'],
    ['Ctrl-A and Ctrl-E', `bc\x01a\x05d`, 'abcd|'],
    ['a word left', `get pods -o wide\x1b[1;5D`, 'get pods -o |wide'],
    ['a word right', `get pods\x01\x1bf`, 'get| pods'],
    ['backspace', `ab\x7f`, 'a|'],
    ['backspace at the start', `\x7fa`, 'a|'],
    ['delete', `ab\x01\x1b[3~`, '|b'],
    ['Ctrl-D deletes where there is text', `ab\x01\x04`, '|b'],
    ['Ctrl-W takes what is between blanks', `get pods/web-1 \x17`, 'get |'],
    ['Alt-D takes the word ahead', `get pods\x01\x1bd`, '| pods'],
    ['Ctrl-U to the start', `get pods${left}\x15`, '|s'],
    ['Ctrl-K to the end', `get pods\x01\x1bf\x0b`, 'get|'],
    ['unknown sequences do nothing', `a\x1b[15~\x1b[200~b`, 'ab|'],
  ];
  it.each(cases)('%s', (_, data, shown) => expect(typed(data).shown).toBe(shown));

  it('keeps the cursor inside the line, whatever is pressed', () => {
    const keys = [...editCommands.keys(), 'a', ' ', 'ß', '-'];
    assert(
      property(array(constantFrom(...keys), { maxLength: 60 }), (pressed) => {
        let editor = newLineEditor(['one two', 'three']);
        for (const key of pressed) editor = press(editor, key).editor;
        expect(editor.line.cursor).toBeGreaterThanOrEqual(0);
        expect(editor.line.cursor).toBeLessThanOrEqual(editor.line.text.length);
      }),
    );
  });
});

describe('history', () => {
  const editor = newLineEditor(['first', 'second']);

  it('goes back and forth, and keeps the draft', () => {
    expect(typed(`dra${up}`, editor).shown).toBe('second|');
    expect(typed(`dra${up}${up}${up}`, editor).shown).toBe('first|');
    expect(typed(`dra${up}${up}${down}${down}`, editor).shown).toBe('dra|');
    expect(typed(`dra${down}`, editor).shown).toBe('dra|');
  });

  it('remembers what was submitted, but no blanks and no repetition', () => {
    expect(afterSubmit(typed('third', editor).editor).history).toEqual(['first', 'second', 'third']);
    expect(afterSubmit(typed('second', editor).editor).history).toEqual(['first', 'second']);
    expect(afterSubmit(typed('  ', editor).editor).history).toEqual(['first', 'second']);
  });

  it('is searched with Ctrl-R, again for older ones', () => {
    const long = newLineEditor(['kubectl get pods', 'ls', 'kubectl get nodes']);
    expect(typed('\x12get', long).shown).toBe('kubectl get nodes|');
    expect(typed('\x12get\x12', long).shown).toBe('kubectl get pods|');
    expect(press(typed('\x12ls', long).editor, '\r').effect).toBe('submit');
    expect(typed('\x12ls\x01', long).shown).toBe('|ls');
  });
});

it('what arrives at once is split into keys', () => {
  expect(keysOf('a\x1b[D\x1bf\r\nb\n')).toEqual(['a', '\x1b[D', '\x1bf', '\r', 'b', '\r']);
});

it('effects are for the owner', () => {
  const { editor } = typed('get');
  expect(press(editor, '\r').effect).toBe('submit');
  expect(press(editor, '\t').effect).toBe('complete');
  expect(press(editor, '\x03').effect).toBe('interrupt');
  expect(press(newLineEditor(), '\x04').effect).toBe('end-of-input');
});

it('completion replaces the word before the cursor', () => {
  expect(replaced({ text: 'get po -A', cursor: 6 }, 4, 'pods')).toEqual({ text: 'get pods -A', cursor: 8 });
  expect(commonPrefix(['pods', 'podtemplates', 'pod'])).toBe('pod');
  expect(commonPrefix([])).toBe('');
});
