import type { ITheme } from '@xterm/xterm';
import { themeColour } from '../kit/theme-colour.ts';

/** The page's colours for a terminal. */
export function terminalTheme(): ITheme {
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
