import type { NodeImage } from './images.ts';
import type { LivePod } from './live-pod.ts';
import type { LogLine } from './log-ring.ts';

/** A pod's sandbox, as the runtime's own tools show it. */
export interface SandboxView {
  readonly id: string;
  readonly createdMs: number;
  readonly ready: boolean;
  readonly ip: string;
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly attempt: number;
}

/** A container, as the runtime's own tools show it. */
export interface ContainerView {
  readonly id: string;
  readonly sandboxId: string;
  readonly name: string;
  readonly podName: string;
  readonly podNamespace: string;
  readonly podUid: string;
  readonly state: 'created' | 'running' | 'exited';
  readonly attempt: number;
  readonly createdMs: number;
  readonly startedMs: number;
  readonly finishedMs: number;
  readonly exitCode: number;
  readonly reason: string;
  readonly image: string;
  readonly imageRef: string;
  readonly pid: number;
  /** Its command line; empty where the image's own runs. */
  readonly words: readonly string[];
  readonly log: readonly LogLine[];
}

export interface RuntimeView {
  /** Newest first. */
  readonly sandboxes: readonly SandboxView[];
  /** Newest first. */
  readonly containers: readonly ContainerView[];
  readonly images: readonly NodeImage[];
}

const verbs = ['stop', 'rm', 'stopp', 'rmp'] as const;

/** `stop` and `rm` are about containers, `stopp` and `rmp` about pods. */
export type RuntimeVerb = (typeof verbs)[number];

export function isRuntimeVerb(text: string): text is RuntimeVerb {
  return (verbs as readonly string[]).includes(text);
}

/** A machine's container runtime, as its own tools reach it. */
export interface MachineContainers {
  /** Since when it does not answer. */
  readonly unavailableSinceMs: number | undefined;
  view(): RuntimeView;
  /** Does it to what has that id, or an id that begins so. Answers why not. */
  act(verb: RuntimeVerb, id: string): string | undefined;
}

export function runtimeView(pods: ReadonlyMap<string, LivePod>, images: Iterable<NodeImage>): RuntimeView {
  const sandboxes: SandboxView[] = [];
  const containers: ContainerView[] = [];
  for (const [uid, pod] of pods) {
    for (const [index, sandbox] of pod.sandboxes.entries())
      sandboxes.push({ ...sandbox, ...pod.name, uid, attempt: pod.sandboxes.length - 1 - index });
    for (const { current, createdMs, pid, words, log } of pod.containers) {
      const sandbox = pod.sandboxes.find((one) => one.createdMs <= createdMs);
      containers.push({
        ...current,
        sandboxId: sandbox?.id ?? '',
        podName: pod.name.name,
        podNamespace: pod.name.namespace,
        podUid: uid,
        attempt: current.restartCount,
        createdMs,
        pid,
        words,
        log: log.lines,
      });
    }
  }
  const newestFirst = <T extends { createdMs: number }>(list: T[]): T[] =>
    list.toSorted((a, b) => b.createdMs - a.createdMs);
  return { sandboxes: newestFirst(sandboxes), containers: newestFirst(containers), images: [...images] };
}
