/** kubectl: text in, API requests out, text back. The only door for code outside this room. */
export { runKubectl } from './command-line/run.ts';
export { absolutePath, neverCancelled } from './environment.ts';
export type { CancelSignal, Environment, Transport } from './environment.ts';
export { completeKubectl } from './complete.ts';
export { lineEdits, unifiedHunks } from './go/unified-diff.ts';
