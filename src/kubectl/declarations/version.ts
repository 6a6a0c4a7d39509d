import type { CommandDeclaration } from '../command-line/declaration.ts';

export const version: CommandDeclaration = {
  use: 'version',
  short: 'Print the client and server version information',
  long: 'Print the client and server version information for the current context.',
  example: `  # Print the client and server versions for the current context
  kubectl version`,
  flagsInUse: true,
  flags: [
    {
      name: 'client',
      type: 'bool',
      default: 'false',
      usage: 'If true, shows client version only (no server required).',
    },
    { name: 'output', shorthand: 'o', type: 'string', usage: "One of 'yaml' or 'json'." },
  ],
};
