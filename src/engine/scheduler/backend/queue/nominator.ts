import type { Pod } from '../../../api/types.ts';
import type { PodInfo } from '../../framework/pod-info.ts';

/**
 * Pods that wait for a node where preemption makes room for them.
 * Models pkg/scheduler/backend/queue/nominator.go (v1.36).
 */
export class Nominator {
  readonly #livePod: (pod: Pod) => Pod | undefined;
  readonly #podsByNode = new Map<string, Map<string, PodInfo>>();
  readonly #nodeByUid = new Map<string, string>();

  /** `livePod` looks the pod up as the scheduler last heard of it. */
  constructor(livePod: (pod: Pod) => Pod | undefined) {
    this.#livePod = livePod;
  }

  /** Nominates the pod to the node, or where that is undefined to the one in its status. */
  add(podInfo: PodInfo, nodeName?: string): void {
    this.delete(podInfo.pod);
    const name = nodeName ?? podInfo.pod.status?.nominatedNodeName ?? '';
    if (name === '') return;
    const live = this.#livePod(podInfo.pod);
    // A pod that is gone or bound by now needs no room.
    if (live === undefined || live.spec.nodeName) return;
    this.#nodeByUid.set(podInfo.uid, name);
    let pods = this.#podsByNode.get(name);
    if (pods === undefined) this.#podsByNode.set(name, (pods = new Map()));
    pods.set(podInfo.uid, podInfo);
  }

  delete(pod: Pod): void {
    const uid = pod.metadata.uid ?? '';
    const name = this.#nodeByUid.get(uid);
    if (name === undefined) return;
    this.#nodeByUid.delete(uid);
    const pods = this.#podsByNode.get(name);
    pods?.delete(uid);
    if (pods?.size === 0) this.#podsByNode.delete(name);
  }

  /** Takes the pod's newer version; a nomination that stands only in memory stays. */
  update(oldPod: Pod | undefined, podInfo: PodInfo): void {
    const inStatus = oldPod?.status?.nominatedNodeName || podInfo.pod.status?.nominatedNodeName;
    const inMemory = inStatus ? undefined : this.#nodeByUid.get(podInfo.uid);
    this.delete(oldPod ?? podInfo.pod);
    this.add(podInfo, inMemory);
  }

  nodeOf(pod: Pod): string | undefined {
    return this.#nodeByUid.get(pod.metadata.uid ?? '');
  }

  get isEmpty(): boolean {
    return this.#podsByNode.size === 0;
  }

  forNode(nodeName: string): readonly PodInfo[] {
    if (this.#podsByNode.size === 0) return none;
    const pods = this.#podsByNode.get(nodeName);
    return pods === undefined ? none : [...pods.values()];
  }
}

const none: readonly PodInfo[] = [];
