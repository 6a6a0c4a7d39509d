import { editCommands } from './keys.ts';
import type { EditCommand } from './keys.ts';

/** A line of input while it is written. */
export interface Line {
  readonly text: string;
  readonly cursor: number;
}

export interface LineEditor {
  readonly line: Line;
  /** Lines that were submitted, oldest first. */
  readonly history: readonly string[];
  /** The place in the history that is shown; its length means the line itself. */
  readonly at: number;
  /** The line as it was before going back in history. */
  readonly draft: string;
  /** What Ctrl-R looks for. */
  readonly search?: string;
}

/** What the one who owns the editor has to do. */
export type LineEffect = 'submit' | 'interrupt' | 'complete' | 'end-of-input' | 'clear';

const emptyLine: Line = { text: '', cursor: 0 };
const historyLimit = 500;

export function newLineEditor(history: readonly string[] = []): LineEditor {
  return { line: emptyLine, history, at: history.length, draft: '' };
}

/** The editor after a key, and what the key asks for beyond editing. */
export function press(editor: LineEditor, key: string): { editor: LineEditor; effect?: LineEffect } {
  if (editor.search !== undefined) return pressInSearch(editor, editor.search, key);
  const command = editCommands.get(key);
  if (command === undefined) {
    // An unknown sequence or control character does nothing.
    return { editor: key < ' ' ? editor : { ...editor, line: inserted(editor.line, key) } };
  }
  switch (command) {
    case 'older':
      return { editor: shownFromHistory(editor, editor.at - 1) };
    case 'newer':
      return { editor: shownFromHistory(editor, editor.at + 1) };
    case 'search':
      return { editor: { ...editor, search: '' } };
    case 'end-of-input':
      return editor.line.text === ''
        ? { editor, effect: command }
        : { editor: { ...editor, line: edited(editor.line, 'delete-right') } };
    case 'submit':
    case 'interrupt':
    case 'complete':
    case 'clear':
      return { editor, effect: command };
    default:
      return { editor: { ...editor, line: edited(editor.line, command) } };
  }
}

/** The editor for the next line, with the last one in its history unless it repeats the one before. */
export function afterSubmit(editor: LineEditor): LineEditor {
  const entry = editor.line.text;
  const repeats = entry.trim() === '' || editor.history.at(-1) === entry;
  const history = repeats ? editor.history : [...editor.history, entry].slice(-historyLimit);
  return newLineEditor(history);
}

function inserted(line: Line, text: string): Line {
  return {
    text: line.text.slice(0, line.cursor) + text + line.text.slice(line.cursor),
    cursor: line.cursor + text.length,
  };
}

/** The line with everything between `from` and the cursor replaced. */
export function replaced(line: Line, from: number, text: string): Line {
  return { text: line.text.slice(0, from) + text + line.text.slice(line.cursor), cursor: from + text.length };
}

function edited({ text, cursor }: Line, command: EditCommand): Line {
  const without = (from: number, to: number): Line => ({
    text: text.slice(0, from) + text.slice(to),
    cursor: from,
  });
  switch (command) {
    case 'left':
      return { text, cursor: signStart(text, cursor) };
    case 'right':
      return { text, cursor: signEnd(text, cursor) };
    case 'word-left':
      return { text, cursor: wordStart(text, cursor) };
    case 'word-right':
      return { text, cursor: wordEnd(text, cursor) };
    case 'start':
      return { text, cursor: 0 };
    case 'end':
      return { text, cursor: text.length };
    case 'delete-left':
      return without(signStart(text, cursor), cursor);
    case 'delete-right':
      return without(cursor, signEnd(text, cursor));
    case 'delete-word-left':
      return without(blankWordStart(text, cursor), cursor);
    case 'delete-word-right':
      return without(cursor, wordEnd(text, cursor));
    case 'delete-to-start':
      return without(0, cursor);
    case 'delete-to-end':
      return without(cursor, text.length);
    default:
      return { text, cursor };
  }
}

const signs = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Where the sign before the cursor begins: an accent belongs to its letter. */
function signStart(text: string, cursor: number): number {
  let start = 0;
  for (const { index } of signs.segment(text.slice(0, cursor))) start = index;
  return start;
}

function signEnd(text: string, cursor: number): number {
  const [next] = signs.segment(text.slice(cursor));
  return cursor + (next?.segment.length ?? 0);
}

const inWord = /[\p{L}\p{N}]/u;

function wordStart(text: string, cursor: number): number {
  let at = cursor;
  while (at > 0 && !inWord.test(text[at - 1] ?? '')) at -= 1;
  while (at > 0 && inWord.test(text[at - 1] ?? '')) at -= 1;
  return at;
}

function wordEnd(text: string, cursor: number): number {
  let at = cursor;
  while (at < text.length && !inWord.test(text[at] ?? '')) at += 1;
  while (at < text.length && inWord.test(text[at] ?? '')) at += 1;
  return at;
}

/** Ctrl-W takes what is between blanks, as a shell does. */
function blankWordStart(text: string, cursor: number): number {
  let at = cursor;
  while (at > 0 && text[at - 1] === ' ') at -= 1;
  while (at > 0 && text[at - 1] !== ' ') at -= 1;
  return at;
}

function shownFromHistory(editor: LineEditor, at: number): LineEditor {
  const { history, line } = editor;
  if (at < 0 || at > history.length) return editor;
  const draft = editor.at === history.length ? line.text : editor.draft;
  const text = history[at] ?? draft;
  return { ...editor, at, draft, line: { text, cursor: text.length } };
}

function pressInSearch(
  editor: LineEditor,
  search: string,
  key: string,
): { editor: LineEditor; effect?: LineEffect } {
  const found = (query: string, before: number): LineEditor => {
    const at = editor.history.findLastIndex((entry, index) => index < before && entry.includes(query));
    const text = editor.history[at];
    return text === undefined || query === ''
      ? { ...editor, search: query }
      : { ...editor, search: query, at, line: { text, cursor: text.length } };
  };
  if (key === '\x12') return { editor: found(search, editor.at) };
  if (key === '\x7f') return { editor: found(search.slice(0, -1), editor.history.length) };
  if (key >= ' ' && !key.startsWith('\x1b')) return { editor: found(search + key, editor.history.length) };
  const { search: _over, ...ended } = editor;
  // Escape keeps the line; every other key ends the search and then does what it does.
  return key === '\x1b' ? { editor: ended } : press(ended, key);
}

/** The longest common beginning of all candidates. */
export function commonPrefix(candidates: readonly string[]): string {
  let prefix = candidates[0] ?? '';
  for (const candidate of candidates) {
    while (!candidate.startsWith(prefix)) prefix = prefix.slice(0, -1);
  }
  return prefix;
}
