import type { CommandDeclaration } from '../command-line/declaration.ts';
import * as shared from './shared-flags.ts';

export const uncordon: CommandDeclaration = {
  use: 'uncordon NODE',
  short: 'Mark node as schedulable',
  long: 'Mark node as schedulable.',
  example: `  # Mark node "foo" as schedulable
  kubectl uncordon foo`,
  flags: [shared.dryRun, shared.selector],
};
