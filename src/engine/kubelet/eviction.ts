import { amountsOf, podRequests } from '../api/pod-resources.ts';
import {
  formatQuantity,
  parseQuantity,
  QuantityError,
  quantityValue,
  wholeQuantity,
} from '../api/quantity.ts';
import { toleratesTaint } from '../api/taints.ts';
import type { Pod } from '../api/types.ts';
import type { NodeMetrics } from '../cri/node-metrics.ts';
import type { Timer } from '../sim/simulation.ts';
import type { Rejection } from './admission.ts';
import type { KubeletConfig } from './kubelet-config.ts';
import { recordPodEvent, type NodeContext } from './node-context.ts';
import { isCriticalPod } from './static-pod.ts';
import type { VolumeFiles } from './volumes.ts';

export interface EvictionOptions {
  readonly context: NodeContext;
  readonly config: KubeletConfig;
  readonly activePods: () => readonly Pod[];
  /** The memory that is in use, quickly known. */
  readonly memoryInUse: () => number;
  readonly metrics: () => NodeMetrics;
  readonly filesOf: (podUid: string, volume: string) => VolumeFiles | undefined;
  /** Ends a pod for good, within seconds; `isForPressure` = the node's own need ends it. */
  readonly evict: (pod: Pod, message: string, isForPressure: boolean) => void;
  /** The node came under pressure or is rid of it. */
  readonly onPressure: () => void;
}

const lookMs = 10_000;
const pressureTransitionMs = 300_000;
const usualThreshold = '100Mi';

/**
 * Ends pods when the machine's memory runs short, and those that put too much into an emptyDir.
 * Models pkg/kubelet/eviction (v1.36).
 *
 * Simplified: a machine's disk and its process numbers never run short.
 */
export class Eviction {
  readonly #options: EvictionOptions;
  readonly #thresholdBytes: number;
  /** The pods with volumes that may hold so much only. */
  readonly #limited = new Set<string>();
  #timer: Timer | undefined;
  #underPressureAtMs: number | undefined;

  constructor(options: EvictionOptions) {
    this.#options = options;
    this.#thresholdBytes = thresholdOf(options);
  }

