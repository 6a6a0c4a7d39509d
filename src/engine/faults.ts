import type { Pod } from './api/types.ts';
import type { ApiAccess } from './api-access.ts';
import type { Host } from './host.ts';
import type { RegistryRules } from './programs/registry.ts';
import type { Simulation, Timer } from './sim/simulation.ts';

/** What can be made to go wrong, and how it is put right. `forMs`: it ends by itself after that time. */
export type Fault =
  | { readonly kind: 'api-server-down'; readonly forMs?: number }
  /** Each answer and each event takes so long. */
  | { readonly kind: 'api-server-slow'; readonly delayMs: number; readonly forMs?: number }
  /** Neither down nor slow any more. */
  | { readonly kind: 'api-server-well' }
  /** All watches break off, once. */
  | { readonly kind: 'watches-cut' }
  | { readonly kind: 'network-cut'; readonly machine: string; readonly forMs?: number }
  | { readonly kind: 'network-whole'; readonly machine: string }
  | { readonly kind: 'power-off'; readonly machine: string }
  | { readonly kind: 'power-on'; readonly machine: string }
  /** Nothing is carried out there, but its network answers. */
  | { readonly kind: 'machine-hangs'; readonly machine: string; readonly forMs?: number }
  | { readonly kind: 'machine-goes-on'; readonly machine: string }
  /** Pulls of images fail whose full names match: `docker.io/library/nginx:*`. `*` is any text. */
  | { readonly kind: 'images-broken'; readonly pattern: string; readonly failure: ImageFailure }
  | { readonly kind: 'images-whole'; readonly pattern: string }
  /** A container's main process ends with that code; 137 is that of a kill. */
  | {
      readonly kind: 'container-crash';
      readonly namespace: string;
      readonly pod: string;
      /** Absent = each that runs. */
      readonly container?: string;
      readonly exitCode: number;
    }
  /** The clock of a machine is set forward, or back where `byMs` is less than 0. */
  | { readonly kind: 'clock-jump'; readonly machine: string; readonly byMs: number };

type ImageFailure = 'not-found' | 'unauthorized' | 'unreachable';

/** Something that is wrong at present. */
export interface ActiveFault {
  readonly kind: Fault['kind'] | 'kubelet-stopped';
  /** The machine or the pattern that it concerns. */
  readonly target?: string;
  /** When it ends by itself. */
  readonly untilMs?: number;
  /** `delayMs` or `byMs` of the fault. */
  readonly ms?: number;
}

export interface FaultsOptions {
  readonly sim: Simulation;
  readonly access: ApiAccess;
  /** What registries answer; its lists are this object's to extend. */
  readonly registry: RegistryRules;
  readonly host: (machine: string) => Host | undefined;
  readonly pod: (namespace: string, name: string) => Pod | undefined;
}

/** Which of a registry's rules an image breaks. */
const ruleOf = {
  'not-found': 'notFound',
  unauthorized: 'unauthorized',
  unreachable: 'unreachable',
} as const satisfies Record<ImageFailure, keyof RegistryRules>;

interface BrokenImages {
  readonly failure: ImageFailure;
  readonly rule: RegExp;
}

/** Makes things go wrong in a cluster, on order. Its components feel it as those of a real one do. */
export class Faults {
  readonly registry: RegistryRules;
  readonly #options: FaultsOptions;
  readonly #active = new Map<string, ActiveFault>();
  readonly #ends = new Map<string, Timer>();
  readonly #images = new Map<string, BrokenImages>();
  #list: readonly ActiveFault[] | undefined = [];

