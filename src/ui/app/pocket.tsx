import { FileCode2, ListTree, SquareTerminal, X } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Board } from '../board/board.tsx';
import { EditorPanel } from '../editor/editor.tsx';
import { Button } from '../kit/button.tsx';
import { inspect } from '../state/actions.ts';
import { usePage } from '../state/use-page.ts';
import { TerminalPanel } from '../terminal/terminal.tsx';
import { Pane } from './desk.tsx';
import { Inspector, LogPanel } from './later.ts';
import styles from './pocket.module.css';

interface Sheet {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly content: () => ReactNode;
}

const sheets: readonly Sheet[] = [
  { id: 'editor', label: 'Editor', icon: FileCode2, content: () => <EditorPanel plain /> },
  { id: 'terminal', label: 'Terminal', icon: SquareTerminal, content: () => <TerminalPanel /> },
  { id: 'log', label: 'Events', icon: ListTree, content: () => <LogPanel /> },
];

/** A narrow screen: the board, and everything else in sheets above its lower part. */
export function Pocket() {
  const [open, setOpen] = useState<string>();
  const inspected = usePage((state) => state.inspected);
  const sheet = sheets.find(({ id }) => id === open);
  return (
    <div className={styles.pocket}>
      <Board />
      {sheet && !inspected && (
        <div className={styles.sheet}>
          <Button
            icon={X}
            label={`Close ${sheet.label}`}
            iconOnly
            className={styles.close}
            onClick={() => setOpen(undefined)}
          />
          <Pane label={sheet.label}>{sheet.content()}</Pane>
        </div>
      )}
      {inspected && (
        <div className={styles.sheet}>
          <Pane label="Inspector">
            <Inspector object={inspected} />
          </Pane>
        </div>
      )}
      <nav className={styles.nav} aria-label="Panes">
        {sheets.map(({ id, label, icon }) => (
          <Button
            key={id}
            icon={icon}
            label={label}
            aria-pressed={open === id && !inspected}
            onClick={() => {
              inspect(undefined);
              setOpen(open === id ? undefined : id);
            }}
          />
        ))}
      </nav>
    </div>
  );
}
