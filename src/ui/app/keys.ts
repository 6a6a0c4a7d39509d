import { changeSpeed, inspect, settle, step, stepBack, togglePause, unpin } from '../state/actions.ts';
import { page } from '../state/store.ts';
import { nextTheme } from './theme.ts';

/** Something that a key does anywhere on the page but where text is written. */
export interface Shortcut {
  readonly keys: readonly string[];
  /** How the help writes it. */
  readonly shown: string;
  readonly does: string;
  readonly act: (view: ViewCommands) => void;
}

/** What keys change about the page itself. */
export interface ViewCommands {
  showHelp(): void;
  toggleBoardOnly(): void;
}

export const shortcuts: readonly Shortcut[] = [
  { keys: [' ', 'k'], shown: 'Space or K', does: 'Pause, or let time run', act: togglePause },
  { keys: ['ArrowRight', 'l'], shown: '→ or L', does: 'One event further', act: () => step('event') },
  {
    keys: ['Shift+ArrowRight', 'n'],
    shown: 'Shift → or N',
    does: 'To the next decision',
    act: () => step('decision'),
  },
  { keys: ['ArrowLeft', 'j'], shown: '← or J', does: 'One step back', act: stepBack },
  { keys: ['e'], shown: 'E', does: 'Run until nothing is due', act: settle },
  { keys: ['+', '='], shown: '+', does: 'Faster', act: () => changeSpeed(1) },
  { keys: ['-'], shown: '−', does: 'Slower', act: () => changeSpeed(-1) },
  { keys: ['b'], shown: 'B', does: 'Only the board, or everything', act: (view) => view.toggleBoardOnly() },
  { keys: ['t'], shown: 'T', does: 'Next theme: dark, light, projector', act: nextTheme },
  { keys: ['?'], shown: '?', does: 'This help', act: (view) => view.showHelp() },
  { keys: ['Escape'], shown: 'Esc', does: 'Close the inspector, forget the chosen decision', act: escape },
];

/** Keys that work while something in particular has the focus; told by the help. */
export const localKeys: readonly { readonly shown: string; readonly does: string }[] = [
  { shown: 'F6, Shift F6', does: 'To the next or last pane, also out of editor and terminal' },
  { shown: 'Ctrl/⌘ Enter', does: 'In the editor: apply' },
  { shown: '↑ ↓ ← → Enter', does: 'On the board: to nodes and pods; inspect' },
  { shown: 'Shift Enter, right click', does: 'On the board: what can be done with a node or pod' },
  { shown: '↑ ↓ Enter', does: 'In a table: to a row; open it' },
  { shown: 'Tab, ↑ ↓, Ctrl R, Ctrl C', does: 'In the terminal: complete, history, search, interrupt' },
];

function escape(): void {
  if (page.getState().inspected) inspect(undefined);
  else unpin();
}

/** Listens for all shortcuts. Returns the way to stop. */
export function listenForKeys(view: ViewCommands): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'F6') {
      event.preventDefault();
      goToPane(event.shiftKey ? -1 : 1);
      return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || ownsKey(event)) return;
    const name = event.shiftKey && event.key.length > 1 ? `Shift+${event.key}` : event.key;
    const shortcut = shortcuts.find(({ keys }) =>
      keys.includes(name.length === 1 ? name.toLowerCase() : name),
    );
    if (!shortcut) return;
    event.preventDefault();
    shortcut.act(view);
  };
  addEventListener('keydown', onKeyDown);
  return () => removeEventListener('keydown', onKeyDown);
}

/** Whether what has the focus uses this key itself: text is written there, or it is a control. */
function ownsKey(event: KeyboardEvent): boolean {
  const target = event.target as Element;
  if (document.querySelector('dialog[open], :popover-open')) return true;
  // The editor's surface is neither a field nor editable in the eyes of the DOM.
  if (target.closest('textarea, select, [contenteditable], [data-keys="own"], [role="textbox"]')) return true;
  if (target.closest('input:not([type="checkbox"], [type="range"])')) return true;
  if (event.key === ' ' && target.closest('button, input, a, summary')) return true;
  return (
    event.key.startsWith('Arrow') &&
    target.closest('input, [role="tablist"], [role="slider"], [role="grid"], [role="separator"]') !== null
  );
}

/** Moves the focus to the pane after or before the one that has it. */
function goToPane(by: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    (pane) => pane.offsetParent !== null,
  );
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const to = panes[(at + by + panes.length) % panes.length];
  to?.querySelector<HTMLElement>(
    '.native-edit-context, textarea, [role="tree"], [role="grid"], [role="slider"], [role="tab"][aria-selected="true"], button:not(:disabled)',
  )?.focus();
}
