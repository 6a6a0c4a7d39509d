import type { KeyboardEvent, ReactNode } from 'react';
import { useEffect, useId, useRef } from 'react';
import styles from './tabs.module.css';
import { classNames } from './class-names.ts';

export interface Tab {
  readonly id: string;
  readonly label: string;
  /** Told beside the label: a count, or a mark for something unsaved. */
  readonly note?: ReactNode;
}

/** A strip of tabs and the panel of the chosen one. Arrow keys, Home and End move; Delete asks to close. */
export function Tabs(props: {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
  readonly onClose?: (id: string) => void;
  /** Controls at the end of the strip. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}) {
  const prefix = useId();
  const list = useRef<HTMLDivElement>(null);
  const idOf = (tab: string): string => `${prefix}-${tab}`;

  useEffect(() => {
    list.current
      ?.querySelector('[aria-selected="true"]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [props.chosen]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const at = props.tabs.findIndex((tab) => tab.id === props.chosen);
    const last = props.tabs.length - 1;
    const moves: Record<string, number> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at <= 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    if (event.key === 'Delete' && props.onClose) {
      event.preventDefault();
      props.onClose(props.chosen);
      return;
    }
    const to = props.tabs[moves[event.key] ?? -1];
    if (!to) return;
    event.preventDefault();
    props.onChoose(to.id);
    document.getElementById(idOf(to.id))?.focus();
  };

  return (
    <div className={styles.tabs}>
      <div className={styles.strip}>
        <div
          className={styles.list}
          role="tablist"
          tabIndex={-1}
          aria-label={props.label}
          ref={list}
          onKeyDown={onKeyDown}
        >
          {props.tabs.map((tab) => (
            <button
              key={tab.id}
              id={idOf(tab.id)}
              type="button"
              role="tab"
              aria-selected={tab.id === props.chosen}
              aria-controls={`${prefix}-panel`}
              tabIndex={tab.id === props.chosen ? 0 : -1}
              className={classNames(styles.tab, tab.id === props.chosen && styles.chosen)}
              onClick={() => props.onChoose(tab.id)}
            >
              {tab.label}
              {tab.note !== undefined && <span className={styles.note}>{tab.note}</span>}
            </button>
          ))}
        </div>
        {props.tools && <div className={styles.tools}>{props.tools}</div>}
      </div>
      <div
        className={styles.panel}
        role="tabpanel"
        id={`${prefix}-panel`}
        aria-labelledby={idOf(props.chosen)}
      >
        {props.children}
      </div>
    </div>
  );
}