  start(): void {
    const { sim } = this.#options.context;
    this.#timer = sim.every(lookMs, () => this.#look(), { chore: true });
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** Looks after the pod's volumes, where one of them may hold so much only. */
  admitted({ metadata, spec }: Pod): void {
    if (spec.volumes?.some(({ emptyDir }) => emptyDir?.sizeLimit !== undefined) === true)
      this.#limited.add(metadata.uid ?? '');
  }

  forget(uid: string): void {
    this.#limited.delete(uid);
  }

  /** Whether memory is short, or was within the last five minutes. */
  get hasMemoryPressure(): boolean {
    return this.#underPressureAtMs !== undefined;
  }

  /** Why a pod is not taken in while memory is short. */
  rejectionOf(pod: Pod): Rejection | undefined {
    if (!this.hasMemoryPressure || isCriticalPod(pod)) return undefined;
    if (pod.status?.qosClass !== 'BestEffort') return undefined;
    const taint = { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' as const };
    if (toleratesTaint(pod.spec.tolerations ?? [], taint)) return undefined;
    return { reason: 'Evicted', message: 'The node had condition: [MemoryPressure]. ' };
  }

  #look(): void {
    const { context, activePods } = this.#options;
    const { memoryBytes } = context.machine.size;
    const availableBytes = Math.max(0, memoryBytes - this.#options.memoryInUse());
    const isShort = availableBytes < this.#thresholdBytes;
    this.#notePressure(isShort);
    if (!isShort && this.#limited.size === 0) return;
    const pods = activePods();
    if (this.#evictOverfull(pods) || !isShort) return;
    const metrics = this.#options.metrics();
    const node = { kind: 'Node', name: context.machine.name, uid: context.machine.name };
    context.recorder.event(node, 'Warning', 'EvictionThresholdMet', 'Attempting to reclaim memory');
    const victim = rankedForMemory(pods, metrics).find((pod) => !isCriticalPod(pod));
    if (victim === undefined) return;
    const message = memoryMessage(victim, metrics, this.#thresholdBytes, availableBytes);
    this.#evict(victim, message, true);
  }

  #notePressure(isShort: boolean): void {
    const { nowMs } = this.#options.context.sim;
    const had = this.hasMemoryPressure;
    if (isShort) this.#underPressureAtMs = nowMs;
    else if (nowMs - (this.#underPressureAtMs ?? nowMs) >= pressureTransitionMs)
      this.#underPressureAtMs = undefined;
    if (had !== this.hasMemoryPressure) this.#options.onPressure();
  }

  /** Pods with more in an emptyDir than it may hold. */
  #evictOverfull(pods: readonly Pod[]): boolean {
    let evicted = false;
    for (const pod of pods) {
      if (!this.#limited.has(pod.metadata.uid ?? '')) continue;
      for (const { name, emptyDir } of pod.spec.volumes ?? []) {
        if (emptyDir?.sizeLimit === undefined || isCriticalPod(pod)) continue;
        const limit = parseQuantity(String(emptyDir.sizeLimit));
        const files = this.#options.filesOf(pod.metadata.uid ?? '', name);
        const limitBytes = Number(quantityValue(limit));
        if (files === undefined || limitBytes <= 0 || sizeOf(files) <= limitBytes) continue;
        const shown = formatQuantity(limit);
        this.#evict(pod, `Usage of EmptyDir volume "${name}" exceeds the limit "${shown}". `, false);
        evicted = true;
        break;
      }
    }
    return evicted;
  }

  #evict(pod: Pod, message: string, isForPressure: boolean): void {
    recordPodEvent(this.#options.context, pod, 'Warning', 'Evicted', message);
    this.#options.evict(pod, message, isForPressure);
  }
}

function sizeOf(files: VolumeFiles): number {
  let bytes = 0;
  for (const text of files.values()) bytes += text.length;
  return bytes;
}

/** What has to stay free: an amount, or a share of the machine's memory. */
function thresholdOf({ config, context }: EvictionOptions): number {
  const text = config.evictionHard?.['memory.available'] ?? usualThreshold;
  const share = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  if (share !== undefined) return (context.machine.size.memoryBytes * Number(share)) / 100;
  try {
    return Number(quantityValue(parseQuantity(text)));
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    return Number(quantityValue(parseQuantity(usualThreshold)));
  }
}

/** First those that use more than they asked for, by priority, then by how much more. Models rankMemoryPressure (v1.36). */
function rankedForMemory(pods: readonly Pod[], metrics: NodeMetrics): Pod[] {
  const excess = new Map(
    pods.map((pod) => [pod, memoryOf(pod, metrics) - (podRequests(pod).get('memory') ?? 0)]),
  );
  const over = (pod: Pod): number => ((excess.get(pod) ?? 0) > 0 ? 0 : 1);
  return pods.toSorted(
    (a, b) =>
      over(a) - over(b) ||
      (a.spec.priority ?? 0) - (b.spec.priority ?? 0) ||
      (excess.get(b) ?? 0) - (excess.get(a) ?? 0),
  );
}

function memoryOf(pod: Pod, metrics: NodeMetrics): number {
  return containersOf(pod, metrics).reduce((sum, { usage }) => sum + usage.memoryBytes, 0);
}

function containersOf({ metadata }: Pod, metrics: NodeMetrics): NodeMetrics['pods'][number]['containers'] {
  const found = metrics.pods.find(
    ({ namespace, name }) => namespace === metadata.namespace && name === metadata.name,
  );
  return found?.containers ?? [];
}

/** Models evictionMessage (v1.36). */
function memoryMessage(
  pod: Pod,
  metrics: NodeMetrics,
  thresholdBytes: number,
  availableBytes: number,
): string {
  const shown = (bytes: number): string => formatQuantity(wholeQuantity(Math.round(bytes), 'BinarySI'));
  const threshold = `Threshold quantity: ${shown(thresholdBytes)}, available: ${shown(Math.floor(availableBytes / 1024) * 1024)}. `;
  const exceeding = containersOf(pod, metrics).flatMap(({ name, usage }) => {
    const spec = pod.spec.containers.find((container) => container.name === name);
    const request = amountsOf(spec?.resources?.requests).get('memory') ?? 0;
    if (usage.memoryBytes <= request) return [];
    return `Container ${name} was using ${shown(usage.memoryBytes)}, request is ${shown(request)}, has larger consumption of memory. `;
  });
  return `The node was low on resource: memory. ${threshold}${exceeding.join('')}`;
}
