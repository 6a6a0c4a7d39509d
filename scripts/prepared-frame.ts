import { Descriptions } from '../src/session/descriptions.ts';
import { OwnHome } from '../src/session/own-home.ts';
import type { ToPage } from '../src/session/protocol.ts';
import { memoryStore } from '../src/session/recording-store.ts';
import { Session } from '../src/session/session.ts';
import type { PreparedFrame } from '../src/ui/state/prepared.ts';

/** Any whole second: the page moves the frame to its own time. */
const anyMs = Date.UTC(2026, 0, 5, 9);

/**
 * What a session tells first of the cluster that every newcomer gets: the real one, booted now. The page
 * is built with it, so that the board need not wait for the engine.
 */
export async function preparedFrame(startMs = anyMs): Promise<PreparedFrame> {
  const messages: ToPage[] = [];
  // Nobody asks what fields mean.
  const descriptions = new Descriptions(() => Promise.resolve({}));
  const session = new Session({
    home: new OwnHome({ store: memoryStore(), descriptions, dateMs: () => startMs }),
    send: (message) => messages.push(message),
    loadDescriptions: () => descriptions.load(),
    wallMs: () => 0,
    shellSeed: '',
  });
  await session.command('open', { startMs });
  const first = messages.find((message) => message.type === 'frame');
  if (first === undefined) throw new Error('The session has sent no frame.');
  return { startMs, frame: first.frame };
}
