import { parseGoDuration } from '../../api/go-duration.ts';
import { goQuote } from '../../api/go-text.ts';
import { structured, type LogLine } from '../../api/klog.ts';
import { decodeConfiguration } from './decode.ts';
import { defaultConfiguration } from './defaults.ts';
import { currentMinor, FeatureGates, parseBool } from './feature-gates.ts';
import { FlagError, parseFlags, type ParsedFlags } from './flags.ts';
import { schedulerFlags } from './scheduler-flags.ts';
import { ConfigurationError, type KubeSchedulerConfiguration } from './types.ts';
import { schedulerUsage } from './usage.ts';
import { validateConfiguration } from './validate.ts';

/** What a command line may look at where it runs. */
export interface Surroundings {
  /** A file's text; undefined where there is none. */
  readFile(path: string): string | undefined;
  /** Whether a service account's token and the API server's address are there, as in a pod. */
  readonly inCluster: boolean;
}

/** What a scheduler is started with. */
export interface SchedulerOptions {
  readonly configuration: KubeSchedulerConfiguration;
  readonly gates: FeatureGates;
  readonly podMaxInUnschedulablePodsMs: number;
  /** What `-v` says. */
  readonly verbosity: number;
  /** Where the effective configuration is to be written instead of starting; empty: nowhere. */
  readonly writeConfigTo: string;
  readonly kubeconfig: string;
  readonly flags: ParsedFlags;
}

/** Start, or end at once having said this. */
export type CommandLine =
  | { readonly kind: 'start'; readonly options: SchedulerOptions; readonly log: readonly LogLine[] }
  | CommandLineEnd;

export interface CommandLineEnd {
  readonly kind: 'end';
  readonly exitCode: number;
  readonly stdout: readonly string[];
  /** Plain lines before the log, such as the usage text. */
  readonly stderr: readonly string[];
  readonly log: readonly LogLine[];
  /** The error without decoration; absent when there is none. */
  readonly error?: string;
}

export const schedulerVersion = 'v1.36.3';

/**
 * Reads kube-scheduler's command line (without the program's name) and the configuration that it
 * names. Models cmd/kube-scheduler/app (v1.36).
 */
export function readCommandLine(argv: readonly string[], surroundings: Surroundings): CommandLine {
  let flags: ParsedFlags;
  try {
    flags = parseFlags(argv, schedulerFlags);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    const stderr = [...schedulerUsage(), `Error: ${error.message}`];
    return { kind: 'end', exitCode: 1, stdout: [], stderr, log: [], error: error.message };
  }
  if (flags.rest.length > 0) {
    const got = flags.rest.map(goQuote).join(' ');
    const error = `"kube-scheduler" does not take any arguments, got [${got}]`;
    return { kind: 'end', exitCode: 1, stdout: [], stderr: [`Error: ${error}`], log: [], error };
  }
  if (isSet(flags, 'help')) return success(schedulerUsage());
  const version = flags.values.get('version') ?? 'false';
  if (parseBool(version) !== false) return success([`Kubernetes ${schedulerVersion}`]);
  const log: LogLine[] = [];
  try {
    return { kind: 'start', options: optionsOf(flags, surroundings, log), log };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return commandFailed(error.message, log);
  }
}

function success(stdout: readonly string[]): CommandLineEnd {
  return { kind: 'end', exitCode: 0, stdout, stderr: [], log: [] };
}

/** The end of a program that could not start. */
export function commandFailed(message: string, log: readonly LogLine[] = []): CommandLineEnd {
  const failure: LogLine = {
    level: 'E',
    source: 'run.go:72',
    message: structured('command failed', { err: message }),
  };
  return { kind: 'end', exitCode: 1, stdout: [], stderr: [], log: [...log, failure], error: message };
}

function isSet({ values }: ParsedFlags, name: string): boolean {
  return parseBool(values.get(name) ?? 'false') === true;
}

function optionsOf(flags: ParsedFlags, surroundings: Surroundings, log: LogLine[]): SchedulerOptions {
  const minor = emulatedMinor(flags);
  if (minor !== undefined && minor < currentMinor) log.push(emulationWarning);
  const gates = new FeatureGates(minor);
  gates.set(flags.values.get('feature-gates') ?? '');
  checkPort(flags);
  const file = flags.values.get('config') ?? '';
  const given = file === '' ? flagConfiguration(flags) : fileConfiguration(file, surroundings);
  const onReconfigured = (plugin: string): void => {
    const message = 'Default plugin is explicitly re-configured; overriding';
    log.push({ level: 'I', source: 'default_plugins.go:163', message: structured(message, { plugin }) });
  };
  const configuration = defaultConfiguration(given, { gates, onReconfigured });
  // With a file the flags of leader election are looked at after the file was checked.
  if (file !== '') {
    validateConfiguration(configuration);
    applyLeaderElectionFlags(configuration, flags);
  } else {
    applyLeaderElectionFlags(configuration, flags);
  }
  const kubeconfig = kubeconfigOf(flags, configuration, file);
  checkKubeconfig(flags, kubeconfig, surroundings, log);
  checkExtenderFiles(configuration, surroundings);
  return {
    configuration,
    gates,
    podMaxInUnschedulablePodsMs: parseGoDuration(
      flags.values.get('pod-max-in-unschedulable-pods-duration') ?? '5m',
    ),
    verbosity: Number(flags.values.get('v') ?? 0),
    writeConfigTo: flags.values.get('write-config-to') ?? '',
    kubeconfig,
    flags,
  };
}

