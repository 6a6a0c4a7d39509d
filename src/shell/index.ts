/** The terminal's shell. The only door for code outside this room. */
export { Shell } from './shell.ts';
export { captured } from './captured.ts';
export type { Completion } from './completion.ts';
export type { Io, ShellHost, ShellMachine } from './host.ts';
