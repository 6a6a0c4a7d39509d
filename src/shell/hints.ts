import type { Io } from './host.ts';

/** What older material writes, by what a program of today says to it. */
const hints: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [
    /unknown flag: --scheduler-name\b/,
    'kube-scheduler takes its name from a file since v1.23: a KubeSchedulerConfiguration with `profiles: [{schedulerName: my-custom-scheduler}]`, which --config names. A cluster as in the slides (v1.11) takes the flag.',
  ],
  [
    /unknown flag: --lock-object-name\b/,
    'the Lease is named by --leader-elect-resource-name today, or by leaderElection.resourceName in the file of --config.',
  ],
  [
    /unknown flag: --lock-object-namespace\b/,
    'the namespace of the Lease is --leader-elect-resource-namespace today.',
  ],
  [
    /unknown flag: --(address|port)\b/,
    'kube-scheduler serves over HTTPS alone since v1.23: --bind-address and --secure-port (10259) take the place of --address and --port.',
  ],
  [
    /unknown flag: --(policy-config\S*|use-legacy-policy-config|algorithm-provider)\b/,
    'policies became profiles in v1.23: plugins and their weights stand in the file of --config.',
  ],
  [
    /no kind "KubeSchedulerConfiguration" is registered for version "(componentconfig\/v1alpha1|kubescheduler\.config\.k8s\.io\/v1(alpha|beta)\d)"/,
    'the version of a KubeSchedulerConfiguration is kubescheduler.config.k8s.io/v1 today; its schedulerName stands under profiles.',
  ],
  [/error: unknown flag: --name-space\b/, 'the flag is --namespace, or -n.'],
  [
    /"kube-scheduler" does not take any arguments, got \[/,
    'a word stands alone on the command line: is there a blank behind the = of a flag, or a backslash too many at the end of a line?',
  ],
];

const mostText = 200_000;

/** Watches what is written, and knows afterwards what may have been meant. */
export function withHints(io: Io): { readonly io: Io; readonly hints: () => string[] } {
  let text = '';
  const watching =
    (write: Io['stdout']): Io['stdout'] =>
    (piece) => {
      if (text.length < mostText) text += piece;
      write(piece);
    };
  return {
    io: { ...io, stdout: watching(io.stdout), stderr: watching(io.stderr) },
    hints: () => hints.flatMap(([pattern, hint]) => (pattern.test(text) ? [hint] : [])),
  };
}
