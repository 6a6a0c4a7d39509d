import type { PodView } from '../../session/protocol.ts';

/** Where a lane keeps a pod. `waiting` is a lane whose scheduler does not run. */
export type LaneSlot = 'active' | 'backoff' | 'unschedulable' | 'gated' | 'waiting';

/** Where a pod's token stands on the board: `node/NAME` or `lane/SLOT/SCHEDULER`. */
export type Place = `node/${string}` | `lane/${LaneSlot}/${string}`;

export const nodePlace = (name: string): Place => `node/${name}`;
export const lanePlace = (schedulerName: string, slot: LaneSlot): Place => `lane/${slot}/${schedulerName}`;

/**
 * The place of a pod. A held pod is one whose decision is still to be shown: it stays in its lane
 * although it is bound already.
 */
export function placeOf(pod: PodView, held: boolean, servedSchedulers: ReadonlySet<string>): Place {
  if (held) return lanePlace(pod.schedulerName, 'active');
  if (pod.nodeName) return nodePlace(pod.nodeName);
  if (!servedSchedulers.has(pod.schedulerName)) return lanePlace(pod.schedulerName, 'waiting');
  const queue = pod.queue ?? 'active';
  return lanePlace(pod.schedulerName, queue === 'scheduling' ? 'active' : queue);
}

/** Who stands where. Lists keep their identity until somebody in them changes. */
export interface Places {
  readonly placeByPod: ReadonlyMap<string, Place>;
  readonly podsByPlace: ReadonlyMap<Place, readonly PodView[]>;
}

export const noPlaces: Places = { placeByPod: new Map(), podsByPlace: new Map() };

/** A token that changes its place. */
export interface Move {
  readonly uid: string;
  readonly from: Place;
  readonly to: Place;
}

export interface Placement {
  readonly places: Places;
  readonly moves: readonly Move[];
}

/**
 * Places after `changed` pods changed (or were held, or released) and `removed` ones went. What
 * moved is the difference of the two, so the picture needs no commands and cannot drift.
 */
export function arrange(
  before: Places,
  changed: Iterable<PodView>,
  removed: Iterable<string>,
  placeFor: (pod: PodView) => Place,
): Placement {
  const placeByPod = new Map(before.placeByPod);
  const left = new Map<Place, Set<string>>();
  const entered = new Map<Place, PodView[]>();
  const moves: Move[] = [];
  for (const uid of removed) {
    const place = placeByPod.get(uid);
    if (!place) continue;
    placeByPod.delete(uid);
    grouped(left, place, () => new Set<string>()).add(uid);
  }
  for (const pod of changed) {
    const from = placeByPod.get(pod.uid);
    const to = placeFor(pod);
    if (from && from !== to) {
      moves.push({ uid: pod.uid, from, to });
      grouped(left, from, () => new Set<string>()).add(pod.uid);
    }
    placeByPod.set(pod.uid, to);
    grouped(entered, to, () => []).push(pod);
  }
  const podsByPlace = new Map(before.podsByPlace);
  for (const place of new Set([...left.keys(), ...entered.keys()])) {
    const pods = mergedPods(podsByPlace.get(place) ?? [], left.get(place), entered.get(place) ?? []);
    if (pods.length > 0) podsByPlace.set(place, pods);
    else podsByPlace.delete(place);
  }
  return { places: { placeByPod, podsByPlace }, moves };
}

function mergedPods(
  before: readonly PodView[],
  left: ReadonlySet<string> | undefined,
  entered: readonly PodView[],
): readonly PodView[] {
  const byUid = new Map(before.map((pod) => [pod.uid, pod]));
  for (const uid of left ?? []) byUid.delete(uid);
  for (const pod of entered) byUid.set(pod.uid, pod);
  return [...byUid.values()].sort(inOrder);
}

/** The system's pods last, then owners together, then by age. */
function inOrder(a: PodView, b: PodView): number {
  return (
    Number(a.system) - Number(b.system) ||
    compareText(a.owner, b.owner) ||
    a.createdMs - b.createdMs ||
    compareText(a.name, b.name)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function grouped<Key, Group>(groups: Map<Key, Group>, key: Key, empty: () => Group): Group {
  let group = groups.get(key);
  if (group === undefined) groups.set(key, (group = empty()));
  return group;
}
