import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deepEqual } from '../../../src/engine/sim/plain.ts';
import { buildSchedulerProfiles } from '../../../src/engine/scheduler/build-profiles.ts';
import { commandFailed, readCommandLine } from '../../../src/engine/scheduler/config/command-line.ts';
import { schedulerUsage } from '../../../src/engine/scheduler/config/usage.ts';
import type { KubeSchedulerConfiguration } from '../../../src/engine/scheduler/config/types.ts';
import { extensionPoints } from '../../../src/engine/scheduler/framework/profile.ts';
import type { Framework } from '../../../src/engine/scheduler/framework/runtime/framework.ts';
import type { LogLine } from '../../../src/engine/api/klog.ts';
import { caseFiles, readCases } from '../cases.ts';
import { differences } from '../compare.ts';
import type { CaseResult, ConformanceSet } from '../set.ts';

interface Case {
  readonly name: string;
  readonly config?: string;
  readonly flags: readonly string[];
  readonly exitCode: number;
  readonly error?: string;
  readonly stderr?: readonly string[];
  readonly stdout?: readonly string[];
  readonly effective?: unknown;
  readonly plugins?: unknown;
}

interface Defaults {
  readonly configuration: Record<string, unknown> & { readonly profiles: readonly [DefaultProfile] };
  readonly plugins: Readonly<Record<string, readonly string[]>>;
}

interface DefaultProfile {
  readonly pluginConfig: readonly { readonly name: string; readonly args: unknown }[];
  readonly plugins: Readonly<Record<string, unknown>>;
}

/** Plays one command line as it was recorded: with a kubeconfig, and writing what is effective. */
function play(recorded: Case, defaults: Defaults): string[] {
  const { name: _name, config, flags, ...expected } = recorded;
  const files = new Map([['scheduler.conf', '']]);
  if (config !== undefined) files.set('config.yaml', config);
  const argv = ['--kubeconfig=scheduler.conf', '--write-config-to=out.yaml', ...flags];
  if (config !== undefined) argv.push('--config=config.yaml', '--master=https://127.0.0.1:6443');
  const started = readCommandLine(argv, {
    readFile: (path) => files.get(path),
    inCluster: false,
  });
  const outcome = started.kind === 'end' ? { end: started } : build(started);
  if ('end' in outcome) {
    const { exitCode, stdout, stderr, log, error } = outcome.end;
    const usage = schedulerUsage().length;
    const shown = stderr.length > usage ? ['<usage>', ...stderr.slice(usage)] : stderr;
    const lines = [...shown, ...log.flatMap(logText)];
    return differences(expected, {
      exitCode,
      ...(error !== undefined && { error: withoutCallSite(error) }),
      ...(stdout.length > 0 && { stdout }),
      ...(lines.length > 0 && { stderr: lines }),
    });
  }
  const { configuration, frameworks, log } = outcome;
  const plugins = changedPlugins(reloaded(configuration) ?? frameworks, defaults);
  const stderr = log.flatMap(logText);
  return differences(expected, {
    exitCode: 0,
    ...(stderr.length > 0 && { stderr }),
    effective: effective(configuration, defaults),
    ...(plugins !== undefined && { plugins }),
  });
}

/**
 * The profiles of a configuration that was written out and is read again without flags, which is how
 * the recordings were made.
 */
function reloaded(configuration: KubeSchedulerConfiguration): readonly Framework[] | undefined {
  const files = new Map([
    ['scheduler.conf', ''],
    ['out.yaml', JSON.stringify(configuration)],
  ]);
  const started = readCommandLine(['--config=out.yaml', '--master=https://127.0.0.1:6443'], {
    readFile: (path) => files.get(path),
    inCluster: false,
  });
  const built = started.kind === 'end' ? undefined : build(started);
  return built !== undefined && 'frameworks' in built ? built.frameworks : undefined;
}

type Built =
  | { readonly end: ReturnType<typeof commandFailed> }
  | {
      readonly configuration: KubeSchedulerConfiguration;
      readonly frameworks: readonly Framework[];
      readonly log: readonly LogLine[];
    };

