import type { Pod } from '../api/types.ts';
import { isMirrorPod, isStaticPod, podFullName } from './static-pod.ts';

const uidOf = (pod: Pod): string => pod.metadata.uid ?? '';

/**
 * The pods that the node is to run, and the mirror pods that stand for its static ones.
 * Models pkg/kubelet/pod.Manager (v1.36).
 */
export class PodStore {
  readonly #byUid = new Map<string, Pod>();
  readonly #byFullName = new Map<string, Pod>();
  readonly #mirrors = new Map<string, Pod>();
  readonly #mirrorsByFullName = new Map<string, Pod>();
  /** From a mirror pod's uid to its static pod's, also after the static pod has gone. */
  readonly #translations = new Map<string, string>();

  set(pod: Pod): void {
    const fullName = podFullName(pod);
    if (isMirrorPod(pod)) {
      const old = this.#mirrorsByFullName.get(fullName);
      if (old !== undefined && uidOf(old) !== uidOf(pod)) this.#mirrors.delete(uidOf(old));
      this.#mirrors.set(uidOf(pod), pod);
      this.#mirrorsByFullName.set(fullName, pod);
      const twin = this.#byFullName.get(fullName);
      if (twin !== undefined) this.#translations.set(uidOf(pod), uidOf(twin));
      return;
    }
    this.#byUid.set(uidOf(pod), pod);
    this.#byFullName.set(fullName, pod);
    const mirror = this.#mirrorsByFullName.get(fullName);
    if (mirror !== undefined) this.#translations.set(uidOf(mirror), uidOf(pod));
  }

  remove(pod: Pod): void {
    const fullName = podFullName(pod);
    const uid = uidOf(pod);
    if (isMirrorPod(pod)) {
      this.#mirrors.delete(uid);
      this.#translations.delete(uid);
      if (this.#mirrorsByFullName.get(fullName)?.metadata.uid === uid)
        this.#mirrorsByFullName.delete(fullName);
      return;
    }
    this.#byUid.delete(uid);
    if (this.#byFullName.get(fullName)?.metadata.uid === uid) this.#byFullName.delete(fullName);
  }

  get(uid: string): Pod | undefined {
    return this.#byUid.get(uid);
  }

  byFullName(fullName: string): Pod | undefined {
    return this.#byFullName.get(fullName);
  }

  mirrorOf(pod: Pod): Pod | undefined {
    return this.#mirrorsByFullName.get(podFullName(pod));
  }

  /** The static pod whose mirror this is. */
  twinOf(mirror: Pod): Pod | undefined {
    return this.#byFullName.get(podFullName(mirror));
  }

  /** The uid by which the node knows a pod of the API. */
  translate(apiUid: string): string {
    return this.#translations.get(apiUid) ?? apiUid;
  }

  /** The API's uid of a pod of the node; undefined for a static pod without a mirror. */
  apiUid(uid: string): string | undefined {
    const pod = this.#byUid.get(uid);
    if (pod === undefined || !isStaticPod(pod)) return uid;
    return this.mirrorOf(pod)?.metadata.uid;
  }

  get pods(): readonly Pod[] {
    return [...this.#byUid.values()];
  }

  get size(): number {
    return this.#byUid.size;
  }

  /** Mirrors whose static pod is not there. */
  get orphanedMirrors(): readonly Pod[] {
    return [...this.#mirrorsByFullName.values()].filter((mirror) => this.twinOf(mirror) === undefined);
  }
}
