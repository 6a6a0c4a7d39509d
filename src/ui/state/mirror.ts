import type {
  ActiveFault,
  Crash,
  Decision,
  EventView,
  FileView,
  Frame,
  LaneView,
  Mark,
  NodeView,
  PodView,
  RequestView,
  StepView,
  TimeView,
} from '../../session/protocol.ts';

/**
 * What the page knows of the cluster: all frames so far, added up. Never changed in place; whatever
 * a frame does not touch stays the same object, so that components can compare by identity.
 */
export interface Mirror {
  readonly time: TimeView;
  /** By uid. */
  readonly nodes: ReadonlyMap<string, NodeView>;
  /** By uid. */
  readonly pods: ReadonlyMap<string, PodView>;
  readonly lanes: readonly LaneView[];
  /** Oldest first, like the other three histories; each holds the last `historyLimit`. */
  readonly decisions: readonly Decision[];
  readonly requests: readonly RequestView[];
  readonly steps: readonly StepView[];
  readonly marks: readonly Mark[];
  /** By uid. */
  readonly events: ReadonlyMap<string, EventView>;
  readonly files: readonly FileView[];
  /** All that is wrong at present. */
  readonly faults: readonly ActiveFault[];
  /** Each owner's place in the order of colours, in order of appearance. */
  readonly owners: ReadonlyMap<string, number>;
  readonly crash?: Crash;
}

export const historyLimit = 2_000;

export const emptyMirror: Mirror = {
  time: { nowMs: 0, startMs: 0, endMs: 0, paused: false, speed: 1, idle: false },
  nodes: new Map(),
  pods: new Map(),
  lanes: [],
  decisions: [],
  requests: [],
  steps: [],
  marks: [],
  events: new Map(),
  files: [],
  faults: [],
  owners: new Map(),
};

/** The mirror after a frame. A frame that resets starts from nothing, but keeps the owners' colours. */
export function applyFrame(before: Mirror, frame: Frame): Mirror {
  const base = frame.reset ? { ...emptyMirror, owners: before.owners } : before;
  return {
    time: sameTime(base.time, frame.time) ? base.time : frame.time,
    nodes: changedByUid(base.nodes, frame.nodes, frame.removedNodes),
    pods: changedByUid(base.pods, frame.pods, frame.removedPods),
    lanes: frame.lanes ?? base.lanes,
    decisions: appended(base.decisions, frame.decisions),
    requests: appended(base.requests, frame.requests),
    steps: appended(base.steps, frame.steps),
    marks: appended(base.marks, frame.marks),
    // An event that happens again moves to the end: the order is that of last arrival.
    events: changedByUid(base.events, frame.events, [
      ...frame.removedEvents,
      ...frame.events.map((event) => event.uid),
    ]),
    files: frame.files ?? base.files,
    faults: frame.faults ?? base.faults,
    owners: withOwners(base.owners, frame.pods),
    crash: frame.crash ?? base.crash,
  };
}

function sameTime(a: TimeView, b: TimeView): boolean {
  return (
    a.nowMs === b.nowMs &&
    a.startMs === b.startMs &&
    a.endMs === b.endMs &&
    a.paused === b.paused &&
    a.speed === b.speed &&
    a.idle === b.idle &&
    a.viewers === b.viewers
  );
}

function changedByUid<View extends { readonly uid: string }>(
  before: ReadonlyMap<string, View>,
  changed: readonly View[],
  removed: readonly string[],
): ReadonlyMap<string, View> {
  if (changed.length === 0 && removed.length === 0) return before;
  const after = new Map(before);
  for (const uid of removed) after.delete(uid);
  for (const view of changed) after.set(view.uid, view);
  return after;
}

function appended<Entry>(before: readonly Entry[], added: readonly Entry[]): readonly Entry[] {
  if (added.length === 0) return before;
  return [...before, ...added].slice(-historyLimit);
}

function withOwners(
  before: ReadonlyMap<string, number>,
  pods: readonly PodView[],
): ReadonlyMap<string, number> {
  const isNew = (pod: PodView): boolean => !pod.system && !before.has(pod.owner);
  if (!pods.some(isNew)) return before;
  const after = new Map(before);
  for (const pod of pods) if (!pod.system && !after.has(pod.owner)) after.set(pod.owner, after.size);
  return after;
}
