import type { CommandName, Commands, Frame, SessionClient, ToPage } from '../../session/protocol.ts';
import { tellsTheSame } from './prepared.ts';
import { nextDueMs } from './stage.ts';
import { afterFrame, afterWaiting, catchUp, isCaughtUp, page, paceOf } from './store.ts';

type Listener = (message: ToPage) => void;

let client: SessionClient | undefined;
let leaveSession = (): void => undefined;
let waking: ReturnType<typeof setTimeout> | undefined;
/** What is shown until the session tells something. */
let meanwhile: Frame | undefined;
const listeners = new Set<Listener>();
/** What was asked for before a cluster was there, in order. */
const waiting: (() => void)[] = [];

/** Connects the page to a session: its frames feed the store from now on. Returns the way to leave. */
export function attach(session: SessionClient): () => void {
  client = session;
  const stopCatchingUp = keepCatchingUp();
  const leave = session.onMessage((message) => {
    if (message.type === 'connection') page.setState({ lost: message.state === 'lost' });
    if (message.type === 'frame') {
      if (meanwhile === undefined || !tellsTheSame(message.frame, meanwhile)) show(message.frame);
      meanwhile = undefined;
      page.setState({ live: true });
      for (const goOn of waiting.splice(0)) goOn();
      // Acknowledged when it is on the screen: the session then sends at most one frame per picture.
      whenCaughtUp(() => session.frameShown(message.frame.sequence));
    }
    tell(message);
  });
  leaveSession = () => {
    leave();
    stopCatchingUp();
    clearTimeout(waking);
    client = undefined;
    page.setState({ live: false, lost: false });
  };
  return leaveSession;
}

/** Shows what the session will tell first, as long as it tells nothing itself. */
export function showMeanwhile(frame: Frame): void {
  if (page.getState().live) return;
  meanwhile = frame;
  show(frame);
}

function show(frame: Frame): void {
  page.setState((state) => afterFrame(state, frame, performance.now()), true);
  scheduleWaking();
}

/** Calls back when the board shows all that is known; a crowd takes several pictures. */
function whenCaughtUp(callback: () => void): void {
  whenShown(() => {
    if (isCaughtUp(page.getState())) callback();
    else whenCaughtUp(callback);
  });
}

/** From now on shows what is behind, a part of it in each picture. Returns the way to stop. */
function keepCatchingUp(): () => void {
  let busy = false;
  const goOn = (): void => {
    busy = !isCaughtUp(page.getState());
    if (!busy) return;
    page.setState(catchUp, true);
    whenShown(goOn);
  };
  return page.subscribe((state) => {
    if (busy || isCaughtUp(state)) return;
    busy = true;
    whenShown(goOn);
  });
}

/** Calls back at the next picture; a hidden tab paints none, but the cluster must live on. */
function whenShown(callback: () => void): void {
  if (document.visibilityState === 'hidden') setTimeout(callback, 100);
  else requestAnimationFrame(callback);
}

function scheduleWaking(): void {
  clearTimeout(waking);
  const state = page.getState();
  const dueMs = nextDueMs(state.stage, paceOf(state));
  if (dueMs === undefined) return;
  waking = setTimeout(
    () => {
      page.setState((before) => afterWaiting(before, performance.now()), true);
      scheduleWaking();
    },
    Math.max(0, dueMs - performance.now()),
  );
}

/** The session would not do what it was told; the message is for the user. */
export class Refusal extends Error {}

/**
 * Sends a command; before a cluster is there, as soon as one is, in the order of asking. Rejects with a
 * Refusal, which the page shows where the caller does not handle it.
 */
export async function send<Name extends CommandName>(
  name: Name,
  give: Commands[Name]['give'],
): Promise<Commands[Name]['answer']> {
  if (!page.getState().live) await new Promise<void>((resolve) => waiting.push(resolve));
  return sendNow(name, give);
}

/** Opens the first cluster of a session. Rejects with a Refusal. */
export function openFirst(give: Commands['open']['give']): Promise<null> {
  return sendNow('open', give);
}

async function sendNow<Name extends CommandName>(
  name: Name,
  give: Commands[Name]['give'],
): Promise<Commands[Name]['answer']> {
  if (client === undefined) throw new Refusal('There is no session any more.');
  return client.command(name, give).catch(refuse);
}

function refuse(error: unknown): never {
  throw new Refusal(error instanceof Error ? error.message : String(error));
}

/** Leaves the session that is there for another, which knows nothing of its terminals. */
export function changeTo(session: SessionClient): void {
  client?.close();
  leaveSession();
  attach(session);
  tell({ type: 'connection', state: 'renewed' });
}

function tell(message: ToPage): void {
  for (const listener of listeners) listener(message);
}

/** Hears everything that the session says besides answers. */
export function onSessionMessage(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
