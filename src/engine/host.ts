import { structured, type LogLine } from './api/klog.ts';
import type { ApiHandler } from './api/http.ts';
import { httpClients } from './client/http-client.ts';
import type { Network } from './cri/network.ts';
import type { ReadNodeMetrics } from './cri/node-metrics.ts';
import { Kubelet } from './kubelet/kubelet.ts';
import { podLogFiles, podLogFolder } from './kubelet/pod-log-files.ts';
import { readKubeletConfig } from './kubelet/kubelet-config.ts';
import { NodeRuntime } from './kubelet/node-runtime.ts';
import type { NodeFlags } from './kubelet/node-status.ts';
import { MachineTime } from './machine/machine-time.ts';
import type { Machine } from './machine/machine.ts';
import { withServedFolder } from './machine/served-files.ts';
import { Systemd, type MachineProcess, type ProcessIo } from './machine/systemd.ts';
import { flagValue } from './programs/flag-value.ts';
import { klogLine } from './programs/klog-line.ts';
import { startMachineProgram } from './programs/machine-program.ts';
import { ProgramRuntime } from './programs/program-runtime.ts';
import type { RegistryRules } from './programs/registry.ts';
import type { Simulation } from './sim/simulation.ts';
import type { TraceSink } from './sim/trace.ts';

export interface HostOptions {
  readonly sim: Simulation;
  readonly machine: Machine;
  /** The API server, as the machine reaches it. */
  readonly handler: ApiHandler;
  readonly registry: RegistryRules;
  readonly nodeMetrics: ReadNodeMetrics;
  readonly network: Network;
  /** A kube-apiserver on it begins to serve, or ends. */
  readonly serving: (isServing: boolean) => void;
  /** Its kubelet was started, or has ended. */
  readonly onKubelet: (runs: boolean) => void;
  readonly trace: TraceSink;
  readonly flags: NodeFlags;
  /** Images that lie on it from the start. */
  readonly images: readonly string[];
  /** Programs of the time of Kubernetes v1.11 are what their names say. */
  readonly asInSlides: boolean;
}

/** A machine with what runs on it: systemd, and by it containerd, a kubelet and other programs. */
export class Host {
  readonly machine: Machine;
  readonly time: MachineTime;
  readonly systemd: Systemd;
  readonly containers: NodeRuntime;
  readonly #options: HostOptions;
  readonly #runtime: ProgramRuntime;
  #kubelet: Kubelet | undefined;

  constructor(options: HostOptions) {
    const { sim, machine, handler, registry, nodeMetrics, network, serving, trace, asInSlides } = options;
    this.#options = options;
    // Written out: the size of a machine may change, and is asked for when it is needed.
    this.machine = {
      name: machine.name,
      ip: machine.ip,
      get size() {
        return machine.size;
      },
      resize: (change) => machine.resize(change),
      files: withServedFolder(
        machine.files,
        podLogFolder,
        podLogFiles(() => this.containers),
      ),
    };
    this.time = new MachineTime(sim);
    this.#runtime = new ProgramRuntime({
      sim: this.time,
      registry,
      connection: { handler, clients: httpClients, nodeMetrics, network, serving },
      trace,
      asInSlides,
    });
    this.containers = new NodeRuntime(this.time, this.#runtime, machine.name);
    this.systemd = new Systemd(this.time, machine, (words, io) => this.#execute(words, io));
  }

  /** The kubelet that runs here and answers. */
  get kubelet(): Kubelet | undefined {
    return this.time.hangs ? undefined : this.#kubelet;
  }

  /** The power is off: all that runs is gone at once. */
  powerOff(): void {
    this.systemd.powerOff();
    this.containers.powerLost();
  }

  /** The power is on: what is enabled starts. */
  powerOn(): void {
    this.systemd.boot();
  }

  /** It is gone for good. */
  destroy(): void {
    this.systemd.powerOff();
    this.containers.destroy();
  }

  #execute(words: readonly string[], io: ProcessIo): MachineProcess | string {
    const [path = ''] = words;
    switch (path) {
      case '/usr/bin/kubelet':
        return this.#startKubelet(words.slice(1), io);
      case '/usr/bin/containerd':
        return this.#startContainerd(io);
      default:
        return startMachineProgram(this.#runtime, this.machine, () => this.time.nowMs, words, io);
    }
  }

  #startContainerd({ log, onEnd }: ProcessIo): MachineProcess {
    log(`level=info msg="containerd successfully booted in 0.041253s"`);
    this.containers.setAvailable(true);
    return {
      signal: (signal) => {
        this.containers.setAvailable(false);
        onEnd(signal === 'KILL' ? { code: 137, signal } : { code: 0 });
      },
    };
  }

  #startKubelet(args: readonly string[], io: ProcessIo): MachineProcess {
    const { machine } = this;
    const { handler, trace, images } = this.#options;
    const log = (line: LogLine): void => io.log(klogLine(line, this.time.nowMs));
    const time = new MachineTime(this.time);
    const refuse = (err: string): MachineProcess => {
      log({ level: 'E', source: 'run.go:72', message: structured('command failed', { err }) });
      const end = time.soon(() => io.onEnd({ code: 1 }));
      return { signal: () => end.cancel() };
    };
    const configPath = flagValue(args, 'config') ?? '/var/lib/kubelet/config.yaml';
    const config = readKubeletConfig(configPath, machine.files.read(configPath));
    if (typeof config === 'string') return refuse(config);
    const kubeconfig = flagValue(args, 'kubeconfig') ?? '/etc/kubernetes/kubelet.conf';
    if (!machine.files.exists(kubeconfig)) {
      const bootstrap = flagValue(args, 'bootstrap-kubeconfig') ?? '/etc/kubernetes/bootstrap-kubelet.conf';
      return refuse(
        `failed to run Kubelet: unable to load bootstrap kubeconfig: stat ${bootstrap}: no such file or directory`,
      );
    }
    if (this.containers.unavailableSinceMs !== undefined) {
      return refuse(
        'failed to run Kubelet: validate service connection: validate CRI v1 runtime API for endpoint "unix:///var/run/containerd/containerd.sock": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /var/run/containerd/containerd.sock: connect: no such file or directory"',
      );
    }
    const user = { name: `system:node:${machine.name}`, groups: ['system:nodes', 'system:authenticated'] };
    const kubelet = new Kubelet({
      sim: time,
      client: httpClients.clientFor(handler, user, 'kubelet/v1.36.3 (linux/amd64)'),
      machine,
      runtime: this.#runtime,
      containers: this.containers,
      flags: { ...this.#options.flags, ...(config.maxPods !== undefined && { maxPods: config.maxPods }) },
      trace,
      images,
      log,
      config,
    });
    this.#kubelet = kubelet;
    this.#options.onKubelet(true);
    kubelet.start();
    return {
      signal: (signal) => {
        kubelet.stop();
        this.#kubelet = undefined;
        this.#options.onKubelet(false);
        io.onEnd(signal === 'KILL' ? { code: 137, signal } : { code: 0 });
      },
    };
  }
}
