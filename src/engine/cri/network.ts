import type { HttpAnswer } from './container-runtime.ts';

/** Where a client is. */
export interface NetworkPlace {
  readonly machine: string;
  /** The client's own address, which `localhost` stands for. */
  readonly ip: string;
  /** The namespace in which short names of services are looked for; absent outside of pods. */
  readonly namespace?: string;
}

/** What a client finds behind an address and a port. */
export type Dialled =
  | { readonly ok: true; readonly address: string; readonly listener: Listener }
  | { readonly ok: false; readonly problem: 'unknown host' }
  | { readonly ok: false; readonly problem: 'refused' | 'timed out'; readonly address: string };

export interface Listener {
  /** Its answer to a GET; undefined where it does not speak HTTP. */
  http(path: string): HttpAnswer | undefined;
  /** What it answers to a text that is sent to it without further ado. */
  tell(text: string): string;
}

/** The cluster's network, and its DNS, as they are reached from a place. */
export interface Network {
  /** The addresses of a name; none where the name is unknown. An address stands for itself. */
  lookUp(place: NetworkPlace, host: string): readonly string[];
  dial(place: NetworkPlace, host: string, port: number): Dialled;
}

/** A network on which there is nobody. */
export const noNetwork: Network = {
  lookUp: () => [],
  dial: () => ({ ok: false, problem: 'unknown host' }),
};
