import type { OpenApiDescriptions, StructDescription } from '../engine/index.ts';

type Structs = Readonly<Record<string, StructDescription>>;

/**
 * What the fields of Kubernetes' kinds mean, for `kubectl explain`. The texts are large: they are
 * fetched when somebody first asks, and until then, or if they cannot be had, nothing is described.
 */
export class Descriptions implements OpenApiDescriptions {
  readonly #fetch: () => Promise<unknown>;
  #structs: Structs = {};
  #loading: Promise<void> | undefined;

  /** `fetch` gets the JSON schema that scripts/kubernetes-schema.ts writes. */
  constructor(fetch: () => Promise<unknown>) {
    this.#fetch = fetch;
  }

  /** Resolves when there is all that can be had. */
  load(): Promise<void> {
    return (this.#loading ??= this.#load());
  }

  describe(struct: string): StructDescription | undefined {
    return Object.hasOwn(this.#structs, struct) ? this.#structs[struct] : undefined;
  }

  async #load(): Promise<void> {
    try {
      const schema = (await this.#fetch()) as { definitions?: Structs };
      this.#structs = schema.definitions ?? {};
    } catch {
      // Offline, perhaps: the next question tries again.
      this.#loading = undefined;
    }
  }
}
