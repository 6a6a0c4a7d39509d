import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { useEffect, useRef } from 'react';
import { onThemeChange, themeColour } from '../kit/theme-colour.ts';
import { onSessionMessage, send } from '../state/session.ts';
import { Shell } from './shell.ts';
import styles from './terminal.module.css';

/** All terminals remember together what was typed, as shells of one user do. */
let sharedHistory: readonly string[] = [];

/** One terminal on one machine. Loaded when the first one is looked at. */
export function TerminalScreen(props: {
  readonly machine: string;
  readonly visible: boolean;
  readonly onClose: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const terminal = useRef<Terminal>(undefined);
  const fit = useRef<FitAddon>(undefined);
  const { machine, visible } = props;
  const onClose = useRef(props.onClose);
  onClose.current = props.onClose;

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
      theme: theme(),
      minimumContrastRatio: 4.5,
    });
    const fitting = new FitAddon();
    screen.loadAddon(fitting);
    screen.open(box.current);
    screen.onResize(({ cols }) => box.current?.setAttribute('data-columns', String(cols)));
    screen.textarea?.setAttribute('aria-label', `Terminal on ${machine}`);
    // F6 leaves to the next pane; the page listens for it.
    screen.attachCustomKeyEventHandler((event) => event.key !== 'F6');
    terminal.current = screen;
    fit.current = fitting;
    const closeShell = startShell(screen, machine, () => onClose.current());
    const resize = new ResizeObserver(() => {
      if (box.current && box.current.offsetWidth > 40) fitting.fit();
    });
    resize.observe(box.current);
    const stopTheme = onThemeChange(() => {
      screen.options.theme = theme();
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

  return <div ref={box} className={styles.screen} hidden={!visible} data-terminal={machine} />;
}

function startShell(screen: Terminal, machine: string, onClose: () => void): () => void {
  let id: number | undefined;
  let closed = false;
  let running = false;
  let shell: Shell | undefined;
  const leave = onSessionMessage((message) => {
    if (message.type === 'terminal-output' && message.terminal === id) {
      screen.write(message.text);
      if (!running) shell?.redrawBelow();
    }
    // Another session knows nothing of this terminal: it goes on in a new one, with what was typed.
    if (message.type === 'connection' && message.state === 'renewed') void open();
  });
  const host = {
    write: (text: string) => screen.write(text),
    columns: () => screen.cols,
    run: async (line: string) => {
      running = true;
      try {
        return await send('runLine', { terminal: id ?? 0, line });
      } finally {
        running = false;
      }
    },
    complete: (line: string, cursor: number) => send('complete', { terminal: id ?? 0, line, cursor }),
    interrupt: () => void send('interrupt', { terminal: id ?? 0 }),
    close: onClose,
  };
  const open = async (): Promise<void> => {
    const { terminal, prompt } = await send('openTerminal', { machine });
    if (closed) {
      void send('closeTerminal', { terminal });
      return;
    }
    id = terminal;
    if (shell === undefined) shell = new Shell(host, prompt, sharedHistory);
    else shell.promptChanged(prompt);
  };
  void open();
  const typing = screen.onData((data) => {
    void shell?.type(data).then(() => {
      if (shell) sharedHistory = shell.history;
    });
  });
  const resizing = screen.onResize(() => shell?.resized());
  return () => {
    closed = true;
    leave();
    typing.dispose();
    resizing.dispose();
    if (id !== undefined) void send('closeTerminal', { terminal: id }).catch(() => undefined);
  };
}

function fontSize(): number {
  return Math.round(Number.parseFloat(getComputedStyle(document.body).fontSize) - 1);
}

function theme() {
  const [ink, panel, soft, faint] = [
    themeColour('ink'),
    themeColour('panel'),
    themeColour('soft'),
    themeColour('faint'),
  ];
  const [go, wait, stop, focus] = [
    themeColour('go'),
    themeColour('wait'),
    themeColour('stop'),
    themeColour('focus'),
  ];
  return {
    foreground: ink,
    background: panel,
    cursor: ink,
    cursorAccent: panel,
    selectionBackground: `${focus}55`,
    black: panel,
    red: stop,
    green: go,
    yellow: wait,
    blue: focus,
    magenta: stop,
    cyan: focus,
    white: soft,
    brightBlack: faint,
    brightRed: stop,
    brightGreen: go,
    brightYellow: wait,
    brightBlue: focus,
    brightMagenta: stop,
    brightCyan: focus,
    brightWhite: ink,
  };
}
