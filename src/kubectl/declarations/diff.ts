import type { CommandDeclaration } from '../command-line/declaration.ts';
import * as shared from './shared-flags.ts';

export const diff: CommandDeclaration = {
  use: 'diff -f FILENAME',
  short: 'Diff the live version against a would-be applied version',
  long: `Diff configurations specified by file name or stdin between the current online configuration, and the configuration as it would be if applied.

 The output is always YAML.

 KUBECTL_EXTERNAL_DIFF environment variable can be used to select your own diff command. Users can use external commands with params too, example: KUBECTL_EXTERNAL_DIFF="colordiff -N -u"

 By default, the "diff" command available in your path will be run with the "-u" (unified diff) and "-N" (treat absent files as empty) options.

 Exit status: 0 No differences were found. 1 Differences were found. >1 Kubectl or diff failed with an error.

 Note: KUBECTL_EXTERNAL_DIFF, if used, is expected to follow that convention.`,
  example: `  # Diff resources included in pod.json
  kubectl diff -f pod.json
  
  # Diff file read from stdin
  cat service.yaml | kubectl diff -f -`,
  flags: [
    {
      name: 'concurrency',
      type: 'int',
      default: '1',
      usage:
        'Number of objects to process in parallel when diffing against the live version. Larger number = faster, but more memory, I/O and CPU over that shorter period of time.',
    },
    shared.fieldManager3,
    {
      name: 'filename',
      shorthand: 'f',
      type: 'stringSlice',
      default: '[]',
      usage: 'Filename, directory, or URL to files contains the configuration to diff',
    },
    shared.forceConflicts,
    shared.kustomize,
    {
      name: 'prune',
      type: 'bool',
      default: 'false',
      usage:
        'Include resources that would be deleted by pruning. Can be used with -l and default shows all resources would be pruned',
    },
    shared.pruneAllowlist,
    shared.recursive,
    shared.selector,
    shared.serverSide,
    {
      name: 'show-managed-fields',
      type: 'bool',
      default: 'false',
      usage: 'If true, include managed fields in the diff.',
    },
    {
      name: 'show-secrets',
      type: 'bool',
      default: 'false',
      usage: 'If true, do not mask secret values in the diff.',
    },
  ],
};