function build(started: Extract<ReturnType<typeof readCommandLine>, { kind: 'start' }>): Built {
  const { configuration, writeConfigTo } = started.options;
  const log = [...started.log];
  try {
    const frameworks = buildSchedulerProfiles(configuration, {
      verbosity: 0,
      write: (line) => log.push(line),
    });
    if (writeConfigTo.includes('/')) {
      return { end: commandFailed(`open ${writeConfigTo}: no such file or directory`, log) };
    }
    return { configuration, frameworks, log };
  } catch (error) {
    return { end: commandFailed((error as Error).message, log) };
  }
}

function logText({ level, source, message }: LogLine): string[] {
  return withoutCallSite(`${level} ${source}] ${message}`).split('\n');
}

/** A position that depends on how the binary was built; ours is that of a release. */
function withoutCallSite(text: string): string {
  return text.replaceAll('pkg/scheduler/apis/config/scheme/scheme.go:29', '<callsite>');
}

/** The parts of a configuration that differ from the default one, as the recordings tell them. */
function effective(configuration: KubeSchedulerConfiguration, defaults: Defaults): Record<string, unknown> {
  const { profiles, clientConnection, ...rest } = configuration;
  const { kubeconfig: _kubeconfig, ...connection } = clientConnection;
  const changed: Record<string, unknown> = {};
  for (const [key, value] of Object.entries({ ...rest, clientConnection: connection }))
    if (!deepEqual(value, defaults.configuration[key])) changed[key] = value;
  const shown = profiles.map((profile) => effectiveProfile(profile, defaults.configuration.profiles[0]));
  const isDefault =
    shown.length === 1 &&
    deepEqual(shown[0], {
      schedulerName: 'default-scheduler',
      pluginConfig: '<default>',
      plugins: '<default>',
    });
  return isDefault ? changed : { ...changed, profiles: shown };
}

function effectiveProfile(
  profile: KubeSchedulerConfiguration['profiles'][number],
  standard: DefaultProfile,
): Record<string, unknown> {
  const { plugins, pluginConfig, ...rest } = profile;
  const byName = new Map(pluginConfig.map(({ name, args }) => [name, args]));
  const changedArgs = standard.pluginConfig
    .filter(({ name, args }) => byName.has(name) && !deepEqual(byName.get(name), args))
    .map(({ name }) => ({ name, args: byName.get(name) }));
  const absent = standard.pluginConfig.map(({ name }) => name).filter((name) => !byName.has(name));
  const changedPoints = Object.entries(plugins).filter(
    ([point, set]) => !deepEqual(set, standard.plugins[point]),
  );
  return {
    ...rest,
    pluginConfig:
      changedArgs.length + absent.length === 0
        ? '<default>'
        : { changed: changedArgs, ...(absent.length > 0 && { absent }) },
    plugins: changedPoints.length === 0 ? '<default>' : Object.fromEntries(changedPoints),
  };
}

/** Profile → point → plugins, where a profile differs. */
function changedPlugins(frameworks: readonly Framework[], defaults: Defaults): unknown {
  const profiles = frameworks.map((framework) => {
    const points = extensionPoints
      .map((point): [string, string[]] => [point, pluginsAt(framework, point)])
      .filter(([point, names]) => !deepEqual(names, defaults.plugins[point] ?? []));
    return [framework.profileName, points.length === 0 ? '<default>' : Object.fromEntries(points)] as const;
  });
  return profiles.every(([, points]) => points === '<default>') ? undefined : Object.fromEntries(profiles);
}

function pluginsAt(framework: Framework, point: (typeof extensionPoints)[number]): string[] {
  const weighted = point === 'score' || point === 'placementScore';
  return framework
    .pluginNames(point)
    .map((name) => (weighted ? `${name}*${framework.scoreWeight(name)}` : name));
}

/** Configurations and command lines: `scheduler/config`. */
export const set: ConformanceSet = {
  name: 'scheduler/config',
  *run(folder): Iterable<CaseResult> {
    const own = join(import.meta.dirname, '../../scheduler/config');
    const home = existsSync(join(folder, 'defaults.json')) ? folder : own;
    const defaults = JSON.parse(readFileSync(join(home, 'defaults.json'), 'utf8')) as Defaults;
    for (const file of caseFiles(folder)) {
      const family = `scheduler/config/${file.replace(/\.jsonl$/, '')}`;
      for (const recorded of readCases<Case>(folder, file))
        yield { family, name: recorded.name, disagreements: play(recorded, defaults) };
    }
  },
};
