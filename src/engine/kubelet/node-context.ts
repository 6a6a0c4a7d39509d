import type { LogLine } from '../api/klog.ts';
import type { EventRecorder, EventType } from '../client/event-recorder.ts';
import type { Client } from '../client/client.ts';
import { objectReference } from '../client/object-reference.ts';
import { pods } from '../api/resources.ts';
import type { ContainerRuntime } from '../cri/container-runtime.ts';
import type { Container, Node, Pod } from '../api/types.ts';
import type { Machine } from '../machine/machine.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { TraceSink } from '../sim/trace.ts';
import type { KubeletTrace } from './trace.ts';

/** What all parts of one kubelet share. */
export interface NodeContext {
  readonly sim: Simulation;
  readonly client: Client;
  readonly machine: Machine;
  readonly runtime: ContainerRuntime;
  readonly recorder: EventRecorder;
  readonly trace: TraceSink;
  /** The kubelet's own log. */
  readonly log: (line: LogLine) => void;
  /** The kubelet's own Node object, as it last saw it. */
  readonly node: () => Node | undefined;
}

export function recordPodEvent(
  { recorder }: NodeContext,
  pod: Pod,
  type: EventType,
  reason: string,
  message: string,
): void {
  recorder.event(objectReference(pods, pod), type, reason, message);
}

/** Says in one sentence what the kubelet did to a pod: `Makes a sandbox with the address 10.244.1.4.` */
export function tracePod({ sim, machine, trace }: NodeContext, pod: Pod, sentence: string): void {
  if (!trace.wanted('kubelet')) return;
  const { namespace, name } = pod.metadata;
  const record: KubeletTrace = {
    kind: 'kubelet',
    atMs: sim.nowMs,
    node: machine.name,
    object: `Pod ${namespace}/${name}`,
    sentence,
  };
  trace.write(record);
}

/** An event about one container of a pod: `spec.containers{web}`. */
export function recordContainerEvent(
  { recorder }: NodeContext,
  pod: Pod,
  container: Container,
  type: EventType,
  reason: string,
  message: string,
): void {
  recorder.event(objectReference(pods, pod, containerPath(pod, container)), type, reason, message);
}

function containerPath({ spec }: Pod, { name }: Container): string {
  const isNamed = (list: readonly { name: string }[] | undefined): boolean =>
    list?.some((container) => container.name === name) === true;
  if (isNamed(spec.initContainers)) return `spec.initContainers{${name}}`;
  if (isNamed(spec.ephemeralContainers)) return `spec.ephemeralContainers{${name}}`;
  return `spec.containers{${name}}`;
}
