import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../kit/button.tsx';
import { useMedia } from '../kit/use-media.ts';
import type { PageAddress } from '../state/start.ts';
import { Refusal, onSessionMessage } from '../state/session.ts';
import { page } from '../state/store.ts';
import { usePage } from '../state/use-page.ts';
import { AddNodeDialog } from '../menus/add-node-dialog.tsx';
import { BoardMenus } from '../menus/board-menus.tsx';
import { TroublesBar } from '../menus/troubles-bar.tsx';
import { say } from '../state/cluster-actions.ts';
import { Timeline } from '../timeline/timeline.tsx';

import styles from './app.module.css';
import { Lost } from './company.tsx';
import { CrashDialog } from './crash-dialog.tsx';
import { Desk } from './desk.tsx';
import { Header } from './header.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { listenForKeys } from './keys.ts';
import { Pocket } from './pocket.tsx';

/** The whole page. */
export function App(props: { readonly address: PageAddress; readonly opening: Promise<string | undefined> }) {
  const { opening } = props;
  const narrow = useMedia('(max-width: 720px)');
  const still = useMedia('(prefers-reduced-motion: reduce)');
  const [boardOnly, setBoardOnly] = useState(false);
  const [dialog, setDialog] = useState<'help' | 'add-node'>();
  const notice = usePage((state) => state.notice);
  const crash = usePage((state) => state.mirror.crash);
  const [seenCrash, setSeenCrash] = useState<typeof crash>();

  useEffect(() => page.setState({ still }), [still]);
  useEffect(
    () =>
      listenForKeys({
        showHelp: () => setDialog('help'),
        toggleBoardOnly: () => setBoardOnly((before) => !before),
      }),
    [],
  );
  useEffect(() => {
    opening.then(
      (problem) => say(problem),
      (error: unknown) =>
        say(`The cluster could not be started: ${error instanceof Error ? error.message : String(error)}`),
    );
  }, [opening]);
  useEffect(() => {
    const onRejection = (event: PromiseRejectionEvent): void => {
      if (!(event.reason instanceof Refusal)) return;
      event.preventDefault();
      say(event.reason.message);
    };
    addEventListener('unhandledrejection', onRejection);
    return () => removeEventListener('unhandledrejection', onRejection);
  }, []);
  useEffect(
    () =>
      onSessionMessage((message) => {
        if (message.type === 'forked')
          say('A new branch begins here: what came after this moment is given up.');
      }),
    [],
  );

  return (
    <div className={styles.page} data-embed={props.address.embed || undefined}>
      <Header
        embed={props.address.embed}
        boardOnly={boardOnly}
        onBoardOnly={() => setBoardOnly(!boardOnly)}
        onHelp={() => setDialog('help')}
        onAddNode={() => setDialog('add-node')}
      />
      <Lost />
      <TroublesBar />
      <main className={styles.main}>
        {narrow ? <Pocket /> : <Desk boardOnly={boardOnly} />}
        <BoardMenus />
      </main>
      <Timeline />
      {notice && (
        <div className={styles.message} role="status">
          <span>{notice}</span>
          <Button icon={X} label="Close the message" iconOnly onClick={() => say(undefined)} />
        </div>
      )}
      {dialog === 'help' && <HelpDialog onClose={() => setDialog(undefined)} />}
      {dialog === 'add-node' && <AddNodeDialog onClose={() => setDialog(undefined)} />}
      {crash && crash !== seenCrash && <CrashDialog crash={crash} onClose={() => setSeenCrash(crash)} />}
    </div>
  );
}
