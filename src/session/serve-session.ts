import { answerPage } from './answer-page.ts';
import { Descriptions } from './descriptions.ts';
import { OwnHome } from './own-home.ts';
import type { Port } from './port.ts';
import type { ToPage, ToSession } from './protocol.ts';
import { browserStore } from './recording-store.ts';
import { Session } from './session.ts';

/** How often the session looks at the wall clock. */
const tickMs = 16;
/** How long one turn may keep the thread. */
const turnMs = 12;

/** Serves one session over `port`, with a cluster of its own: commands in, frames and answers out. */
export function serveSession(port: Port<ToPage, ToSession>): void {
  let pageAddress = '';
  const descriptions = new Descriptions(async () => {
    const response = await fetch(new URL('kubernetes-schema.json', pageAddress));
    if (!response.ok) throw new Error(response.statusText);
    return response.json();
  });
  const dateMs = (): number => Date.now();
  const wallMs = (): number => performance.now();
  const home = new OwnHome({ store: browserStore(), descriptions, dateMs });
  const session = new Session({
    send: (message) => port.send(message),
    home,
    loadDescriptions: () => descriptions.load(),
    wallMs,
    shellSeed: String(dateMs()),
  });

  port.onMessage((message) => {
    if (message.type === 'page') pageAddress = message.address;
    else answerPage(session, message, (answer) => port.send(answer));
  });
  let lastTickMs = wallMs();
  setInterval(() => {
    const startMs = wallMs();
    home.tick(startMs - lastTickMs, () => wallMs() - startMs < turnMs);
    lastTickMs = startMs;
  }, tickMs);
  port.send({ type: 'ready' });
}
