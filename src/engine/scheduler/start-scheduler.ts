import { parseGoDuration } from '../api/go-duration.ts';
import { error, info, type Log, type LogLine } from '../api/klog.ts';
import { configMaps } from '../api/resources.ts';
import { StatusError } from '../api/status-error.ts';
import type { ObjectReference } from '../api/types.ts';
import type { Client } from '../client/client.ts';
import { EventRecorder } from '../client/event-recorder.ts';
import { LeaderElector } from '../client/leader-election.ts';
import type { Simulation } from '../sim/simulation.ts';
import { noTrace, type TraceSink } from '../sim/trace.ts';
import {
  commandFailed,
  readCommandLine,
  type CommandLineEnd,
  type SchedulerOptions,
  type Surroundings,
} from './config/command-line.ts';
import { ConfigurationError } from './config/types.ts';
import type { ExtenderTransport } from './http-extender.ts';
import { Scheduler } from './scheduler.ts';
import {
  logAuthoritiesFollowed,
  logAuthoritiesLeft,
  logAuthoritiesLoaded,
  logServingCertificate,
} from './start-certificates.ts';
import { logConfiguration, logFlags } from './start-details.ts';
import {
  listenAddress,
  logCertificateMade,
  logServing,
  logServingStopped,
  logServingSynced,
  logShutdown,
  logStart,
  logUnrecorded,
  type ClientAuthorities,
} from './start-log.ts';

export interface StartOptions {
  readonly sim: Simulation;
  readonly client: Client;
  /** The command line, without the program's name. */
  readonly argv: readonly string[];
  readonly surroundings: Surroundings;
  /** The name of the machine, or of the pod: events and the Lease's holder carry it. */
  readonly hostname: string;
  /** Ports that are open where it runs; it adds its own while it serves. */
  readonly openPorts?: Set<string>;
  /** How its extenders are reached; they are not where it is absent. */
  readonly transport?: ExtenderTransport;
  readonly trace?: TraceSink;
  /** What it logs. */
  readonly log?: (line: LogLine) => void;
  /** What it prints beside the log: usage, version. */
  readonly print?: (line: string) => void;
  /** The program has ended by itself or after `stop`. Called once. */
  readonly onExit?: (exitCode: number) => void;
}

/** A kube-scheduler that runs. */
export interface RunningScheduler {
  /** How many pods wait in each queue; all zero while it does not place pods. */
  readonly pendingPods: Readonly<Record<'active' | 'backoff' | 'unschedulable' | 'gated', number>>;
  /** SIGTERM: it leaves the election, and ends. */
  stop(): void;
  /** SIGKILL: it is gone, and its Lease runs out. */
  kill(): void;
}

const nonePending = { active: 0, backoff: 0, unschedulable: 0, gated: 0 };

/**
 * Starts a kube-scheduler with a command line, as its program does.
 * Models cmd/kube-scheduler/app/server.go (v1.36).
 */
export function startScheduler(options: StartOptions): RunningScheduler {
  const started = readCommandLine(options.argv, options.surroundings);
  if (started.kind === 'end') return end(options, started);
  for (const line of started.log) options.log?.(line);
  const process = new SchedulerProcess(options, started.options);
  process.start();
  return process;
}

function end({ sim, log, print, onExit }: StartOptions, ended: CommandLineEnd): RunningScheduler {
  for (const line of [...ended.stdout, ...ended.stderr]) print?.(line);
  for (const line of ended.log) log?.(line);
  const exit = sim.soon(() => onExit?.(ended.exitCode));
  return { pendingPods: nonePending, stop: () => {}, kill: () => exit.cancel() };
}

class SchedulerProcess implements RunningScheduler {
  readonly #start: StartOptions;
  readonly #options: SchedulerOptions;
  readonly #log: Log;
  #scheduler: Scheduler | undefined;
  #elector: LeaderElector | undefined;
  readonly #bornMs: number;
  #authorities: ClientAuthorities = 'unknown';
  #ended = false;
  /** The port that it holds. */
  #port: string | undefined;

  constructor(start: StartOptions, options: SchedulerOptions) {
    this.#start = start;
    this.#bornMs = start.sim.nowMs;
    this.#options = options;
    this.#log = { verbosity: options.verbosity, write: (line) => start.log?.(line) };
  }

  get pendingPods(): RunningScheduler['pendingPods'] {
    const queue = this.#scheduler?.queue;
    if (queue === undefined) return nonePending;
    const sleeping = [...queue.unschedulablePods()];
    const gated = sleeping.filter((info) => info.gated).length;
    return {
      active: [...queue.activePods()].length,
      backoff: [...queue.backoffPods()].length,
      unschedulable: sleeping.length - gated,
      gated,
    };
  }

