import { useEffect, useLayoutEffect, useRef } from 'react';
import { page } from '../state/store.ts';
import type { PageState } from '../state/store.ts';
import { usePage } from '../state/use-page.ts';
import styles from './flights.module.css';

/** More than this at once is a crowd: nobody can follow it, so it just appears. */
const flightLimit = 16;
const instantSpeed = 25;
const normalMs = 680;
const liftPx = 42;

/**
 * Tokens that changed their place fly there. Their old positions are measured when the store has
 * changed but the DOM has not, the new ones right after; a copy flies above everything, so that no
 * scrolling box can cut it off, while the token waits unseen at its goal.
 */
export function Flights() {
  const layer = useRef<HTMLDivElement>(null);
  const starts = useRef(new Map<string, DOMRect>());
  const moves = usePage((state) => state.moves);

  useEffect(
    () =>
      page.subscribe((state, before) => {
        if (state.moves === before.moves || flightMs(state) === 0 || state.moves.length > flightLimit) return;
        for (const { uid } of state.moves) {
          // A token that still flies starts from where it is.
          const token = layer.current?.querySelector(byPod(uid)) ?? document.querySelector(byPod(uid));
          if (token) starts.current.set(uid, token.getBoundingClientRect());
        }
      }),
    [],
  );

  useLayoutEffect(() => {
    const from = new Map(starts.current);
    starts.current.clear();
    const durationMs = flightMs(page.getState());
    if (!layer.current || durationMs === 0) return;
    const tokens = new Map<HTMLElement, DOMRect>();
    for (const [uid, start] of from) {
      layer.current.querySelector(byPod(uid))?.remove();
      const token = document.querySelector<HTMLElement>(byPod(uid));
      if (token) tokens.set(token, start);
    }
    fly(layer.current, tokens, durationMs);
  }, [moves]);

  return <div ref={layer} className={styles.layer} aria-hidden />;
}

function byPod(uid: string): string {
  return `[data-pod="${CSS.escape(uid)}"]`;
}

function flightMs(state: PageState): number {
  const { speed } = state.mirror.time;
  if (state.still || speed >= instantSpeed) return 0;
  return Math.max(160, normalMs / Math.max(1, speed));
}

/** Tokens fly from where they were. All is measured before anything is written: one layout is enough. */
function fly(layer: HTMLElement, starts: ReadonlyMap<HTMLElement, DOMRect>, durationMs: number): void {
  // A box includes running transforms: whatever still moves a token has to end first.
  for (const token of starts.keys()) for (const animation of token.getAnimations()) animation.finish();
  const flights = [...starts].map(([token, start]) => ({
    token,
    start,
    goal: token.getBoundingClientRect(),
    fontSize: getComputedStyle(token).fontSize,
  }));
  for (const { token, start, goal, fontSize } of flights) {
    if (goal.width === 0) continue;
    const copy = copyAt(goal, token, fontSize);
    layer.append(copy);
    token.animate([{ opacity: 0 }, { opacity: 0 }], { duration: durationMs });
    const flight = copy.animate(arc(start.left - goal.left, start.top - goal.top), {
      duration: durationMs,
      easing: 'cubic-bezier(.35, .05, .2, 1)',
    });
    flight.addEventListener('finish', () => copy.remove());
    flight.addEventListener('cancel', () => copy.remove());
  }
}

/** A token's picture, without what makes it a thing to use. */
function copyAt(goal: DOMRect, token: HTMLElement, fontSize: string): HTMLElement {
  const copy = token.cloneNode(true) as HTMLElement;
  for (const name of ['role', 'aria-label', 'aria-level', 'aria-selected', 'tabindex', 'title'])
    copy.removeAttribute(name);
  copy.classList.add(styles.flying ?? '');
  Object.assign(copy.style, {
    left: `${goal.left}px`,
    top: `${goal.top}px`,
    width: `${goal.width}px`,
    height: `${goal.height}px`,
    fontSize,
  });
  return copy;
}

function arc(dx: number, dy: number): Keyframe[] {
  return [
    { translate: `${dx}px ${dy}px`, scale: 1 },
    { translate: `${dx * 0.45}px ${dy * 0.45 - liftPx}px`, scale: 1.12, offset: 0.45 },
    { translate: '0 0', scale: 1 },
  ];
}
