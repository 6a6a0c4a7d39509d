import type { ApiHandler, ApiRequest, ApiResponse, UserInfo } from './api/http.ts';
import type { Ipv4Range } from './api/ipv4-range.ts';
import { resourcePath } from './api/resource.ts';
import { nodes, pods } from './api/resources.ts';
import { isPodReady } from './api/pod-status.ts';
import type { Node, Pod, Taint } from './api/types.ts';
import { ApiAccess } from './api-access.ts';
import { ApiServer } from './apiserver/api-server.ts';
import { defaultServiceRange } from './apiserver/service-allocators.ts';
import { kubernetesEndpoints } from './apiserver/bootstrap/kubernetes-endpoints.ts';
import type { StorageChange } from './apiserver/storage/storage.ts';
import type { Client } from './client/client.ts';
import { httpClients } from './client/http-client.ts';
import { addons, clusterAdmins } from './kubeadm/addons.ts';
import {
  writeControlPlaneFiles,
  writeMachineFiles,
  writeNodeFiles,
  writeSchedulerCredentials,
} from './kubeadm/machine-files.ts';
import { certificateText } from './api/certificate.ts';
import { Faults } from './faults.ts';
import type { ClusterOptions, NodeOptions } from './cluster-options.ts';
import { Host } from './host.ts';
import { HostedControlPlane } from './hosted-control-plane.ts';
import type { NodeRuntime } from './kubelet/node-runtime.ts';
import { createMachine } from './machine/create-machine.ts';
import type { Machine, MachineSize } from './machine/machine.ts';
import type { Services } from './machine/services.ts';
import { isDnsSubdomain } from './api/names.ts';
import { ClusterNetwork } from './cluster-network.ts';
import type { Network } from './cri/network.ts';
import { NodeAccess } from './node-access.ts';
import { defaultRegistry } from './programs/registry.ts';
import { assert, present } from './sim/assert.ts';
import { Simulation } from './sim/simulation.ts';
import { noTrace, type TraceSink } from './sim/trace.ts';

/** The control plane's rights, as `kubectl` on it has them. */
export const administrator: UserInfo = {
  name: 'kubernetes-admin',
  groups: ['kubeadm:cluster-admins', 'system:authenticated'],
};

/** Where whoever asks from outside of all machines is. */
const outside = 'outside';

const defaultStartMs = Date.UTC(2026, 0, 5, 9, 0, 0);
const defaultNodes = ['controlplane', 'node01', 'node02'];
/** Room for the pods of 256 nodes, as everybody writes it, and of the most nodes that there may be. */
const podSubnets = { usual: '10.244.0.0/16', large: '10.128.0.0/9' };
const mostUsualNodes = 256;
/** The cluster's DNS has the tenth address for services. */
const dnsPlace = 10;
const bootLimitMs = 180_000;
const joinMs = 500;
const bootStepMs = 500;
const rebootMs = 15_000;
const mostNodes = 5000;

const controlPlaneTaint: Taint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };

/** What kubeadm writes on the control plane's Node once it is there: kubelets may not. */
const controlPlaneMark = {
  metadata: {
    labels: {
      'node-role.kubernetes.io/control-plane': '',
      'node.kubernetes.io/exclude-from-external-load-balancers': '',
    },
  },
};

/** What kubeadm's kubelets keep back from pods. */
const reserved = { memoryBytes: 100 * 2 ** 20, ephemeralStorageShare: 0.1 };

/**
 * A Kubernetes cluster as kubeadm leaves it: an API server, and machines whose kubelets run the rest,
 * the scheduler and the controllers among it, from manifests and images. The one place that wires.
 */
export class Cluster implements ApiHandler {
  readonly sim: Simulation;
  readonly trace: TraceSink;
  /** What runs outside of all machines; absent where the control plane runs on one. */
  readonly hosted: HostedControlPlane | undefined;
  /** What is wrong, and how to make things go wrong. */
  readonly faults: Faults;
  /** How pods and machines reach each other. */
  readonly network: Network;
  readonly #server: ApiServer;
  readonly #access: ApiAccess;
  readonly #asInSlides: boolean;
  readonly #hosts = new Map<string, Host>();
  readonly #nodeOptions: readonly NodeOptions[];
  readonly #serviceRange: Ipv4Range;
  readonly #allocatesNodeCidrs: boolean;
  readonly #podSubnet: string;
  readonly #admin: Client;
  #lastMachine = 0;

