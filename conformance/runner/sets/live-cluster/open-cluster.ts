import { ApiServer } from '../../../../src/engine/apiserver/api-server.ts';
import { httpClients } from '../../../../src/engine/client/http-client.ts';
import { startControllers } from '../../../../src/engine/controllers/controller-manager.ts';
import { Kubelet } from '../../../../src/engine/kubelet/kubelet.ts';
import { NodeRuntime } from '../../../../src/engine/kubelet/node-runtime.ts';
import type { NodeFlags } from '../../../../src/engine/kubelet/node-status.ts';
import { createMachine } from '../../../../src/engine/machine/create-machine.ts';
import { MachineTime } from '../../../../src/engine/machine/machine-time.ts';
import type { Machine } from '../../../../src/engine/machine/machine.ts';
import { NodeAccess } from '../../../../src/engine/node-access.ts';
import { ProgramRuntime } from '../../../../src/engine/programs/program-runtime.ts';
import { noNetwork } from '../../../../src/engine/cri/network.ts';
import { defaultRegistry, type RegistryRules } from '../../../../src/engine/programs/registry.ts';
import { startScheduler, type RunningScheduler } from '../../../../src/engine/scheduler/start-scheduler.ts';
import { Simulation } from '../../../../src/engine/sim/simulation.ts';
import { noTrace, type TraceSink } from '../../../../src/engine/sim/trace.ts';
import type { LiveCluster } from './play.ts';

const startMs = Date.UTC(2026, 0, 5, 9, 0, 0);
const settleSeconds = 39;
const manifestFolder = '/etc/kubernetes/manifests';
/** No two kubelets started in the same moment, so no two look at their pods in the same. */
const betweenNodesMs = 370;

/** What lay on each node of the recordings. */
const images = [
  'nginx:1.27',
  'nginx:1.28',
  'nginx:1.29',
  'busybox:1.36',
  'redis:7',
  'registry.k8s.io/pause:3.10',
  'fluentd:v1.18',
];

const registry: RegistryRules = { ...defaultRegistry, pullMs: () => 300 };

interface Host {
  readonly machine: Machine;
  readonly time: MachineTime;
  readonly containers: NodeRuntime;
  kubelet: Kubelet | undefined;
}

/** A cluster like that of the recordings, its nodes ready and its first minute over. */
export function openCluster(nodes: readonly string[], seed: string, trace: TraceSink = noTrace): LiveCluster {
  const cluster = new RecordedCluster(seed, trace);
  for (const name of nodes) {
    cluster.node(name, 'add', []);
    cluster.sim.advance(cluster.sim.nowMs + betweenNodesMs);
  }
  cluster.scheduler('default-scheduler', 'start');
  cluster.sim.advance(startMs + settleSeconds * 1000);
  return cluster;
}

class RecordedCluster implements LiveCluster {
  readonly sim: Simulation;
  readonly handler: ApiServer;
  readonly #trace: TraceSink;
  readonly #hosts = new Map<string, Host>();
  readonly #schedulers = new Map<string, RunningScheduler>();

  constructor(seed: string, trace: TraceSink) {
    this.sim = new Simulation({ seed, startMs });
    this.#trace = trace;
    const kubeletOf = (name: string): Kubelet | undefined => {
      const host = this.#hosts.get(name);
      return host?.time.hangs === true ? undefined : host?.kubelet;
    };
    const nodeProxy = new NodeAccess(this.sim, kubeletOf, () => true);
    this.handler = new ApiServer({ sim: this.sim, nodeProxy });
    startControllers({
      sim: this.sim,
      trace,
      handler: this.handler,
      clients: httpClients,
      rootCa: 'the certificate of the recordings',
      clusterCidr: '10.244.0.0/16',
    });
  }

  node(name: string, action: 'stop' | 'continue' | 'kill' | 'add', flags: readonly string[]): void {
    if (action === 'add') {
      this.#addNode(name, flags);
      return;
    }
    const host = this.#host(name);
    if (action === 'stop') host.time.hang();
    else if (action === 'continue') host.time.goOn();
    else {
      host.kubelet?.stop();
      host.containers.destroy();
      host.kubelet = undefined;
    }
  }

  manifest(node: string, file: string, content: object | null): void {
    const { files } = this.#host(node).machine;
    const path = `${manifestFolder}/${file}`;
    if (content === null) files.remove(path);
    else files.write(path, JSON.stringify(content), this.sim.nowMs);
  }

  scheduler(name: string, action: 'start' | 'stop'): void {
    if (action === 'stop') {
      this.#schedulers.get(name)?.stop();
      return;
    }
    const configuration = {
      apiVersion: 'kubescheduler.config.k8s.io/v1',
      kind: 'KubeSchedulerConfiguration',
      leaderElection: { leaderElect: false },
      profiles: [{ schedulerName: name }],
    };
    const scheduler = startScheduler({
      sim: this.sim,
      client: httpClients.clientFor(
        this.handler,
        { name: 'system:kube-scheduler', groups: ['system:masters', 'system:authenticated'] },
        'kube-scheduler/v1.36.3 (linux/amd64) kubernetes',
      ),
      argv: ['--config=/scheduler.yaml'],
      surroundings: { readFile: () => JSON.stringify(configuration), inCluster: true },
      hostname: 'controlplane',
      trace: this.#trace,
    });
    this.#schedulers.set(name, scheduler);
  }

  #addNode(name: string, flags: readonly string[]): void {
    const machine = createMachine(name, `172.30.1.${this.#hosts.size + 2}`);
    machine.files.makeFolder(manifestFolder);
    const time = new MachineTime(this.sim);
    const runtime = new ProgramRuntime({
      sim: time,
      registry,
      connection: {
        handler: this.handler,
        clients: httpClients,
        nodeMetrics: () => undefined,
        network: noNetwork,
        serving: () => undefined,
      },
      trace: this.#trace,
    });
    const containers = new NodeRuntime(time, runtime, name);
    const host: Host = { machine, time, containers, kubelet: undefined };
    this.#hosts.set(name, host);
    host.kubelet = new Kubelet({
      sim: host.time,
      client: httpClients.clientFor(
        this.handler,
        { name: `system:node:${name}`, groups: ['system:nodes', 'system:authenticated'] },
        'kubelet/v1.36.3 (linux/amd64)',
      ),
      machine,
      runtime,
      containers,
      config: { staticPodPath: manifestFolder },
      flags: { taints: [notReadyTaint], maxImages: 0, ...parseFlags(flags) },
      images,
    });
    host.kubelet.start();
  }

  #host(name: string): Host {
    const host = this.#hosts.get(name);
    if (host === undefined) throw new Error(`there is no machine ${name}`);
    return host;
  }
}

/** With what the hollow nodes of the recordings registered. */
const notReadyTaint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' } as const;

/** `--max-pods=2` and `--extended-resources=a=1,b=2`. */
function parseFlags(flags: readonly string[]): NodeFlags {
  let parsed: NodeFlags = {};
  for (const flag of flags) {
    const [, name, value = ''] = /^--([a-z-]+)=(.*)$/.exec(flag) ?? [];
    if (name === 'max-pods') parsed = { ...parsed, maxPods: Number(value) };
    else if (name === 'extended-resources') {
      parsed = {
        ...parsed,
        extendedResources: Object.fromEntries(value.split(',').map((pair) => pair.split('='))),
      };
    } else throw new Error(`no kubelet flag ${flag} is known here`);
  }
  return parsed;
}
