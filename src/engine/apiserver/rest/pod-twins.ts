import type { KubeObject, ObjectMeta, PodSpec } from '../../api/types.ts';
import { shareUnchanged } from '../../sim/share.ts';

/** What pods of one template have in common. */
interface Shared {
  readonly spec: PodSpec | undefined;
  readonly meta: Partial<ObjectMeta>;
}

/** So many templates are remembered; the one that was not used for longest is forgotten. */
const mostTemplates = 256;
const sharedMeta = ['labels', 'annotations', 'ownerReferences', 'finalizers'] as const;

/**
 * The pods that were created last, one for each template: a new pod shares with its twin what is
 * equal. So pods of one template cost little more than what tells them apart, and whoever computes
 * something from a spec needs to do so once.
 */
export class PodTwins {
  readonly #byTemplate = new Map<string, Shared>();

  /** Replaces every part of the draft that a twin has too by the twin's. Call it when the spec is complete. */
  share(draft: KubeObject): void {
    const pod = draft as KubeObject & { spec?: PodSpec };
    const key = templateKey(pod.metadata, pod.spec);
    const twin = this.#byTemplate.get(key);
    const meta: Record<string, unknown> = {};
    if (twin !== undefined) {
      this.#byTemplate.delete(key);
      pod.spec = shareUnchanged(twin.spec, pod.spec);
    } else if (this.#byTemplate.size >= mostTemplates) {
      this.#byTemplate.delete(this.#byTemplate.keys().next().value ?? '');
    }
    for (const name of sharedMeta) {
      if (pod.metadata[name] === undefined) continue;
      if (twin !== undefined)
        pod.metadata[name] = shareUnchanged(twin.meta[name], pod.metadata[name]) as never;
      meta[name] = pod.metadata[name];
    }
    this.#byTemplate.set(key, { spec: pod.spec, meta });
  }
}

/** Equal for pods that are likely to be alike: those of one owner, else those that run the same. */
function templateKey({ ownerReferences }: ObjectMeta, spec: PodSpec | undefined): string {
  const owner = ownerReferences?.[0]?.uid;
  if (owner !== undefined) return owner;
  const container = spec?.containers?.[0];
  return `${container?.name} ${container?.image}`;
}
