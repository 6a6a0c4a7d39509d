import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { Board } from '../board/board.tsx';
import { EditorPanel } from '../editor/editor.tsx';
import { usePage } from '../state/use-page.ts';
import { TerminalPanel } from '../terminal/terminal.tsx';
import { Inspector, LogPanel } from './later.ts';
import styles from './desk.module.css';

/** The panes of a wide screen: what one writes on the left, what comes of it on the right. */
export function Desk({ boardOnly }: { readonly boardOnly: boolean }) {
  const inspected = usePage((state) => state.inspected);
  return (
    <Group orientation="horizontal" className={styles.desk}>
      {!boardOnly && (
        <>
          <Panel id="write" defaultSize="32%" minSize={280}>
            <Group orientation="vertical">
              <Panel id="editor" defaultSize="56%" minSize={120}>
                <Pane label="Editor">
                  <EditorPanel plain={false} />
                </Pane>
              </Panel>
              <Separator className={styles.separator} aria-label="Between editor and terminal" />
              <Panel id="terminal" minSize={90}>
                <Pane label="Terminal">
                  <TerminalPanel />
                </Pane>
              </Panel>
            </Group>
          </Panel>
          <Separator className={styles.separator} aria-label="Between editor and board" />
        </>
      )}
      <Panel id="watch" minSize={320}>
        <Group orientation="vertical">
          <Panel id="board" minSize={180}>
            <Board />
          </Panel>
          {!boardOnly && (
            <>
              <Separator className={styles.separator} aria-label="Between board and tables" />
              <Panel id="log" defaultSize="31%" minSize={90}>
                <Pane label="What happened" pane="log">
                  <LogPanel />
                </Pane>
              </Panel>
            </>
          )}
        </Group>
      </Panel>
      {inspected && (
        <>
          <Separator className={styles.separator} aria-label="Between board and inspector" />
          <Panel id="inspector" defaultSize={400} minSize={240} groupResizeBehavior="preserve-pixel-size">
            <Pane label="Inspector">
              <Inspector object={inspected} />
            </Pane>
          </Panel>
        </>
      )}
    </Group>
  );
}

export function Pane(props: {
  readonly label: string;
  readonly pane?: string;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.pane} aria-label={props.label} data-pane={props.pane}>
      <Suspense>{props.children}</Suspense>
    </section>
  );
}
