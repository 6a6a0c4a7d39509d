import type { PodSpec } from '../../../api/types.ts';
import type { AnyPlugin } from '../interface.ts';
import type { PodInfo } from '../pod-info.ts';

/** What all plugins of a profile sign of a pod. */
export interface Signature {
  readonly text: string;
  /** The plugins whose answers pods of this signature share. */
  readonly signers: ReadonlySet<AnyPlugin>;
}

/** Stands for a pod that a plugin does not sign; no signature looks like it. */
const unsigned = '\u0001';

/** Signs pods for one profile; what pods of one template share is signed once. */
export class Signatures {
  readonly #plugins: readonly AnyPlugin[];
  readonly #bySpec = new WeakMap<PodSpec, Signature>();

  constructor(plugins: readonly AnyPlugin[]) {
    this.#plugins = plugins.filter((plugin) => plugin.signPod !== undefined);
  }

  of(podInfo: PodInfo): Signature {
    const { spec, status } = podInfo.pod;
    // What runs may have been resized: then the status counts too.
    const isNew = status?.containerStatuses === undefined;
    const known = isNew ? this.#bySpec.get(spec) : undefined;
    if (known !== undefined) return known;
    const signature = this.#sign(podInfo);
    if (isNew) this.#bySpec.set(spec, signature);
    return signature;
  }

  #sign(podInfo: PodInfo): Signature {
    const signers = new Set<AnyPlugin>();
    const parts = this.#plugins.map((plugin) => {
      const own = plugin.signPod?.(podInfo);
      if (own !== undefined) signers.add(plugin);
      return own ?? unsigned;
    });
    return { text: parts.join('\u0000'), signers };
  }
}
