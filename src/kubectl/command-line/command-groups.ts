import { commandName } from './declaration.ts';
import type { CommandDeclaration } from './declaration.ts';

/** How kubectl's own help page orders its commands. Models kubectl/pkg/cmd.NewKubectlCommand (v1.36). */
const groups: readonly { readonly title: string; readonly names: readonly string[] }[] = [
  { title: 'Basic Commands (Beginner):', names: ['create', 'expose', 'run', 'set'] },
  { title: 'Basic Commands (Intermediate):', names: ['explain', 'get', 'edit', 'delete'] },
  { title: 'Deploy Commands:', names: ['rollout', 'scale', 'autoscale'] },
  {
    title: 'Cluster Management Commands:',
    names: ['certificate', 'cluster-info', 'top', 'cordon', 'uncordon', 'drain', 'taint'],
  },
  {
    title: 'Troubleshooting and Debugging Commands:',
    names: ['describe', 'logs', 'attach', 'exec', 'port-forward', 'proxy', 'cp', 'auth', 'debug', 'events'],
  },
  { title: 'Advanced Commands:', names: ['diff', 'apply', 'patch', 'replace', 'wait', 'kustomize'] },
  { title: 'Settings Commands:', names: ['label', 'annotate', 'completion'] },
  { title: 'Subcommands provided by plugins:', names: [] },
];

/** The commands under their titles; what no group names stands under the last one. */
export function commandGroups(
  commands: readonly CommandDeclaration[],
): { title: string; commands: CommandDeclaration[] }[] {
  const rest = new Map(commands.map((command) => [commandName(command), command]));
  const named = groups.map(({ title, names }) => ({
    title,
    commands: names.flatMap((name) => {
      const command = rest.get(name);
      rest.delete(name);
      return command === undefined ? [] : [command];
    }),
  }));
  return [...named, { title: 'Other Commands:', commands: [...rest.values()] }];
}
