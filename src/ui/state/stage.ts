import type { Decision } from '../../session/protocol.ts';

/**
 * Decisions come faster than anyone can look. The stage shows them one after the other: first the
 * verdicts on the nodes while the pod is held in its lane, then the pod is released and flies. It only
 * delays the picture, and never for long: the more wait, the shorter each is shown, and of a crowd
 * the oldest are not shown at all.
 */
export interface Stage {
  readonly queue: readonly Decision[];
  readonly current?: Decision;
  /** Wall time since when `current` is shown. */
  readonly sinceMs: number;
  /** The pod of `current` has left its lane. */
  readonly released: boolean;
}

export const emptyStage: Stage = { queue: [], sinceMs: 0, released: true };

/** What decides how long a decision is shown. */
export interface Pace {
  readonly speed: number;
  readonly paused: boolean;
  readonly still: boolean;
}

const holdAtNormalSpeedMs = 1_700;
const lingerAtNormalSpeedMs = 1_900;
const shortestHoldMs = 130;
const longestQueue = 14;
/** From here on pods move at once. */
const instantSpeed = 8;

/** How long the verdicts stand before the pod goes; 0 when pictures must not wait. */
export function holdMs(pace: Pace, waiting: number): number {
  if (pace.still || pace.speed >= instantSpeed) return 0;
  const base = holdAtNormalSpeedMs / Math.max(1, pace.speed);
  return Math.max(shortestHoldMs, base / (1 + waiting / 2));
}

function lingerMs(pace: Pace): number {
  return pace.still ? 4_000 : Math.max(500, lingerAtNormalSpeedMs / Math.max(1, pace.speed));
}

/** The stage with new decisions waiting, at most `longestQueue`: the oldest and the brief give way. */
export function enqueue(stage: Stage, decisions: readonly Decision[]): Stage {
  const whole = decisions.filter((decision) => !decision.brief);
  if (whole.length === 0) return stage;
  return { ...stage, queue: [...stage.queue, ...whole].slice(-longestQueue) };
}

/** The stage at wall time `nowMs`. Returns the same object when nothing is due. */
export function advanceStage(before: Stage, nowMs: number, pace: Pace): Stage {
  let stage = before;
  for (;;) {
    const next = oneStep(stage, nowMs, pace);
    if (next === stage) return stage;
    stage = next;
  }
}

function oneStep(stage: Stage, nowMs: number, pace: Pace): Stage {
  const { current, queue, released } = stage;
  const hold = holdMs(pace, queue.length);
  if (current && !released) {
    return nowMs >= stage.sinceMs + hold ? { ...stage, released: true } : stage;
  }
  if (queue.length > 0) {
    if (hold === 0) return { queue: [], current: queue.at(-1), sinceMs: nowMs, released: true };
    return { queue: queue.slice(1), current: queue[0], sinceMs: nowMs, released: false };
  }
  // While paused the last decision stays to be talked about.
  const over = current && !pace.paused && nowMs >= stage.sinceMs + hold + lingerMs(pace);
  return over ? emptyStage : stage;
}

/** Wall time at which `advanceStage` has something to do; undefined when nothing waits. */
export function nextDueMs(stage: Stage, pace: Pace): number | undefined {
  if (!stage.current) return stage.queue.length > 0 ? stage.sinceMs : undefined;
  const hold = holdMs(pace, stage.queue.length);
  if (!stage.released) return stage.sinceMs + hold;
  if (stage.queue.length > 0) return stage.sinceMs;
  return pace.paused ? undefined : stage.sinceMs + hold + lingerMs(pace);
}

/** Pods that stay in their lanes because their decision is still to be shown. */
export function heldPods(stage: Stage): ReadonlySet<string> {
  const held = new Set(stage.queue.map((decision) => decision.podUid));
  if (stage.current && !stage.released) held.add(stage.current.podUid);
  return held;
}
