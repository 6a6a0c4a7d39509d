import type { Node, Pod } from '../../api/types.ts';
import { assert } from '../../sim/assert.ts';
import { NodeInfo } from '../framework/node-info.ts';
import { PodInfo } from '../framework/pod-info.ts';
import { info, noLog, type Log } from '../../api/klog.ts';
import { NodeTree, zoneKey } from './node-tree.ts';
import { CacheSnapshot } from './snapshot.ts';

interface CachedPod {
  podInfo: PodInfo;
  readonly nodeName: string;
  /** Placed by this scheduler, and not yet seen bound. */
  assumed: boolean;
}

/**
 * The nodes and the pods on them as the scheduler last heard of them, with those that it has placed
 * itself and not yet heard of. Models pkg/scheduler/backend/cache/cache.go (v1.36).
 */
export class Cache {
  readonly snapshot = new CacheSnapshot();
  readonly #log: Log;
  readonly #nodes = new Map<string, NodeInfo>();
  readonly #tree = new NodeTree();
  /** By uid. */
  readonly #pods = new Map<string, CachedPod>();
  readonly #changed = new Set<NodeInfo>();
  #orderChanged = false;

  constructor(log: Log = noLog) {
    this.#log = log;
  }

  /** How many pods are on nodes. */
  get podCount(): number {
    return this.#pods.size;
  }

  addNode(node: Node): void {
    const { name } = node.metadata;
    const added = this.#nodeInfo(name);
    added.setNode(node);
    this.snapshot.images.setNode(added);
    this.#tree.add(node);
    this.#orderChanged = true;
    info(this.#log, 2, 'node_tree.go:65', 'Added node to NodeTree', {
      node: name,
      zone: zoneKey(node).replace('\u0000', '\\x00'),
    });
  }

  updateNode(node: Node): void {
    const known = this.#nodes.get(node.metadata.name);
    if (known?.hasNode !== true) {
      this.addNode(node);
      return;
    }
    const zoneChanged = zoneKey(known.node) !== zoneKey(node);
    known.setNode(node);
    this.snapshot.images.setNode(known);
    this.#changed.add(known);
    if (!zoneChanged) return;
    this.#tree.update(node);
    this.#orderChanged = true;
  }

  /** Pods that are still told to be on the node keep its place until they are gone. */
  removeNode(node: Node): void {
    const { name } = node.metadata;
    const known = this.#nodes.get(name);
    if (known === undefined) return;
    known.removeNode();
    this.snapshot.images.removeNode(name);
    if (known.pods.length === 0) this.#nodes.delete(name);
    this.#tree.remove(name);
    this.#orderChanged = true;
    info(this.#log, 2, 'node_tree.go:87', 'Removed node from NodeTree', {
      node: name,
      zone: zoneKey(node).replace('\u0000', '\\x00'),
    });
  }

  /** A pod is bound: one that was assumed now is. */
  addPod(pod: Pod): void {
    const known = this.#pods.get(uidOf(pod));
    if (known !== undefined) this.#take(known);
    const podInfo = new PodInfo(pod, known?.podInfo);
    this.#put({ podInfo, nodeName: pod.spec.nodeName ?? '', assumed: false });
  }

  updatePod(pod: Pod): void {
    this.addPod(pod);
  }

  removePod(pod: Pod): void {
    const known = this.#pods.get(uidOf(pod));
    if (known !== undefined) this.#take(known);
  }

  /** Counts a pod on a node before the API knows of it. */
  assumePod(podInfo: PodInfo, nodeName: string): void {
    assert(!this.#pods.has(podInfo.uid), `pod ${podInfo.pod.metadata.name} is in the cache already`);
    this.#put({ podInfo, nodeName, assumed: true });
  }

  /** Takes an assumption back. */
  forgetPod(pod: Pod): void {
    const known = this.#pods.get(uidOf(pod));
    if (known?.assumed === true) this.#take(known);
  }

  isAssumed(pod: Pod): boolean {
    return this.#pods.get(uidOf(pod))?.assumed === true;
  }

  /** The pod as it is counted; undefined where it is on no node. */
  pod(pod: Pod): Pod | undefined {
    return this.#pods.get(uidOf(pod))?.podInfo.pod;
  }

  /** Brings the snapshot up to date, looking only at what changed since the last time. */
  updateSnapshot(): CacheSnapshot {
    if (this.#orderChanged) {
      this.snapshot.setNodes(this.#tree.list().map((name) => this.#nodeInfo(name)));
      this.#orderChanged = false;
    } else {
      for (const node of this.#changed) if (node.hasNode) this.snapshot.refresh(node);
    }
    this.#changed.clear();
    return this.snapshot;
  }

  #nodeInfo(name: string): NodeInfo {
    let node = this.#nodes.get(name);
    if (node === undefined) this.#nodes.set(name, (node = new NodeInfo(name)));
    return node;
  }

  #put(pod: CachedPod): void {
    this.#pods.set(pod.podInfo.uid, pod);
    const node = this.#nodeInfo(pod.nodeName);
    node.addPod(pod.podInfo);
    this.#changed.add(node);
  }

  #take(pod: CachedPod): void {
    this.#pods.delete(pod.podInfo.uid);
    const node = this.#nodeInfo(pod.nodeName);
    node.removePod(pod.podInfo.pod);
    this.#changed.add(node);
    if (!node.hasNode && node.pods.length === 0) this.#nodes.delete(pod.nodeName);
  }
}

function uidOf(pod: Pod): string {
  return pod.metadata.uid ?? '';
}
