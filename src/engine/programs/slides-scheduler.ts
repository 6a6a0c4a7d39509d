import type { LogLine } from '../api/klog.ts';
import { yamlValue, YamlError } from '../api/yaml.ts';

/** What a kube-scheduler of v1.11 was told, as today's flags and file say it. */
export interface SlidesCommandLine {
  readonly args: readonly string[];
  /** The file that `--config` in `args` names. */
  readonly configPath: string;
  readonly config: string;
}

/** Flags of that time that change nothing here. */
const ignored = new Set([
  'address',
  'master',
  'port',
  'profiling',
  'contention-profiling',
  'algorithm-provider',
  'policy-config-file',
  'policy-configmap',
  'policy-configmap-namespace',
  'use-legacy-policy-config',
  'hard-pod-affinity-symmetric-weight',
  'failure-domains',
  'feature-gates',
  'kube-api-burst',
  'kube-api-qps',
  'kube-api-content-type',
  'azure-container-registry-config',
  'version',
  'write-config-to',
  'logtostderr',
  'alsologtostderr',
  'log-dir',
  'stderrthreshold',
  'v',
  'vmodule',
]);

const known = new Set([
  'config',
  'kubeconfig',
  'scheduler-name',
  'lock-object-name',
  'lock-object-namespace',
  'leader-elect',
  'leader-elect-lease-duration',
  'leader-elect-renew-deadline',
  'leader-elect-retry-period',
  'leader-elect-resource-lock',
]);

/** Where the file lies that stands for the old flags. */
const configPath = '/podyard/kube-scheduler-v1.11.yaml';
const healthzPort = '10251';

/**
 * Reads a command line as kube-scheduler v1.11 did (cmd/kube-scheduler/app/options there); a sentence
 * says what it refuses.
 *
 * Simplified: of the flags of v1.11 those for names, leader election and files count, also beside
 * `--config`, and a name may stand behind `--scheduler-name=` and a blank, as the slides print it.
 */
export function readSlidesCommandLine(
  args: readonly string[],
  readFile: (path: string) => string | undefined,
): SlidesCommandLine | string {
  const flags = new Map<string, string>();
  for (let index = 0; index < args.length; index++) {
    const word = args[index] as string;
    const [, name, value] = /^--?([a-z0-9-]+)(?:=(.*))?$/.exec(word) ?? [];
    if (name === undefined) continue;
    if (!known.has(name) && !ignored.has(name)) return `unknown flag: --${name}`;
    const next = args[index + 1];
    const mayFollow = name !== 'leader-elect' && next !== undefined && !next.startsWith('-');
    flags.set(name, value || (mayFollow ? next : value === undefined ? 'true' : ''));
  }
  const file = readOldConfig(flags.get('config'), readFile);
  if (typeof file === 'string') return file;
  const election = record(file['leaderElection']);
  const connection = record(file['clientConnection']);
  const configuration = {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    clientConnection: {
      kubeconfig:
        flags.get('kubeconfig') ?? text(connection['kubeconfig']) ?? text(connection['kubeConfigFile']) ?? '',
    },
    leaderElection: {
      leaderElect: (flags.get('leader-elect') ?? String(election['leaderElect'] ?? true)) === 'true',
      resourceName: flags.get('lock-object-name') ?? text(election['lockObjectName']) ?? 'kube-scheduler',
      resourceNamespace:
        flags.get('lock-object-namespace') ?? text(election['lockObjectNamespace']) ?? 'kube-system',
      leaseDuration: flags.get('leader-elect-lease-duration') ?? '15s',
      renewDeadline: flags.get('leader-elect-renew-deadline') ?? '10s',
      retryPeriod: flags.get('leader-elect-retry-period') ?? '2s',
    },
    profiles: [{ schedulerName: flags.get('scheduler-name') || nameIn(file) || 'default-scheduler' }],
  };
  return {
    args: [`--config=${configPath}`, `--secure-port=${flags.get('port') ?? healthzPort}`],
    configPath,
    config: JSON.stringify(configuration),
  };
}

function readOldConfig(
  path: string | undefined,
  readFile: (path: string) => string | undefined,
): Record<string, unknown> | string {
  if (!path) return {};
  const content = readFile(path);
  if (content === undefined) return `open ${path}: no such file or directory`;
  try {
    return record(yamlValue(content));
  } catch (error) {
    if (error instanceof YamlError) return error.message;
    throw error;
  }
}

/** The name in a file of v1.11, or of today. */
function nameIn(file: Record<string, unknown>): string | undefined {
  const { schedulerName, profiles } = file;
  return (
    text(schedulerName) ?? text(record(Array.isArray(profiles) ? profiles[0] : undefined)['schedulerName'])
  );
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What it said when it started. */
export function slidesGreeting(version: string): LogLine[] {
  return [
    { level: 'I', source: 'server.go:126', message: `Version: ${version}` },
    { level: 'W', source: 'authorization.go:47', message: 'Authorization is disabled' },
    { level: 'W', source: 'authentication.go:55', message: 'Authentication is disabled' },
    {
      level: 'I',
      source: 'insecure_serving.go:47',
      message: `Serving healthz insecurely on 127.0.0.1:${healthzPort}`,
    },
    {
      level: 'I',
      source: 'controller_utils.go:1025',
      message: 'Waiting for caches to sync for scheduler controller',
    },
    { level: 'I', source: 'controller_utils.go:1032', message: 'Caches are synced for scheduler controller' },
  ];
}

/** A line of today's scheduler in the words of that time; undefined where it had none. */
export function asSlidesLine({ level, source, message }: LogLine): LogLine | undefined {
  const lock = /lock="([^"]*)"/.exec(message)?.[1] ?? '';
  if (message.startsWith('"Attempting to acquire leader lease'))
    return {
      level,
      source: 'leaderelection.go:185',
      message: `attempting to acquire leader lease  ${lock}...`,
    };
  if (message.startsWith('"Successfully acquired lease"'))
    return { level, source: 'leaderelection.go:194', message: `successfully acquired lease ${lock}` };
  return level === 'I' ? undefined : { level, source, message };
}

/** The version that a name says, where it is of the slides' time: `v1.11.3`. */
export function slidesVersion(image: string): string | undefined {
  return /:(v1\.(?:[0-9]|1[0-8])(?:\.\d+)?)$/.exec(image)?.[1];
}
