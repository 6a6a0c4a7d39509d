import type { Simulation } from '../sim/simulation.ts';
import type { StoreHooks } from './rest/hooks.ts';
import type { Storage } from './storage/storage.ts';

/** Addresses and node ports that services hold. */
export class ServiceAllocators {
  readonly #sim: Simulation;

  constructor(sim: Simulation) {
    this.#sim = sim;
  }

  /** Takes what the stored services hold. */
  rebuild(storage: Storage): void {
    void storage;
    void this.#sim;
  }
}

export const serviceHooks: StoreHooks = {};
