import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { useEffect, useRef, useState } from 'react';
import { onThemeChange } from '../kit/theme-colour.ts';
import { objectLinks } from './object-links.ts';
import type { PlayStatus } from './player.ts';
import { startShell, type TerminalControl } from './start-shell.ts';
import { terminalTheme } from './terminal-theme.ts';
import styles from './terminal.module.css';

/** One terminal on one machine. Loaded when the first one is looked at. */
export function TerminalScreen(props: {
  readonly machine: string;
  readonly visible: boolean;
  readonly onClose: () => void;
  readonly onReady: (control: TerminalControl) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const terminal = useRef<Terminal>(undefined);
  const fit = useRef<FitAddon>(undefined);
  const { machine, visible } = props;
  const [playing, setPlaying] = useState<PlayStatus>();
  const on = useRef(props);
  on.current = props;

  useEffect(() => {
    if (!box.current) return undefined;
    const screen = new Terminal({
      screenReaderMode: true,
      convertEol: true,
      cursorBlink: false,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
      fontSize: fontSize(),
      lineHeight: 1.25,
      scrollback: 5_000,
      theme: terminalTheme(),
      minimumContrastRatio: 4.5,
      rightClickSelectsWord: true,
    });
    const fitting = new FitAddon();
    screen.loadAddon(fitting);
    screen.registerLinkProvider(objectLinks(screen));
    screen.open(box.current);
    screen.onResize(({ cols }) => box.current?.setAttribute('data-columns', String(cols)));
    screen.textarea?.setAttribute('aria-label', `Terminal on ${machine}`);
    screen.attachCustomKeyEventHandler((event) => isForTerminal(event, screen));
    terminal.current = screen;
    fit.current = fitting;
    const closeShell = startShell(screen, machine, {
      close: () => on.current.onClose(),
      playing: setPlaying,
      ready: (control) =>
        on.current.onReady({
          ...control,
          play: (script) => {
            control.play(script);
            screen.focus();
          },
        }),
    });
    const resize = new ResizeObserver(() => {
      if (box.current && box.current.offsetWidth > 40) fitting.fit();
    });
    resize.observe(box.current);
    const stopTheme = onThemeChange(() => {
      screen.options.theme = terminalTheme();
      screen.options.fontSize = fontSize();
      fitting.fit();
    });
    return () => {
      stopTheme();
      resize.disconnect();
      closeShell();
      screen.dispose();
    };
  }, [machine]);

  useEffect(() => {
    if (!visible) return;
    fit.current?.fit();
  }, [visible]);

  return (
    <>
      <div ref={box} className={styles.screen} hidden={!visible} data-terminal={machine} />
      {visible && <Playing status={playing} />}
    </>
  );
}

const nextKeys: Readonly<Record<PlayStatus['state'], string>> = {
  typing: 'Escape stops.',
  waiting: 'Space runs it, Escape stops.',
  running: 'Space goes on if it does not end by itself, Escape stops.',
};

/** What is played, for all: a line below the terminal, which screen readers read too. */
function Playing({ status }: { readonly status: PlayStatus | undefined }) {
  return (
    <div role="status" className={styles.playing} data-playing={status?.state}>
      {status && (
        <>
          <b>
            {status.at} of {status.total}
          </b>{' '}
          {status.narration && `${status.narration} `}
          {status.state !== 'typing' && status.line && <code>{status.line}</code>} {nextKeys[status.state]}
        </>
      )}
    </div>
  );
}

/**
 * F6 leaves to the next pane; the page listens for it. Ctrl-C copies where something is selected, and
 * Ctrl-Shift-C and Ctrl-Shift-V copy and paste, as in other terminals.
 */
function isForTerminal(event: KeyboardEvent, screen: Terminal): boolean {
  if (event.key === 'F6') return false;
  const control = event.ctrlKey || event.metaKey;
  const copies = control && event.key.toLowerCase() === 'c' && screen.hasSelection();
  if (copies) {
    if (event.type === 'keydown') {
      void navigator.clipboard?.writeText(screen.getSelection());
      screen.clearSelection();
    }
    event.preventDefault();
    return false;
  }
  // The browser pastes by itself.
  return !(control && event.key.toLowerCase() === 'v');
}

function fontSize(): number {
  return Math.round(Number.parseFloat(getComputedStyle(document.body).fontSize) - 1);
}