  start(): void {
    const { sim, client, hostname, transport, trace = noTrace } = this.#start;
    const log = this.#log;
    this.#authorities = this.#askAuthorities();
    logFlags(log, this.#options);
    logCertificateMade(log, this.#options);
    if (!this.#listen()) return;
    logStart(log, this.#options, this.#authorities);
    try {
      logConfiguration(log, this.#options.configuration);
      this.#scheduler = new Scheduler({
        sim,
        client,
        options: this.#options,
        hostname,
        transport,
        trace,
        log,
      });
    } catch (problem) {
      if (!(problem instanceof ConfigurationError)) throw problem;
      this.#fail(problem.message);
      return;
    }
    // Simplified: the configuration is checked, but not written anywhere.
    if (this.#options.writeConfigTo !== '') {
      this.#exit(0);
      return;
    }
    logServingCertificate(log, sim.nowMs, this.#bornMs);
    logServing(log, this.#options, this.#authorities);
    logAuthoritiesFollowed(log, this.#authorities);
    if (!this.#canElect()) return;
    const { leaderElection, delayCacheUntilActive } = this.#options.configuration;
    if (!leaderElection.leaderElect) this.#follow(() => this.#run());
    else if (delayCacheUntilActive === true) this.#elect(() => this.#follow(() => this.#run()));
    else this.#follow(() => this.#elect(() => this.#run()));
  }

  /** Models options.CreateListener (v1.36). */
  #listen(): boolean {
    const { openPorts } = this.#start;
    const { address, port } = listenAddress(this.#options);
    if (openPorts?.has(port) === true) {
      const where = `${address}:${port}`;
      const problem = `listen tcp ${where}: bind: address already in use`;
      this.#fail(`failed to create listener: failed to listen on ${where}: ${problem}`);
      return false;
    }
    openPorts?.add(port);
    this.#port = port;
    return true;
  }

  #follow(onSynced: () => void): void {
    const log = this.#log;
    this.#scheduler?.follow(() => {
      if (this.#ended) return;
      logServingSynced(log, this.#authorities);
      logAuthoritiesLoaded(log, this.#authorities, this.#start.sim.nowMs, this.#bornMs);
      info(log, 3, 'server.go:299', 'Handlers synced');
      onSynced();
    });
  }

  stop(): void {
    if (this.#ended) return;
    this.#scheduler?.stop();
    const isElected = this.#elector !== undefined;
    if (this.#elector?.leads === true) logUnrecorded(this.#log);
    this.#elector?.stop();
    logShutdown(this.#log, this.#authorities);
    logAuthoritiesLeft(this.#log, this.#authorities);
    logServingStopped(this.#log, this.#options);
    if (isElected) {
      info(this.#log, 0, 'server.go:324', 'Requested to terminate, exiting');
      this.#exit(0);
    } else this.#fail('finished without leader elect');
  }

  kill(): void {
    this.#close();
    this.#scheduler?.stop();
    this.#elector?.kill();
  }

  /** Asks whom to trust, as a component does that authenticates its own clients. */
  #askAuthorities(): ClientAuthorities {
    const { flags, kubeconfig } = this.#options;
    if (!flags.values.get('authentication-kubeconfig') && kubeconfig !== '') return 'unknown';
    try {
      this.#start.client.get(configMaps, {
        namespace: 'kube-system',
        name: 'extension-apiserver-authentication',
      });
    } catch (problem) {
      if (!(problem instanceof StatusError)) throw problem;
      if (problem.reason === 'Forbidden') return { refused: problem.message };
    }
    return 'known';
  }

  #run(): void {
    if (!this.#ended) this.#scheduler?.run();
  }

  /** The durations of a file were checked when it was read, those of flags were not. */
  #canElect(): boolean {
    const { leaderElect, leaseDuration, renewDeadline, retryPeriod } =
      this.#options.configuration.leaderElection;
    if (!leaderElect) return true;
    const [lease, deadline, retry] = [leaseDuration, renewDeadline, retryPeriod].map(parseGoDuration) as [
      number,
      number,
      number,
    ];
    const problem =
      lease <= deadline
        ? 'leaseDuration must be greater than renewDeadline'
        : deadline <= retry * 1.2
          ? 'renewDeadline must be greater than retryPeriod*JitterFactor'
          : undefined;
    if (problem !== undefined) this.#fail(`couldn't create leader elector: ${problem}`);
    return problem === undefined;
  }

  #elect(onLeading: () => void): void {
    const { sim, client, hostname } = this.#start;
    const election = this.#options.configuration.leaderElection;
    this.#identity = `${hostname}_${sim.random('leader-identity').uuid()}`;
    this.#elector = new LeaderElector({
      sim,
      client,
      lock: { namespace: election.resourceNamespace, name: election.resourceName },
      identity: this.#identity,
      leaseDurationMs: parseGoDuration(election.leaseDuration),
      renewDeadlineMs: parseGoDuration(election.renewDeadline),
      retryPeriodMs: parseGoDuration(election.retryPeriod),
      log: this.#log,
      onStartedLeading: () => {
        this.#recordElection('became leader');
        onLeading();
      },
      onStoppedLeading: () => {
        this.#recordElection('stopped leading');
        this.#scheduler?.stop();
        logShutdown(this.#log, this.#authorities);
        logServingStopped(this.#log, this.#options);
        error(this.#log, 'server.go:328', 'Leaderelection lost');
        this.#exit(1);
      },
    });
    this.#elector.start();
  }

  #identity = '';

  #recordElection(what: string): void {
    const { sim, client } = this.#start;
    const { leaderElection, profiles } = this.#options.configuration;
    const lease: ObjectReference = {
      kind: 'Lease',
      apiVersion: 'coordination.k8s.io/v1',
      namespace: leaderElection.resourceNamespace,
      name: leaderElection.resourceName,
    };
    const component = profiles[0]?.schedulerName ?? '';
    this.#recorder ??= new EventRecorder({ sim, client, component });
    this.#recorder.event(lease, 'Normal', 'LeaderElection', `${this.#identity} ${what}`);
  }

  #recorder: EventRecorder | undefined;

  #fail(message: string): void {
    for (const line of commandFailed(message).log) this.#log.write(line);
    this.#exit(1);
  }

  #close(): void {
    this.#ended = true;
    if (this.#port !== undefined) this.#start.openPorts?.delete(this.#port);
  }

  #exit(code: number): void {
    if (this.#ended) return;
    this.#close();
    this.#start.sim.soon(() => this.#start.onExit?.(code));
  }
}
