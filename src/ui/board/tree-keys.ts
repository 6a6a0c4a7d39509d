import type { KeyboardEvent } from 'react';

const itemSelector = '[role="treeitem"]';
const travelKeys = new Set(['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Home', 'End']);

/**
 * Arrow keys on a tree whose items all are visible: up and down go through them, left to the parent,
 * right to the first child, letters to the next item that begins with them.
 */
export function moveInTree(event: KeyboardEvent<HTMLElement>): boolean {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(itemSelector)];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const goal = at < 0 ? undefined : goalOf(event, items, at);
  // At an end an arrow goes nowhere; it must not move time instead.
  if (!goal && !travelKeys.has(event.key)) return false;
  event.preventDefault();
  event.stopPropagation();
  goal?.focus();
  return true;
}

function goalOf(event: KeyboardEvent, items: readonly HTMLElement[], at: number): HTMLElement | undefined {
  switch (event.key) {
    case 'ArrowDown':
      return items[at + 1];
    case 'ArrowUp':
      return items[at - 1];
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    case 'ArrowLeft':
      return items[at]?.parentElement?.closest<HTMLElement>(itemSelector) ?? undefined;
    case 'ArrowRight':
      return items[at]?.querySelector<HTMLElement>(itemSelector) ?? undefined;
    default:
      return event.ctrlKey || event.metaKey || event.altKey || !/^[a-z0-9]$/i.test(event.key)
        ? undefined
        : [...items.slice(at + 1), ...items.slice(0, at)].find((item) =>
            nameOf(item).startsWith(event.key.toLowerCase()),
          );
  }
}

/** `node node01, Ready, …` begins with node01 for someone who types. */
function nameOf(item: HTMLElement): string {
  return (item.getAttribute('aria-label') ?? '').replace(/^\w+ /, '').toLowerCase();
}
