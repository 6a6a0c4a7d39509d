import type { CommandDeclaration } from '../command-line/declaration.ts';

export const alpha: CommandDeclaration = {
  use: 'alpha',
  short: 'Commands for features in alpha',
  long: 'These commands correspond to alpha features that are not enabled in Kubernetes clusters by default.',
  flagsInUse: true,
  runnable: false,
};
