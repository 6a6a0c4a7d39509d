import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { Button } from './button.tsx';
import styles from './dialog.module.css';

/**
 * A modal dialog of the platform: it keeps the focus, closes with Escape, and gives the focus back. A
 * field with `data-first` has the focus when it opens.
 */
export function Dialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly alert?: boolean;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    element.showModal();
    element.querySelector<HTMLInputElement>('[data-first]')?.select();
  }, []);
  useEffect(() => {
    const element = dialog.current;
    if (!element || props.alert) return undefined;
    // What is around a dialog belongs to it as far as clicks go.
    const leave = (event: MouseEvent): void => {
      if (event.target === element) element.close();
    };
    element.addEventListener('click', leave);
    return () => element.removeEventListener('click', leave);
  }, [props.alert]);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label={props.title}
      role={props.alert ? 'alertdialog' : undefined}
      onClose={props.onClose}
    >
      <div className={styles.body}>
        <header className={styles.header}>
          <h2>{props.title}</h2>
          <Button icon={X} label="Close" iconOnly onClick={() => dialog.current?.close()} />
        </header>
        {props.children}
      </div>
    </dialog>
  );
}
