import { expect, test } from 'vitest';
import { profilesOf } from './profiles.ts';
import { readCommandLine, type CommandLine } from './command-line.ts';

function read(argv: readonly string[], files: Readonly<Record<string, string>> = {}): CommandLine {
  return readCommandLine(argv, { readFile: (path) => files[path], inCluster: true });
}

const second = `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
- schedulerName: my-scheduler
  pluginConfig:
  - name: DynamicResources
    args:
      filterTimeout: 3s
leaderElection:
  leaderElect: false
`;

test('a second scheduler is what its file says', () => {
  const line = read(['--config=/etc/my.yaml', '-v=2'], { '/etc/my.yaml': second });
  if (line.kind !== 'start') throw new Error(line.error);
  const { configuration, verbosity } = line.options;
  expect(verbosity).toBe(2);
  expect(configuration.leaderElection.leaderElect).toBe(false);
  const [profile] = profilesOf(configuration);
  expect(profile?.schedulerName).toBe('my-scheduler');
  expect(profile?.pluginConfig.find(({ name }) => name === 'DynamicResources')?.args).toEqual({
    filterTimeoutMs: 3_000,
    bindingTimeoutMs: 600_000,
  });
});

test.each([
  [['--scheduler-name=x'], 'unknown flag: --scheduler-name'],
  [['--config'], 'flag needs an argument: --config'],
  [['-v'], "flag needs an argument: 'v' in -v"],
  [
    ['--leader-elect=2'],
    'invalid argument "2" for "--leader-elect" flag: strconv.ParseBool: parsing "2": invalid syntax',
  ],
])('%j ends with usage and "%s"', (argv, error) => {
  const line = read(argv);
  expect(line).toMatchObject({ kind: 'end', exitCode: 1, error });
});

test.each([
  ['__proto__: 1', 'unknown field "__proto__"'],
  [
    'profiles: [{pluginConfig: [{name: toString, args: {}}, {name: toString}]}]',
    'Duplicate value: "toString"',
  ],
  [`profiles: ${'['.repeat(200)}`, 'yaml:'],
])('%.40s is refused, and nothing breaks', (text, problem) => {
  const file = `apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n${text}\n`;
  const line = read(['--config=f'], { f: file });
  expect(line).toMatchObject({ kind: 'end', exitCode: 1, error: expect.stringContaining(problem) as string });
});
