import { createStore } from 'zustand/vanilla';
import type { Decision, Frame, NodeVerdict, PodView } from '../../session/protocol.ts';
import { applyFrame, emptyMirror } from './mirror.ts';
import type { Mirror } from './mirror.ts';
import { arrange, noPlaces, placeOf } from './place.ts';
import type { Move, Place, Places } from './place.ts';
import { advanceStage, emptyStage, enqueue, heldPods } from './stage.ts';
import type { Pace, Stage } from './stage.ts';

/** Something of the cluster that a person points at, chooses or inspects. */
export interface ObjectName {
  /** Plural, `pods`. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** What lights up because somebody points at something that speaks of it. */
export interface Lit {
  readonly nodes: ReadonlySet<string>;
  readonly pods: ReadonlySet<string>;
}

export interface ShownVerdict {
  readonly verdict: NodeVerdict;
  /** The highest total of all nodes: the length of a whole bar. */
  readonly best: number;
}

type Verdicts = ReadonlyMap<string, ShownVerdict>;

export type SystemPods = 'small' | 'full' | 'hidden';

export interface PageState {
  /** The session has told of a cluster. Before that a picture made beforehand may be shown, and commands wait. */
  readonly live: boolean;
  /** The way to the session is lost, and looked for. */
  readonly lost: boolean;
  /**
   * Of a page that was served together with a cluster: whether it shows that one, shared with others,
   * or has left it for one of its own. Undefined for all other pages.
   */
  readonly company?: 'shared' | 'aside';
  /** A sentence at the edge of the page, until it is closed. */
  readonly notice?: string;
  readonly mirror: Mirror;
  readonly stage: Stage;
  readonly held: ReadonlySet<string>;
  readonly places: Places;
  /** Pods that are not shown yet as they are, because a crowd changed: `catchUp` shows more of them. */
  readonly behind: ReadonlyMap<string, PodView>;
  /** What moved with the last change, for the picture to follow. */
  readonly moves: readonly Move[];
  /** A decision from the table that is looked at again. */
  readonly pinned?: Decision;
  /** What the decision that is shown says of each node, by name. */
  readonly verdicts: Verdicts;
  /** Nodes that do not show yet what is said of them, because a crowd of them changed. */
  readonly unsaid: ReadonlyMap<string, ShownVerdict | undefined>;
  /** `NAMESPACE/NAME` of the pods that the shown decision evicts. */
  readonly victims: ReadonlySet<string>;
  readonly lit: Lit;
  readonly inspected?: ObjectName;
  readonly systemPods: SystemPods;
  readonly still: boolean;
}

export const nothingLit: Lit = { nodes: new Set(), pods: new Set() };
const noVerdicts: Verdicts = new Map();
const allSaid: PageState['unsaid'] = new Map();
const noVictims: ReadonlySet<string> = new Set();
const nobody: ReadonlyMap<string, PodView> = new Map();
/**
 * How many places change in one picture, and on how many nodes something is said: of a crowd all waits for
 * the next pictures, so that none takes long.
 */
const atOnce = { places: 12, verdicts: 24 } as const;

export const page = createStore<PageState>(() => ({
  live: false,
  lost: false,
  mirror: emptyMirror,
  stage: emptyStage,
  held: new Set(),
  places: noPlaces,
  behind: nobody,
  moves: [],
  verdicts: noVerdicts,
  unsaid: allSaid,
  victims: noVictims,
  lit: nothingLit,
  systemPods: 'small',
  still: false,
}));

export function paceOf(state: PageState): Pace {
  return { speed: state.mirror.time.speed, paused: state.mirror.time.paused, still: state.still };
}

/** The decision whose verdicts stand on the nodes. */
export function shownDecision(state: Pick<PageState, 'pinned' | 'stage'>): Decision | undefined {
  return state.pinned ?? state.stage.current;
}

/** Pods that rows should light up for: those pointed at, and the one whose decision is shown. */
export function rowIsLit(state: Pick<PageState, 'lit' | 'pinned' | 'stage'>, podUid: string): boolean {
  return state.lit.pods.has(podUid) || shownDecision(state)?.podUid === podUid;
}

/** The state after a frame that arrived at wall time `wallMs`. */
export function afterFrame(state: PageState, frame: Frame, wallMs: number): PageState {
  const mirror = applyFrame(state.mirror, frame);
  // What a resetting frame brings is history, not news: it is not played.
  const queued = frame.reset ? emptyStage : enqueue(state.stage, frame.decisions);
  const next: PageState = { ...state, mirror, pinned: frame.reset ? undefined : state.pinned };
  const stage = advanceStage(queued, wallMs, paceOf(next));
  if (frame.reset)
    return withPicture(
      {
        ...next,
        places: noPlaces,
        behind: nobody,
        held: new Set(),
        verdicts: noVerdicts,
        unsaid: allSaid,
      },
      stage,
      mirror.pods.values(),
      [],
      Infinity,
    );
  const lanesChanged = mirror.lanes !== state.mirror.lanes;
  const changed = lanesChanged ? mirror.pods.values() : frame.pods;
  return withPicture(next, stage, changed, frame.removedPods);
}

/** The state at wall time `wallMs`: decisions that were shown long enough make way. */
export function afterWaiting(state: PageState, wallMs: number): PageState {
  const stage = advanceStage(state.stage, wallMs, paceOf(state));
  return stage === state.stage ? state : withPicture(state, stage, [], []);
}

/** Whether all that is known is shown. */
export function isCaughtUp({ behind, unsaid }: PageState): boolean {
  return behind.size + unsaid.size === 0;
}

/** The state with more shown of what is behind. */
export function catchUp(state: PageState): PageState {
  return isCaughtUp(state) ? state : withPicture(sayMore(state), state.stage, [], [], atOnce.places);
}

/** Shows the verdicts of an older decision, or of the running ones again. */
export function withPinned(state: PageState, pinned: Decision | undefined): PageState {
  return { ...state, pinned, ...said(state, pinned ?? state.stage.current) };
}

/** `part`: how many places of a crowd change now; all of them where they are few. */
function withPicture(
  state: PageState,
  stage: Stage,
  changed: Iterable<PodView>,
  removed: readonly string[],
  part = 0,
): PageState {
  const held = stage === state.stage ? state.held : heldPods(stage);
  const { pods, lanes } = state.mirror;
  const served = new Set(lanes.filter((lane) => lane.running).map((lane) => lane.schedulerName));
  const touched = new Map(state.behind);
  for (const uid of removed) touched.delete(uid);
  for (const pod of changed) touched.set(pod.uid, pod);
  for (const uid of differing(state.held, held)) {
    const pod = pods.get(uid);
    if (pod) touched.set(uid, pod);
  }
  const placeFor = (pod: PodView): Place => placeOf(pod, held.has(pod.uid), served);
  const [now, behind] = firstPlaces(touched, placeFor, part);
  const placed = arrange(state.places, now, removed, placeFor);
  // Of a crowd nobody can follow single ones: they just appear.
  const crowded = state.behind.size + behind.size > 0;
  const before = shownDecision(state);
  const shown = state.pinned ?? stage.current;
  return {
    ...state,
    stage,
    held,
    places: placed.places,
    behind,
    moves: placed.moves.length > 0 && !crowded ? placed.moves : state.moves,
    ...(shown === before ? {} : said(state, shown)),
  };
}

/** The pods of the first `part` places and the others; all of them where they are few. */
function firstPlaces(
  pods: ReadonlyMap<string, PodView>,
  placeFor: (pod: PodView) => Place,
  part: number,
): [now: Iterable<PodView>, later: ReadonlyMap<string, PodView>] {
  if (pods.size <= Math.max(part, atOnce.places)) return [pods.values(), nobody];
  const places = new Set<Place>();
  const now: PodView[] = [];
  const later = new Map<string, PodView>();
  for (const pod of pods.values()) {
    const place = placeFor(pod);
    if (places.size < part) places.add(place);
    if (places.has(place)) now.push(pod);
    else later.set(pod.uid, pod);
  }
  return [now, later];
}

/** What a decision says of nodes and pods; many nodes say it in the next pictures. */
function said(
  state: PageState,
  decision: Decision | undefined,
): Pick<PageState, 'verdicts' | 'unsaid' | 'victims'> {
  const verdicts = verdictsOf(decision);
  const unsaid = new Map<string, ShownVerdict | undefined>();
  for (const name of state.verdicts.keys()) if (!verdicts.has(name)) unsaid.set(name, undefined);
  for (const [name, verdict] of verdicts) unsaid.set(name, verdict);
  const named = decision?.preemption?.find((candidate) => candidate.chosen)?.victims;
  const victims = named ? new Set(named) : noVictims;
  return unsaid.size <= atOnce.verdicts
    ? { verdicts, unsaid: allSaid, victims }
    : { verdicts: state.verdicts, unsaid, victims };
}

/** The state with something said of more nodes. */
function sayMore(state: PageState): PageState {
  if (state.unsaid.size === 0) return state;
  const verdicts = new Map(state.verdicts);
  const unsaid = new Map(state.unsaid);
  for (const [name, verdict] of [...unsaid].slice(0, atOnce.verdicts)) {
    unsaid.delete(name);
    if (verdict) verdicts.set(name, verdict);
    else verdicts.delete(name);
  }
  return { ...state, verdicts, unsaid: unsaid.size > 0 ? unsaid : allSaid };
}

function verdictsOf(decision: Decision | undefined): Verdicts {
  if (!decision) return noVerdicts;
  const best = Math.max(0, ...decision.verdicts.map(({ total }) => total ?? 0));
  return new Map(decision.verdicts.map((verdict) => [verdict.nodeName, { verdict, best }]));
}

function* differing(a: ReadonlySet<string>, b: ReadonlySet<string>): Generator<string> {
  if (a === b) return;
  for (const item of a) if (!b.has(item)) yield item;
  for (const item of b) if (!a.has(item)) yield item;
}
