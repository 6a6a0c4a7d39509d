import { Descriptions } from './descriptions.ts';
import { Session } from './session.ts';
import type { Port } from './port.ts';
import type { CommandName, Commands, ToPage, ToSession } from './protocol.ts';
import { browserStore } from './recording-store.ts';

/** How often the session looks at the wall clock. */
const tickMs = 16;

/** Serves one session over `port`: commands in, frames and answers out. */
export function serveSession(port: Port<ToPage, ToSession>): void {
  let pageAddress = '';
  const session = new Session({
    send: (message) => port.send(message),
    store: browserStore(),
    descriptions: new Descriptions(async () => {
      const response = await fetch(new URL('kubernetes-schema.json', pageAddress));
      if (!response.ok) throw new Error(response.statusText);
      return response.json();
    }),
    wallMs: () => performance.now(),
    dateMs: () => Date.now(),
  });

  port.onMessage((message) => {
    if (message.type === 'page') pageAddress = message.address;
    else if (message.type === 'frame-shown') session.frameShown(message.sequence);
    else void answer(message.id, message.name, message.give);
  });
  setInterval(() => session.tick(), tickMs);
  port.send({ type: 'ready' });

  async function answer<Name extends CommandName>(
    id: number,
    name: Name,
    give: Commands[Name]['give'],
  ): Promise<void> {
    try {
      port.send({ type: 'answer', id, answer: await session.command(name, give) });
    } catch (error) {
      port.send({ type: 'refusal', id, message: error instanceof Error ? error.message : String(error) });
    }
  }
}
