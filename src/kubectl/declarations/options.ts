import type { CommandDeclaration } from '../command-line/declaration.ts';

export const optionsCommand: CommandDeclaration = {
  use: 'options',
  short: 'Print the list of flags inherited by all commands',
  long: 'Print the list of flags inherited by all commands',
  example: `  # Print flags inherited by all commands
  kubectl options`,
  flagsInUse: true,
};
