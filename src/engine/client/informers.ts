import type { Log } from '../api/klog.ts';
import type { Resource } from '../api/resource.ts';
import type { KubeObject } from '../api/types.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { Client } from './client.ts';
import { Informer } from './informer.ts';

/**
 * One informer for each resource, shared by all who ask. Models client-go's SharedInformerFactory
 * (v1.36).
 */
export class Informers {
  readonly #sim: Simulation;
  readonly #client: Client;
  readonly #log: Log | undefined;
  readonly #informers = new Map<string, Informer<KubeObject>>();
  #started = false;

  constructor(sim: Simulation, client: Client, log?: Log) {
    this.#log = log;
    this.#sim = sim;
    this.#client = client;
  }

  /** The informer over all namespaces; one asked for after `start` starts at once. */
  of<T extends KubeObject>(resource: Resource<T>): Informer<T> {
    const name = `${resource.resource}.${resource.version}.${resource.group}`;
    let informer = this.#informers.get(name) as unknown as Informer<T> | undefined;
    if (informer === undefined) {
      informer = new Informer<T>({ sim: this.#sim, client: this.#client, resource, log: this.#log });
      this.#informers.set(name, informer as unknown as Informer<KubeObject>);
      if (this.#started) informer.start();
    }
    return informer;
  }

  start(): void {
    this.#started = true;
    for (const informer of this.#informers.values()) informer.start();
  }

  stop(): void {
    for (const informer of this.#informers.values()) informer.stop();
  }
}

/** Calls `run` once all of `informers` have synced; at once if they have. */
export function whenAllSynced(
  informers: readonly { whenSynced(run: () => void): void }[],
  run: () => void,
): void {
  let waiting = informers.length;
  if (waiting === 0) run();
  for (const informer of informers) {
    informer.whenSynced(() => {
      if (--waiting === 0) run();
    });
  }
}
