import type { Decision } from '../../session/protocol.ts';
import { momentBefore } from './moments.ts';
import { showMoment } from './served.ts';
import { send } from './session.ts';
import { nothingLit, page, withPinned } from './store.ts';
import type { ObjectName, SystemPods } from './store.ts';

/** Speeds that the transport offers: virtual seconds in a second of the wall clock. */
export const speeds = [0.1, 0.25, 0.5, 1, 2, 5, 10, 25, 100] as const;

export function togglePause(): void {
  setPace({ paused: !page.getState().mirror.time.paused });
}

export function setSpeed(speed: number): void {
  setPace({ speed });
}

function setPace(pace: { readonly paused: boolean } | { readonly speed: number }): void {
  void send('pace', pace);
  // The session answers with a frame; while it cannot yet, the controls show what it will be told.
  if (!page.getState().live)
    page.setState(({ mirror }) => ({ mirror: { ...mirror, time: { ...mirror.time, ...pace } } }));
}

/** One offered speed faster (1) or slower (-1). */
export function changeSpeed(by: 1 | -1): void {
  const now = page.getState().mirror.time.speed;
  const next = by > 0 ? speeds.find((speed) => speed > now) : speeds.findLast((speed) => speed < now);
  if (next !== undefined) setSpeed(next);
}

export function step(to: 'event' | 'decision'): void {
  unpin();
  void send('step', { to });
}

export function stepBack(): void {
  unpin();
  seek(momentBefore(page.getState().mirror));
}

export function settle(): void {
  unpin();
  void send('settle', null);
}

export function seek(atMs: number): void {
  void showMoment(atMs);
}

/** Lights the named nodes and pods (by uid) until the next call. */
export function light(nodes: readonly string[], pods: readonly string[] = []): void {
  page.setState({ lit: { nodes: new Set(nodes), pods: new Set(pods) } });
}

export function lightNothing(): void {
  if (page.getState().lit !== nothingLit) page.setState({ lit: nothingLit });
}

export function inspect(object: ObjectName | undefined): void {
  page.setState({ inspected: object });
}

/** Shows a decision again; of a brief one the verdicts follow. */
export function pin(decision: Decision): void {
  page.setState((state) => withPinned(state, decision), true);
  if (!decision.brief) return;
  void wholeDecision(decision).then((whole) =>
    page.setState((state) => (state.pinned === decision ? withPinned(state, whole) : state), true),
  );
}

/** The decision with its verdicts; as it was given when the session has forgotten them. */
export async function wholeDecision(decision: Decision): Promise<Decision> {
  if (!decision.brief) return decision;
  return (await send('decision', { id: decision.id })) ?? decision;
}

export function unpin(): void {
  if (page.getState().pinned) page.setState((state) => withPinned(state, undefined), true);
}

export function showSystemPods(systemPods: SystemPods): void {
  page.setState({ systemPods });
}