function emulatedMinor(flags: ParsedFlags): number | undefined {
  const [, minor] = /(?:^|=)1\.(\d+)$/.exec(flags.values.get('emulated-version') ?? '') ?? [];
  return minor === undefined ? undefined : Number(minor);
}

/** A gate that was asked for before the version to emulate was known. */
const emulationWarning: LogLine = {
  level: 'I',
  source: 'feature_gate.go:861',
  message: structured(
    'Warning: SetEmulationVersionAndMinCompatibilityVersion will change already queried feature',
    { featureGate: 'UnknownVersionInteroperabilityProxy', oldValue: true, newValue: false },
  ),
};

function checkPort({ values }: ParsedFlags): void {
  const port = Number(values.get('secure-port') ?? 10259);
  if (port >= 1 && port <= 65535) return;
  throw new ConfigurationError(
    `--secure-port ${port} must be between 1 and 65535, inclusive. It cannot be turned off with 0`,
  );
}

function fileConfiguration(path: string, surroundings: Surroundings): Record<string, unknown> {
  const text = surroundings.readFile(path);
  if (text === undefined) throw new ConfigurationError(`open ${path}: no such file or directory`);
  return decodeConfiguration(text);
}

/** What the deprecated flags say; with a file they are ignored. */
function flagConfiguration({ values }: ParsedFlags): Record<string, unknown> {
  const numberOf = (name: string): number | undefined =>
    values.has(name) ? Number(values.get(name)) : undefined;
  return {
    clientConnection: {
      kubeconfig: values.get('kubeconfig'),
      qps: numberOf('kube-api-qps'),
      burst: numberOf('kube-api-burst'),
      contentType: values.get('kube-api-content-type'),
    },
    enableProfiling: parseBool(values.get('profiling') ?? 'true'),
    enableContentionProfiling: parseBool(values.get('contention-profiling') ?? 'true'),
  };
}

function applyLeaderElectionFlags(configuration: KubeSchedulerConfiguration, { values }: ParsedFlags): void {
  const election = configuration.leaderElection;
  const text = (name: string): string | undefined => values.get(`leader-elect-${name}`);
  configuration.leaderElection = {
    leaderElect: parseBool(values.get('leader-elect') ?? '') ?? election.leaderElect,
    leaseDuration: text('lease-duration') ?? election.leaseDuration,
    renewDeadline: text('renew-deadline') ?? election.renewDeadline,
    retryPeriod: text('retry-period') ?? election.retryPeriod,
    resourceLock: text('resource-lock') ?? election.resourceLock,
    resourceName: text('resource-name') ?? election.resourceName,
    resourceNamespace: text('resource-namespace') ?? election.resourceNamespace,
  };
}

function kubeconfigOf(
  { values }: ParsedFlags,
  configuration: KubeSchedulerConfiguration,
  file: string,
): string {
  const fromFlags = file === '' ? values.get('kubeconfig') : undefined;
  return fromFlags ?? configuration.clientConnection.kubeconfig ?? '';
}

function checkKubeconfig(
  { values }: ParsedFlags,
  kubeconfig: string,
  surroundings: Surroundings,
  log: LogLine[],
): void {
  if (kubeconfig !== '') {
    if (surroundings.readFile(kubeconfig) === undefined)
      throw new ConfigurationError(`stat ${kubeconfig}: no such file or directory`);
    return;
  }
  if (values.get('master')) return;
  const warn = (source: string, message: string): void => void log.push({ level: 'W', source, message });
  warn(
    'client_config.go:683',
    'Neither --kubeconfig nor --master was specified.  Using the inClusterConfig.  This might not work.',
  );
  if (surroundings.inCluster) return;
  warn(
    'client_config.go:689',
    'error creating inClusterConfig, falling back to default config: unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined',
  );
  throw new ConfigurationError(
    'invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable',
  );
}

function checkExtenderFiles(
  { extenders = [] }: KubeSchedulerConfiguration,
  surroundings: Surroundings,
): void {
  for (const { tlsConfig } of extenders) {
    for (const path of [tlsConfig?.certFile, tlsConfig?.keyFile, tlsConfig?.caFile]) {
      if (!path || surroundings.readFile(path) !== undefined) continue;
      throw new ConfigurationError(`couldn't build extenders: open ${path}: no such file or directory`);
    }
  }
}