  constructor(options: ClusterOptions) {
    const { seed, startMs = defaultStartMs, trace = noTrace, registry = defaultRegistry } = options;
    this.sim = new Simulation({ seed, startMs });
    this.trace = trace;
    this.#asInSlides = options.asInSlides ?? false;
    const nodeProxy = new NodeAccess(
      this.sim,
      (name) => this.#hosts.get(name)?.kubelet,
      (name) => !this.#access.isCut(name) && !this.faults.isOff(name),
    );
    this.#server = new ApiServer({
      clientCa: certificateText('kubernetes-ca'),
      ...options.apiServer,
      sim: this.sim,
      nodeProxy,
      audit: options.audit,
    });
    this.#access = new ApiAccess({
      sim: this.sim,
      server: this.#server,
      address: () => `${this.#planeHost?.machine.ip ?? machineAddress(0)}:6443`,
      home: () => this.#planeHost?.machine.name,
    });
    this.faults = new Faults({
      sim: this.sim,
      access: this.#access,
      registry,
      host: (name) => this.#hosts.get(name),
      pod: (namespace, name) => this.#podNamed(namespace, name),
    });
    this.#allocatesNodeCidrs = options.allocateNodeCidrs ?? true;
    this.#serviceRange = options.apiServer?.serviceRange ?? defaultServiceRange;
    this.#nodeOptions = (options.nodes ?? defaultNodes).map((node) =>
      typeof node === 'string' ? { name: node } : node,
    );
    const { controlPlane = this.#nodeOptions.length === 0 ? 'hosted' : 'static-pods' } = options;
    this.hosted =
      controlPlane === 'hosted'
        ? new HostedControlPlane(this.sim, this.#access.from(outside), trace)
        : undefined;
    this.#podSubnet = this.#nodeOptions.length > mostUsualNodes ? podSubnets.large : podSubnets.usual;
    this.#admin = httpClients.clientFor(
      this.#server,
      { name: 'kubeadm', groups: ['system:masters', 'system:authenticated'] },
      'kubeadm/v1.36.3',
    );
    this.network = new ClusterNetwork({
      sim: this.sim,
      client: this.#admin,
      hosts: this.#hosts,
      hasRoute: (from, to) =>
        !this.faults.isOff(to) && (from === to || (!this.#access.isCut(from) && !this.#access.isCut(to))),
    });
  }

  /** The machines by name, also those whose node was removed from the API. */
  get machines(): ReadonlyMap<string, Machine> {
    return new Map([...this.#hosts].map(([name, { machine }]) => [name, machine]));
  }

  machine(name: string): Machine | undefined {
    return this.#hosts.get(name)?.machine;
  }

  /** Answers somebody outside of all machines. */
  handle(request: ApiRequest): ApiResponse {
    return this.#access.from(outside).handle(request);
  }

  /** How long the API server takes to answer, in milliseconds. */
  get answerMs(): number {
    return this.#access.delayMs;
  }

  /** Moves virtual time to `toMs`. */
  advance(toMs: number): void {
    this.sim.advance(toMs);
  }

  /** Calls `listener` within every write to the API's store. Returns how to stop that. */
  onChange(listener: (change: StorageChange) => void): () => void {
    return this.#server.onChange(listener);
  }

  /** Every object that the API stores, by group resource. */
  dump(): ReturnType<ApiServer['dump']> {
    return this.#server.dump();
  }

  /**
   * What `kubeadm init` on the first machine and `kubeadm join` on the others do, and then time until
   * all of it runs.
   */
  boot(): void {
    if (this.hosted === undefined) this.#initialize();
    else {
      const clusterCidr = this.#allocatesNodeCidrs ? this.#podSubnet : undefined;
      this.hosted.startControllers(certificateText('kubernetes-ca'), clusterCidr);
      this.hosted.startScheduler('default-scheduler');
      for (const options of this.#nodeOptions) this.#addMachine(options).powerOn();
      // Its administrator is the same, though no kubeadm was there.
      this.#post(clusterAdmins.path, clusterAdmins.object);
    }
    const deadlineMs = this.sim.nowMs + bootLimitMs;
    while (this.sim.nowMs < deadlineMs && !this.#isUp()) this.sim.advance(this.sim.nowMs + bootStepMs);
  }

  #initialize(): void {
    const [first, ...others] = this.#nodeOptions;
    assert(first !== undefined, 'a cluster needs a machine');
    const plane = this.#addMachine(first, [controlPlaneTaint]);
    const { name, ip } = plane.machine;
    const server = `https://${ip}:6443`;
    const serviceSubnet = this.#serviceRange.cidr;
    const podSubnet = this.#podSubnet;
    writeControlPlaneFiles(plane.machine, { name, ip, podSubnet, serviceSubnet }, this.sim.nowMs);
    plane.powerOn();
    for (const { path, object } of kubernetesEndpoints(ip)) this.#post(path, object);
    this.sim.advance(this.sim.nowMs + joinMs);
    this.#admin.patch(nodes, { name }, { type: 'strategic', body: controlPlaneMark });
    const dnsIP = this.#serviceRange.address(dnsPlace);
    for (const { path, object } of addons({ podSubnet, serviceSubnet, dnsIP, server }))
      this.#post(path, object);
    for (const options of others) this.#addMachine(options).powerOn();
  }

  /** A new machine joins. Answers why not, when it cannot. */
  addNode(name: string, options: Omit<NodeOptions, 'name'> = {}): string | undefined {
    const refusal = this.#refuseMachine(name);
    if (refusal === undefined) this.#addMachine({ ...options, name }).powerOn();
    return refusal;
  }

  /** A new machine, which `kubeadm join` on it lets join. Answers why not, when it cannot be. */
  addMachine(name: string): string | undefined {
    const refusal = this.#refuseMachine(name);
    if (refusal === undefined) this.#makeHost({ name }, []).powerOn();
    return refusal;
  }

  #refuseMachine(name: string): string | undefined {
    if (isDnsSubdomain(name).length > 0) return `"${name}" is not a name that a node can have`;
    if (this.#hosts.has(name)) return `there is a machine "${name}" already`;
    return this.#hosts.size >= mostNodes ? `there are ${mostNodes} machines already` : undefined;
  }

  /** Takes a machine away, and its Node with it. Answers why not, when it cannot. */
  removeNode(name: string): string | undefined {
    const host = this.#hosts.get(name);
    if (host === undefined) return `there is no machine "${name}"`;
    host.destroy();
    this.#hosts.delete(name);
    this.faults.forget(name);
    const path = `/api/v1/nodes/${encodeURIComponent(name)}`;
    this.#server.handle({ method: 'DELETE', path, user: this.#admin.user });
    return undefined;
  }

  /** A machine has another size from now on; its kubelet starts again, so that it sees it. Answers why not, when it cannot. */
  resizeNode(name: string, size: Partial<MachineSize>): string | undefined {
    const host = this.#hosts.get(name);
    if (host === undefined) return `there is no machine "${name}"`;
    host.machine.resize(size);
    if (host.kubelet !== undefined) host.systemd.act('restart', 'kubelet');
    return undefined;
  }

  /** A machine is switched off and on again. Answers why not, when it cannot. */
  rebootNode(name: string): string | undefined {
    const problem = this.faults.apply({ kind: 'power-off', machine: name });
    this.sim.after(rebootMs, () => void this.faults.apply({ kind: 'power-on', machine: name }));
    return problem;
  }

  /** What systemd runs on a machine. */
  services(name: string): Services | undefined {
    return this.#hosts.get(name)?.systemd;
  }

  /** The containers of a machine, as its runtime shows them. */
  containers(name: string): NodeRuntime | undefined {
    return this.#hosts.get(name)?.containers;
  }

  #hostAt(address: string): Host | undefined {
    return [...this.#hosts.values()].find(({ machine }) => machine.ip === address);
  }

  /** The machine of the API server; undefined where it runs on none. */
  get #planeHost(): Host | undefined {
    return this.hosted === undefined ? this.#hosts.get(this.#nodeOptions[0]?.name ?? '') : undefined;
  }

  #podNamed(namespace: string, name: string): Pod | undefined {
    const path = resourcePath(pods, { namespace, name });
    const { status, body } = this.#server.handle({ method: 'GET', path, user: this.#admin.user });
    return status === 200 ? (body as Pod) : undefined;
  }

  /** A machine that kubeadm has prepared for the cluster. */
  #addMachine(options: NodeOptions, taints: readonly Taint[] = []): Host {
    const host = this.#makeHost(options, taints);
    const { machine } = host;
    const first = present(this.#nodeOptions[0], 'the control plane').name;
    const planeIP = this.#hosts.get(first)?.machine.ip ?? machine.ip;
    const server = `https://${planeIP}:6443`;
    writeNodeFiles(machine, server, this.sim.nowMs);
    if (this.#asInSlides) writeSchedulerCredentials(machine, server, this.sim.nowMs);
    return host;
  }

  #makeHost(options: NodeOptions, taints: readonly Taint[]): Host {
    const number = ++this.#lastMachine;
    const machine = createMachine(options.name, machineAddress(number), options.size);
    writeMachineFiles(machine, this.sim.nowMs);
    const host = new Host({
      sim: this.sim,
      machine,
      handler: this.#access.from(options.name),
      serving: (isServing) => this.#access.setListening(isServing),
      onKubelet: (runs) => this.faults.kubeletRuns(options.name, runs),
      registry: this.faults.registry,
      nodeMetrics: (address) => this.#hostAt(address)?.kubelet?.metrics(),
      network: this.network,
      trace: this.trace,
      flags: {
        ...(this.hosted === undefined && { reserved }),
        ...options.flags,
        taints: [...taints, ...(options.flags?.taints ?? [])],
      },
      images: options.images ?? [],
      asInSlides: this.#asInSlides,
    });
    this.#hosts.set(options.name, host);
    return host;
  }

  #post(path: string, body: object): void {
    const response = this.#server.handle({ method: 'POST', path, body, user: this.#admin.user });
    assert(response.status < 300, `POST ${path}: ${JSON.stringify(response.body)}`);
  }

  /** Whether every node is ready, and every pod of the system. */
  #isUp(): boolean {
    const allNodes = this.#admin.list<Node>(nodes).items;
    const allPods = this.#admin.list<Pod>(pods, { namespace: 'kube-system' }).items;
    const isNodeReady = ({ status }: Node): boolean =>
      status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
    return (
      allNodes.length === this.#hosts.size &&
      allNodes.every(isNodeReady) &&
      (this.hosted !== undefined || allPods.length > 2 * this.#hosts.size) &&
      allPods.every(isPodReady)
    );
  }
}

/** 172.30.1.2, 172.30.1.3, … */
function machineAddress(number: number): string {
  const host = number + 1;
  return `172.30.${1 + Math.floor(host / 250)}.${host % 250}`;
}
