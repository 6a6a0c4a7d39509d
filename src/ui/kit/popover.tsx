import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEffect, useId, useRef } from 'react';
import { Button } from './button.tsx';
import styles from './popover.module.css';

/** A button and the small panel that it opens. A click inside that chooses something closes it again. */
export function Popover(props: {
  readonly icon?: LucideIcon;
  readonly label: string;
  readonly iconOnly?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const place = (): void => {
    if (!trigger.current || !panel.current) return;
    const from = trigger.current.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = panel.current;
    const left = Math.min(Math.max(8, from.right - offsetWidth), innerWidth - offsetWidth - 8);
    const below = from.bottom + 6 + offsetHeight <= innerHeight;
    panel.current.style.left = `${left}px`;
    panel.current.style.top = `${below ? from.bottom + 6 : Math.max(8, from.top - 6 - offsetHeight)}px`;
  };
  useEffect(() => {
    const element = panel.current;
    const close = (event: MouseEvent): void => {
      if ((event.target as Element).closest('[data-closes]')) element?.hidePopover();
    };
    element?.addEventListener('click', close);
    return () => element?.removeEventListener('click', close);
  }, []);
  return (
    <>
      <Button
        ref={trigger}
        icon={props.icon}
        label={props.label}
        iconOnly={props.iconOnly}
        className={props.className}
        popoverTarget={id}
      />
      <div ref={panel} id={id} popover="auto" className={styles.panel} onToggle={place}>
        {props.children}
      </div>
    </>
  );
}
