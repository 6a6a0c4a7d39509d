import type { CommandDeclaration } from '../command-line/declaration.ts';

export const apiVersions: CommandDeclaration = {
  use: 'api-versions',
  short: 'Print the supported API versions on the server, in the form of "group/version"',
  long: 'Print the supported API versions on the server, in the form of "group/version".',
  example: `  # Print the supported API versions
  kubectl api-versions`,
};
