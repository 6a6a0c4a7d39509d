/** The terminal's shell. The only door for code outside this room. */
export { Shell } from './shell.ts';
export { cancelSignal } from './cancel.ts';
export { captured } from './captured.ts';
export { noInput, textInput, type Input, type Keyboard, type KeyOptions } from './input.ts';
export type { Completion } from './completion.ts';
export type { Answer, Fetched, Io, Screen, ShellHost, ShellMachine } from './host.ts';
