import type { Port } from './port.ts';
import { localLine } from './port.ts';
import type { SessionClient, ToPage, ToSession } from './protocol.ts';
import { sessionClient } from './session-client.ts';

export { isSessionKept } from './recording-store.ts';
export { sessionMetaName } from './served.ts';

/**
 * Starts a session for this page: in a worker, or in the page itself where a worker cannot be had
 * (a sandboxed frame). Resolves when it answers.
 */
export async function connect(): Promise<SessionClient> {
  const worker = await startWorker();
  if (worker !== undefined) return sessionClient(worker, document.baseURI);
  const { page, session } = localLine();
  const { serveSession } = await import('./serve-session.ts');
  serveSession(session);
  return sessionClient(page, document.baseURI);
}

/** Attaches to the cluster that is served at `address`, as one of several pages. Rejects where that cannot be. */
export async function connectServed(address: URL, token?: string): Promise<SessionClient> {
  return (await import('./connect-served.ts')).connectServed(address, token);
}

/** A worker that has said that it is ready; undefined if it cannot be made or dies before that. */
function startWorker(): Promise<Port<ToSession, ToPage> | undefined> {
  return new Promise((resolve) => {
    let worker: Worker;
    try {
      worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    } catch {
      resolve(undefined);
      return;
    }
    worker.addEventListener('error', () => resolve(undefined), { once: true });
    worker.addEventListener(
      'message',
      () => {
        resolve({
          send: (message) => worker.postMessage(message),
          onMessage: (listener) => {
            worker.addEventListener('message', (event: MessageEvent<ToPage>) => listener(event.data));
          },
          close: () => worker.terminate(),
        });
      },
      { once: true },
    );
  });
}