  constructor(options: FaultsOptions) {
    this.#options = options;
    const { registry } = options;
    const rules = (failure: ImageFailure): readonly RegExp[] => [
      ...registry[ruleOf[failure]],
      ...[...this.#images.values()].filter((broken) => broken.failure === failure).map(({ rule }) => rule),
    ];
    this.registry = {
      pullMs: registry.pullMs,
      get notFound() {
        return rules('not-found');
      },
      get unauthorized() {
        return rules('unauthorized');
      },
      get unreachable() {
        return rules('unreachable');
      },
    };
  }

  /** What is wrong at present; the same list until that changes. */
  get active(): readonly ActiveFault[] {
    return (this.#list ??= [...this.#active.values()]);
  }

  isOff(machine: string): boolean {
    return this.#active.has(`power-off ${machine}`);
  }

  /** Makes it go wrong, or puts it right. Answers why not, when it cannot. */
  apply(fault: Fault): string | undefined {
    switch (fault.kind) {
      case 'api-server-down':
        this.#options.access.setDown(true);
        this.#begin(fault, undefined, () => this.#options.access.setDown(false));
        return undefined;
      case 'api-server-slow':
        this.#options.access.delayMs = fault.delayMs;
        this.#begin(fault, undefined, () => (this.#options.access.delayMs = 0));
        return undefined;
      case 'api-server-well':
        this.#end('api-server-down');
        this.#end('api-server-slow');
        return undefined;
      case 'watches-cut':
        this.#options.access.endStreams();
        return undefined;
      case 'images-broken':
      case 'images-whole':
        return this.#breakImages(fault);
      case 'container-crash':
        return this.#crash(fault);
      default:
        return this.#ofMachine(fault);
    }
  }

  /** A machine is gone, and what was wrong with it. */
  forget(machine: string): void {
    this.#options.access.setCut(machine, false);
    for (const [key, { target }] of this.#active) {
      if (target !== machine) continue;
      // There is nothing left to put right.
      this.#undo.delete(key);
      this.#end(key);
    }
  }

  /** The kubelet of a machine ended, or began. */
  kubeletRuns(machine: string, runs: boolean): void {
    const key = `kubelet-stopped ${machine}`;
    // Without power it goes without saying.
    if (!runs && this.isOff(machine)) return;
    if (runs) this.#active.delete(key);
    else this.#active.set(key, { kind: 'kubelet-stopped', target: machine });
    this.#list = undefined;
  }

  #ofMachine(fault: Extract<Fault, { readonly machine: string }>): string | undefined {
    const { machine } = fault;
    const { access } = this.#options;
    const host = this.#options.host(machine);
    if (host === undefined) return `there is no machine "${machine}"`;
    switch (fault.kind) {
      case 'network-cut':
        access.setCut(machine, true);
        this.#begin(fault, machine, () => access.setCut(machine, false));
        break;
      case 'network-whole':
        this.#end(`network-cut ${machine}`);
        break;
      case 'power-off':
        if (this.isOff(machine)) return `${machine} is off already`;
        this.#begin(fault, machine, () => host.powerOn());
        host.powerOff();
        break;
      case 'power-on':
        if (!this.isOff(machine)) return `${machine} is on already`;
        this.#end(`power-off ${machine}`);
        break;
      case 'machine-hangs':
        host.time.hang();
        this.#begin(fault, machine, () => host.time.goOn());
        break;
      case 'machine-goes-on':
        this.#end(`machine-hangs ${machine}`);
        break;
      case 'clock-jump':
        this.#jump(host, fault.byMs);
        break;
    }
    return undefined;
  }

  #jump({ time, machine }: Host, byMs: number): void {
    time.jump(byMs);
    const key = `clock-jump ${machine.name}`;
    if (time.aheadMs === 0) this.#active.delete(key);
    else this.#active.set(key, { kind: 'clock-jump', target: machine.name, ms: time.aheadMs });
    this.#list = undefined;
  }

  #breakImages(fault: Extract<Fault, { readonly pattern: string }>): string | undefined {
    const key = `images-broken ${fault.pattern}`;
    if (fault.kind === 'images-whole') {
      this.#end(key);
      return undefined;
    }
    this.#images.set(fault.pattern, { failure: fault.failure, rule: patternRule(fault.pattern) });
    this.#begin(fault, fault.pattern, () => this.#images.delete(fault.pattern));
    return undefined;
  }

  #crash(fault: Extract<Fault, { readonly kind: 'container-crash' }>): string | undefined {
    const { namespace, pod: name, container, exitCode } = fault;
    const pod = this.#options.pod(namespace, name);
    if (pod === undefined) return `there is no pod "${namespace}/${name}"`;
    const containers = this.#options.host(pod.spec.nodeName ?? '')?.containers;
    // What runs for a static pod is known by the hash of its manifest, not by its mirror.
    const uid = pod.metadata.annotations?.['kubernetes.io/config.mirror'] ?? pod.metadata.uid ?? '';
    const processes = (containers?.inspect(uid).containers ?? [])
      .filter((each) => container === undefined || each.name === container)
      .flatMap(({ id }) => containers?.process(uid, id) ?? []);
    for (const process of processes) process.crash(exitCode);
    if (processes.length > 0) return undefined;
    return `no container ${container === undefined ? '' : `"${container}" `}runs in ${namespace}/${name}`;
  }

  #begin(
    fault: Fault & { readonly forMs?: number; readonly delayMs?: number },
    target: string | undefined,
    undo: () => void,
  ): void {
    const { kind, forMs, delayMs: ms } = fault;
    const key = target === undefined ? kind : `${kind} ${target}`;
    const { sim } = this.#options;
    this.#ends.get(key)?.cancel();
    this.#undo.set(key, undo);
    const untilMs = forMs === undefined ? undefined : sim.nowMs + forMs;
    this.#active.set(key, { kind, target, untilMs, ms });
    this.#list = undefined;
    if (untilMs !== undefined)
      this.#ends.set(
        key,
        sim.at(untilMs, () => this.#end(key)),
      );
  }

  readonly #undo = new Map<string, () => void>();

  #end(key: string): void {
    if (!this.#active.delete(key)) return;
    this.#list = undefined;
    this.#ends.get(key)?.cancel();
    this.#ends.delete(key);
    const undo = this.#undo.get(key);
    this.#undo.delete(key);
    undo?.();
  }
}

/** `*` is any text; anywhere in the name, where no star is. */
function patternRule(pattern: string): RegExp {
  const escaped = pattern.split('*').map((part) => part.replace(/[.\\+?^${}()|[\]]/g, String.raw`\$&`));
  return new RegExp(pattern.includes('*') ? `(^|/)${escaped.join('.*')}$` : escaped.join(''));
}
