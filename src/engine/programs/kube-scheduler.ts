import type { LogLine } from '../api/klog.ts';
import { readCommandLine, type Surroundings } from '../scheduler/config/command-line.ts';
import { startScheduler } from '../scheduler/start-scheduler.ts';
import { identityOf, isInCluster } from './credentials.ts';
import { extenderTransport } from './extender-transport.ts';
import { flagValue } from './flag-value.ts';
import { klogLine } from './klog-line.ts';
import { portsOf } from './open-ports.ts';
import type { Program, ProgramContext, RunningProgram } from './program.ts';
import { asSlidesLine, readSlidesCommandLine, slidesGreeting, slidesVersion } from './slides-scheduler.ts';
import type { SchedulerRun } from './trace.ts';

const userAgent = 'kube-scheduler/v1.36.3 (linux/amd64) kubernetes';

/** A kube-scheduler, while this program runs: of v1.36, or of the slides' time where that is asked for. */
export const kubeScheduler: Program = (context) => {
  const version = context.asInSlides ? slidesVersion(context.config.image) : undefined;
  return version === undefined ? runScheduler(context) : runSlidesScheduler(context, version);
};

/**
 * Simplified: what the slides leave out is there: the mount of a kubeconfig (it is read from the
 * machine), and the right to a Lease of another name.
 */
function runSlidesScheduler(context: ProgramContext, version: string): RunningProgram {
  const { sim, log, config } = context;
  const readFile = (path: string): string | undefined =>
    context.readFile(path) ?? config.machine.files.read(path);
  const line = readSlidesCommandLine(context.args, readFile);
  if (typeof line === 'string') {
    log(`Error: ${line}`, 'stderr');
    context.exit(1);
    return { stop: () => {} };
  }
  for (const said of slidesGreeting(version)) log(klogLine(said, sim.nowMs), 'stderr');
  return runScheduler(
    {
      ...context,
      args: line.args,
      readFile: (path) => (path === line.configPath ? line.config : readFile(path)),
    },
    { said: asSlidesLine, groups: ['system:masters'] },
  );
}

interface Manner {
  /** How a line of the log is said; undefined = not at all. */
  readonly said: (line: LogLine) => LogLine | undefined;
  /** Of whom it is one beside those of its credentials. */
  readonly groups: readonly string[];
}

function runScheduler(
  context: ProgramContext,
  { said, groups }: Manner = { said: (line) => line, groups: [] },
): RunningProgram {
  const { sim, args, log, readFile, config, connection, trace } = context;
  const surroundings: Surroundings = { readFile, inCluster: isInCluster(context) };
  const { names, kubeconfig } = whatItServes(args, surroundings);
  const run = (running: boolean): void => tell(context, names, running);
  const own = identityOf(context, kubeconfig);
  const user = { ...own, groups: [...(own.groups ?? []), ...groups] };
  const scheduler = startScheduler({
    sim,
    client: connection.clients.clientFor(connection.handler, user, userAgent),
    argv: args,
    surroundings,
    hostname: config.hostNetwork ? config.machine.name : config.podName,
    ...(config.hostNetwork && { openPorts: portsOf(config.machine) }),
    transport: extenderTransport(context),
    trace,
    log: (line) => {
      const shown = said(line);
      if (shown !== undefined) log(klogLine(shown, sim.nowMs), 'stderr');
    },
    print: (line) => log(line, 'stderr'),
    onExit: (code) => {
      run(false);
      context.exit(code);
    },
  });
  run(true);
  const securePort = Number(flagValue(args, 'secure-port') ?? 10259);
  const listens = (port: number): boolean => port === securePort;
  return {
    stop: () => scheduler.stop(),
    kill: () => {
      scheduler.kill();
      run(false);
    },
    listens,
    http: (port) => (listens(port) ? 200 : undefined),
  };
}

function whatItServes(
  args: readonly string[],
  surroundings: Surroundings,
): { names: readonly string[]; kubeconfig: string | undefined } {
  const line = readCommandLine(args, surroundings);
  if (line.kind === 'end') return { names: [], kubeconfig: undefined };
  const { configuration, kubeconfig } = line.options;
  return {
    names: configuration.profiles.flatMap(({ schedulerName }) => schedulerName ?? []),
    kubeconfig: configuration.clientConnection.kubeconfig || kubeconfig,
  };
}

function tell({ sim, trace, config }: ProgramContext, schedulers: readonly string[], running: boolean): void {
  if (schedulers.length === 0 || !trace.wanted('scheduler-run')) return;
  const record: SchedulerRun = {
    kind: 'scheduler-run',
    atMs: sim.nowMs,
    schedulers,
    servedBy: config.podUid === '' ? config.podName : `${config.podNamespace}/${config.podName}`,
    running,
  };
  trace.write(record);
}
