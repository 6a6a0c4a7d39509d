import type { Machine } from '../machine/machine.ts';
import { readCommandLine, type Surroundings } from '../scheduler/config/command-line.ts';
import { startScheduler } from '../scheduler/start-scheduler.ts';
import { identityOf, isInCluster } from './credentials.ts';
import { flagValue } from './flag-value.ts';
import { klogLine } from './klog-line.ts';
import type { Program, ProgramContext } from './program.ts';
import type { SchedulerRun } from './trace.ts';

const userAgent = 'kube-scheduler/v1.36.3 (linux/amd64) kubernetes';

/** The ports of schedulers that share their machine's network. */
const openPorts = new WeakMap<Machine, Set<string>>();

/** A kube-scheduler, while this program runs. */
export const kubeScheduler: Program = (context) => {
  const { sim, args, log, readFile, config, connection, trace } = context;
  const surroundings: Surroundings = { readFile, inCluster: isInCluster(context) };
  const { names, kubeconfig } = whatItServes(args, surroundings);
  const run = (running: boolean): void => tell(context, names, running);
  const scheduler = startScheduler({
    sim,
    client: connection.clients.clientFor(connection.handler, identityOf(context, kubeconfig), userAgent),
    argv: args,
    surroundings,
    hostname: config.hostNetwork ? config.machine.name : config.podName,
    ...(config.hostNetwork && { openPorts: portsOf(config.machine) }),
    trace,
    log: (line) => log(klogLine(line, sim.nowMs), 'stderr'),
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
};

function portsOf(machine: Machine): Set<string> {
  const ports = openPorts.get(machine) ?? new Set<string>();
  openPorts.set(machine, ports);
  return ports;
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
    servedBy: `${config.podNamespace}/${config.podName}`,
    running,
  };
  trace.write(record);
}
