import type { CommandName, Commands, Recording, SessionClient, ToPage } from '../../session/protocol.ts';
import { nextDueMs } from './stage.ts';
import { afterFrame, afterWaiting, catchUp, page, paceOf } from './store.ts';

type Listener = (message: ToPage) => void;

let client: SessionClient | undefined;
let waking: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<Listener>();
const arrivals: ((client: SessionClient) => void)[] = [];

/** Connects the page to a session: its frames feed the store from now on. Returns the way to leave. */
export function attach(session: SessionClient): () => void {
  client = session;
  for (const arrive of arrivals.splice(0)) arrive(session);
  const leave = session.onMessage((message) => {
    if (message.type === 'frame') {
      page.setState((state) => afterFrame(state, message.frame, performance.now()), true);
      scheduleWaking();
      // Acknowledged when it is on the screen: the session then sends at most one frame per picture.
      whenCaughtUp(() => session.frameShown(message.frame.sequence));
    }
    for (const listener of listeners) listener(message);
  });
  return () => {
    leave();
    clearTimeout(waking);
    client = undefined;
  };
}

/** Calls back when the board shows all that is known; a crowd takes several pictures. */
function whenCaughtUp(callback: () => void): void {
  whenShown(() => {
    if (page.getState().behind.size === 0) return callback();
    page.setState(catchUp, true);
    whenCaughtUp(callback);
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
 * Sends a command; before the session is there, as soon as it is. Rejects with a Refusal, which the
 * page shows where the caller does not handle it.
 */
export function send<Name extends CommandName>(
  name: Name,
  give: Commands[Name]['give'],
): Promise<Commands[Name]['answer']> {
  if (client) return client.command(name, give).catch(refuse);
  return new Promise((resolve, reject) => {
    arrivals.push((session) => {
      session.command(name, give).catch(refuse).then(resolve, reject);
    });
  });
}

function refuse(error: unknown): never {
  throw new Refusal(error instanceof Error ? error.message : String(error));
}

/** Hears everything that the session says besides answers. */
export function onSessionMessage(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Opens a recording in place of the cluster that is there. It may come from anywhere: the session
 * checks it, and refuses with a sentence that says what is wrong.
 */
export function openRecording(recording: unknown): Promise<null> {
  return send('open', { recording: recording as Recording });
}
