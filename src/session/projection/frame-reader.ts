import type { Event, Node, Pod } from '../../engine/index.ts';
import { deepEqual } from '../../engine/index.ts';
import type { Decision, Frame, LaneView, Mark, PodView, RequestView, StepView } from '../protocol.ts';
import { briefed } from './briefed.ts';
import { eventView } from './event-view.ts';
import type { Log, LogReader } from './log.ts';
import { nodeView } from './node-view.ts';
import { podView } from './pod-view.ts';
import type { Shelf, ShelfReader } from './shelf.ts';

/** A frame without what only the session knows. */
export type FrameBody = Omit<Frame, 'sequence' | 'reset' | 'time' | 'faults' | 'files' | 'crash'>;

/** What a projector knows of a cluster. */
export interface Known {
  readonly pods: Shelf<Pod>;
  readonly nodes: Shelf<Node>;
  readonly events: Shelf<Event>;
  readonly decisions: Log<Decision>;
  readonly requests: Log<RequestView>;
  readonly steps: Log<StepView>;
  readonly marks: Log<Mark>;
  /** Where its scheduler keeps a pod, by uid. */
  readonly queues: ReadonlyMap<string, PodView['queue']>;
  /** The same list until one of them changes. */
  lanes(): readonly LaneView[];
}

/** One page's place in what a projector knows: what it has been told, and what is still to tell. */
export class FrameReader {
  readonly #known: Known;
  readonly #pods: ShelfReader<Pod>;
  readonly #nodes: ShelfReader<Node>;
  readonly #events: ShelfReader<Event>;
  readonly #decisions: LogReader<Decision>;
  readonly #requests: LogReader<RequestView>;
  readonly #steps: LogReader<StepView>;
  readonly #marks: LogReader<Mark>;
  #toldLanes: readonly LaneView[] | undefined;

  /** To begin with all is to be told. */
  constructor(known: Known) {
    this.#known = known;
    this.#pods = known.pods.read();
    this.#nodes = known.nodes.read();
    this.#events = known.events.read();
    this.#decisions = known.decisions.read();
    this.#requests = known.requests.read();
    this.#steps = known.steps.read();
    this.#marks = known.marks.read();
  }

  /** Whether there is something that the page has not been told. */
  get dirty(): boolean {
    return this.#all.some(({ dirty }) => dirty);
  }

  /** The page has forgotten everything: the next `take` tells all. */
  retell(): void {
    for (const reader of this.#all) reader.retell();
    this.#toldLanes = undefined;
  }

  /** The page looks no more. */
  close(): void {
    for (const reader of [this.#pods, this.#nodes, this.#events]) reader.close();
  }

  /** What changed since the last time. */
  take(): FrameBody {
    const { queues } = this.#known;
    const pods = this.#pods.take((pod) => podView(pod, queues.get(pod.metadata.uid ?? '')));
    const nodes = this.#nodes.take(nodeView);
    const events = this.#events.take(eventView);
    return {
      pods: pods.changed,
      removedPods: pods.removed,
      nodes: nodes.changed,
      removedNodes: nodes.removed,
      events: events.changed,
      removedEvents: events.removed,
      lanes: this.#takeLanes(),
      decisions: briefed(this.#decisions.take()),
      requests: this.#requests.take(),
      steps: this.#steps.take(),
      marks: this.#marks.take(),
    };
  }

  get #all() {
    return [this.#pods, this.#nodes, this.#events, this.#decisions, this.#requests, this.#steps, this.#marks];
  }

  #takeLanes(): readonly LaneView[] | undefined {
    const lanes = this.#known.lanes();
    if (lanes === this.#toldLanes) return undefined;
    if (this.#toldLanes !== undefined && deepEqual(lanes, this.#toldLanes)) return undefined;
    this.#toldLanes = lanes;
    return lanes;
  }
}
