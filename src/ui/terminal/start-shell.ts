import type { Terminal } from '@xterm/xterm';
import { onSessionMessage, send } from '../state/session.ts';
import { page } from '../state/store.ts';
import { playScriptOf, readPlayScript } from './play-script.ts';
import type { PlayStatus } from './player.ts';
import { Shell } from './shell.ts';

/** All terminals remember together what was typed, as shells of one user do. */
let sharedHistory: readonly string[] = [];

/** What may be done with a terminal from outside of it. */
export interface TerminalControl {
  /** Types a script as if by hand. Throws an Error whose message is for its user. */
  play(script: string): void;
  /** What was typed here, as a script. */
  script(): string;
}

/** Opens a shell on a machine and connects it to the screen. Answers how to leave it. */
export function startShell(
  screen: Terminal,
  machine: string,
  on: {
    close: () => void;
    playing: (status: PlayStatus | undefined) => void;
    ready: (control: TerminalControl) => void;
  },
): () => void {
  let id: number | undefined;
  let opening = Promise.resolve();
  let closed = false;
  let shell: Shell | undefined;
  const play = (script: string, pauses: boolean): void => {
    const steps = readPlayScript(script);
    void shell?.play(steps, { pauses });
  };
  const leave = onSessionMessage((message) => {
    // Another session knows nothing of this terminal: it goes on in a new one, with what was typed.
    if (message.type === 'connection' && message.state === 'renewed') opening = open();
    if (!('terminal' in message) || message.terminal !== id) return;
    if (message.type === 'terminal-output') shell?.output(message.text);
    if (message.type === 'terminal-reads') shell?.reads(message.what);
    if (message.type === 'play') {
      try {
        play(message.script, message.pauses);
      } catch (error) {
        shell?.output(`play: ${(error as Error).message}\r\n`);
      }
    }
  });
  /** The terminal's number, once the session knows it. */
  const terminal = async (): Promise<number> => {
    await opening;
    return id ?? 0;
  };
  const host = {
    write: (text: string) => screen.write(text),
    columns: () => screen.cols,
    run: async (line: string) =>
      send('runLine', { terminal: await terminal(), line, columns: screen.cols, rows: screen.rows }),
    complete: async (line: string, cursor: number) =>
      send('complete', { terminal: await terminal(), line, cursor }),
    typed: (text: string | undefined) =>
      void send('typed', { terminal: id ?? 0, text: text ?? '', ...(text === undefined && { ends: true }) }),
    interrupt: () => void send('interrupt', { terminal: id ?? 0 }),
    close: on.close,
    playing: on.playing,
    wait: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    wantsLittleMotion: () => page.getState().still,
  };
  const open = async (): Promise<void> => {
    const { terminal: number, prompt } = await send('openTerminal', { machine });
    if (closed) {
      void send('closeTerminal', { terminal: number });
      return;
    }
    id = number;
    if (shell !== undefined) {
      shell.promptChanged(prompt);
      return;
    }
    const opened = new Shell(host, prompt, sharedHistory);
    shell = opened;
    on.ready({ play: (script) => play(script, true), script: () => playScriptOf(opened.submitted) });
  };
  opening = open();
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
