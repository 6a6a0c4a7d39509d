import { amountsOf } from '../../api/pod-resources.ts';
import type { Node, Pod, Taint } from '../../api/types.ts';
import { assert } from '../../sim/assert.ts';
import { HostPorts } from './host-ports.ts';
import type { PodInfo } from './pod-info.ts';
import { Resource } from './resource.ts';

const noTaints: readonly Taint[] = [];
const noLabels: Readonly<Record<string, string>> = {};

/**
 * A node with the sums over its pods, kept up to date as pods come and go. Models
 * framework.NodeInfo (v1.36).
 */
export class NodeInfo {
  readonly name: string;
  /** Grows with every change. */
  generation = 0;
  /** Its place in the snapshot's list of nodes. */
  index = -1;
  readonly pods: PodInfo[] = [];
  readonly podsWithAffinity: PodInfo[] = [];
  readonly podsWithRequiredAntiAffinity: PodInfo[] = [];
  requested = new Resource();
  nonZeroCpuMillis = 0;
  nonZeroMemoryBytes = 0;
  usedPorts = new HostPorts();
  /** How many pods here use a claim, by `namespace/name`. */
  claimUsers = new Map<string, number>();
  allocatable = new Resource();
  taints: readonly Taint[] = noTaints;
  labels: Readonly<Record<string, string>> = noLabels;
  unschedulable = false;
  /** Size in bytes of each image here, by each of its names. */
  images: ReadonlyMap<string, number> = new Map();
  declaredFeatures: ReadonlySet<string> = new Set();
  #node: Node | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** A NodeInfo of the node, without pods. */
  static of(node: Node): NodeInfo {
    const info = new NodeInfo(node.metadata.name);
    info.setNode(node);
    return info;
  }

  /** The API object. A NodeInfo that only knows of pods (their node was never told or is gone) has none. */
  get node(): Node {
    assert(this.#node !== undefined, `node ${this.name} is not known`);
    return this.#node;
  }

  get hasNode(): boolean {
    return this.#node !== undefined;
  }

  setNode(node: Node): void {
    const before = this.#node;
    this.#node = node;
    this.allocatable = Resource.of(amountsOf(node.status?.allocatable));
    this.taints = node.spec?.taints ?? noTaints;
    this.labels = node.metadata.labels ?? noLabels;
    this.unschedulable = node.spec?.unschedulable === true;
    if (node.status?.images !== before?.status?.images) this.images = imagesOf(node);
    this.declaredFeatures = new Set(node.status?.declaredFeatures);
    this.generation++;
  }

  /** The API object is gone; pods may still be told of. */
  removeNode(): void {
    this.#node = undefined;
    this.generation++;
  }

  /** The value of a label; undefined where the node has none of that name. */
  label(key: string): string | undefined {
    return Object.hasOwn(this.labels, key) ? this.labels[key] : undefined;
  }

  addPod(info: PodInfo): void {
    this.pods.push(info);
    if (info.hasAffinity) this.podsWithAffinity.push(info);
    if (info.requiredAntiAffinityTerms.length > 0) this.podsWithRequiredAntiAffinity.push(info);
    this.#count(info, 1);
  }

  /** Takes the pod of that uid away. False when it is not here. */
  removePod(pod: Pod): boolean {
    const info = takeByUid(this.pods, pod.metadata.uid ?? '');
    if (info === undefined) return false;
    if (info.hasAffinity) takeByUid(this.podsWithAffinity, info.uid);
    if (info.requiredAntiAffinityTerms.length > 0) takeByUid(this.podsWithRequiredAntiAffinity, info.uid);
    this.#count(info, -1);
    return true;
  }

  /** A copy whose pods can be changed without changing this one. */
  clone(): NodeInfo {
    const copy = new NodeInfo(this.name);
    copy.generation = this.generation;
    copy.index = this.index;
    copy.#node = this.#node;
    copy.pods.push(...this.pods);
    copy.podsWithAffinity.push(...this.podsWithAffinity);
    copy.podsWithRequiredAntiAffinity.push(...this.podsWithRequiredAntiAffinity);
    copy.requested = this.requested.clone();
    copy.nonZeroCpuMillis = this.nonZeroCpuMillis;
    copy.nonZeroMemoryBytes = this.nonZeroMemoryBytes;
    copy.usedPorts = this.usedPorts.clone();
    copy.claimUsers = new Map(this.claimUsers);
    copy.allocatable = this.allocatable;
    copy.taints = this.taints;
    copy.labels = this.labels;
    copy.unschedulable = this.unschedulable;
    copy.images = this.images;
    copy.declaredFeatures = this.declaredFeatures;
    return copy;
  }

  #count(info: PodInfo, sign: 1 | -1): void {
    this.requested.add(info.requests, sign);
    this.nonZeroCpuMillis += sign * info.nonZeroCpuMillis;
    this.nonZeroMemoryBytes += sign * info.nonZeroMemoryBytes;
    for (const port of info.hostPorts) {
      if (sign === 1) this.usedPorts.add(port);
      else this.usedPorts.remove(port);
    }
    for (const key of info.claimKeys) {
      const users = (this.claimUsers.get(key) ?? 0) + sign;
      if (users === 0) this.claimUsers.delete(key);
      else this.claimUsers.set(key, users);
    }
    this.generation++;
  }
}

/** Removes the pod of that uid; the last one takes its place. */
function takeByUid(pods: PodInfo[], uid: string): PodInfo | undefined {
  const index = pods.findIndex((candidate) => candidate.uid === uid);
  if (index < 0) return undefined;
  const found = pods[index];
  const last = pods.pop() as PodInfo;
  if (index < pods.length) pods[index] = last;
  return found;
}

const noImages: ReadonlyMap<string, number> = new Map();

function imagesOf(node: Node): ReadonlyMap<string, number> {
  if (!node.status?.images?.length) return noImages;
  const images = new Map<string, number>();
  for (const { names, sizeBytes } of node.status.images) {
    for (const name of names ?? []) images.set(name, sizeBytes ?? 0);
  }
  return images;
}
