import type { CommandDeclaration } from '../command-line/declaration.ts';
import * as shared from './shared-flags.ts';

export const cordon: CommandDeclaration = {
  use: 'cordon NODE',
  short: 'Mark node as unschedulable',
  long: 'Mark node as unschedulable.',
  example: `  # Mark node "foo" as unschedulable
  kubectl cordon foo`,
  flags: [shared.dryRun, shared.selector],
};
