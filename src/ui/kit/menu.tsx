import type { LucideIcon } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useLayoutEffect, useRef } from 'react';
import { classNames } from './class-names.ts';
import styles from './menu.module.css';

export interface MenuItem {
  readonly label: string;
  readonly icon?: LucideIcon;
  /** It cannot be taken back. */
  readonly grave?: boolean;
  readonly run: () => void;
}

export interface MenuGroup {
  readonly title?: string;
  readonly items: readonly MenuItem[];
}

/** Where a menu opens: below or beside this box. */
export type MenuPlace = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;

/**
 * A menu of things to do, over everything else. Arrow keys and letters go through it, Escape and a
 * click elsewhere close it, and the focus returns to where it was.
 */
export function Menu(props: {
  readonly label: string;
  readonly groups: readonly MenuGroup[];
  readonly at: MenuPlace;
  readonly onClose: () => void;
}) {
  const panel = useRef<HTMLDivElement>(null);
  const { at, onClose } = props;
  useLayoutEffect(() => {
    const menu = panel.current;
    if (!menu) return undefined;
    const before = document.activeElement;
    menu.showPopover();
    const { offsetWidth, offsetHeight } = menu;
    menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - offsetWidth - 8))}px`;
    const below = at.bottom + 4 + offsetHeight <= innerHeight;
    menu.style.top = `${below ? at.bottom + 4 : Math.max(8, Math.min(at.top, innerHeight - offsetHeight - 8))}px`;
    menu.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [at]);
  const choose = ({ run }: MenuItem): void => {
    onClose();
    run();
  };
  return (
    <div
      ref={panel}
      role="menu"
      tabIndex={-1}
      aria-label={props.label}
      popover="auto"
      className={styles.menu}
      onToggle={(event) => {
        if (event.newState === 'closed') onClose();
      }}
      onKeyDown={onKeyDown}
    >
      {props.groups.map((group, index) => (
        <div key={group.title ?? index} role="group" aria-label={group.title} className={styles.group}>
          {group.title && <span aria-hidden>{group.title}</span>}
          {group.items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className={classNames(styles.item, item.grave && styles.grave)}
              onClick={() => choose(item)}
            >
              {item.icon ? <item.icon aria-hidden size="1.15em" strokeWidth={2} /> : <i />}
              {item.label}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const goal = goalOf(event, items, at);
  if (event.key === 'Tab') event.currentTarget.hidePopover();
  if (!goal && event.key !== 'Tab') return;
  event.preventDefault();
  event.stopPropagation();
  goal?.focus();
}

function goalOf(event: KeyboardEvent, items: readonly HTMLElement[], at: number): HTMLElement | undefined {
  switch (event.key) {
    case 'ArrowDown':
      return items[(at + 1) % items.length];
    case 'ArrowUp':
      return items[(at - 1 + items.length) % items.length];
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default:
      return event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1 || event.key === ' '
        ? undefined
        : [...items.slice(at + 1), ...items.slice(0, at + 1)].find((item) =>
            item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()),
          );
  }
}
