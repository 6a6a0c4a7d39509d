import type { ToPage, ToSession } from './protocol.ts';
import type { Session } from './session.ts';

/** Passes a page's message on to its session, and what the session answers back. */
export function answerPage(
  session: Session,
  message: Exclude<ToSession, { type: 'page' }>,
  send: (answer: ToPage) => void,
): void {
  if (message.type === 'frame-shown') session.frameShown(message.sequence);
  else void answer(session, message, send);
}

async function answer(
  session: Session,
  { id, name, give }: Extract<ToSession, { type: 'command' }>,
  send: (answer: ToPage) => void,
): Promise<void> {
  try {
    send({ type: 'answer', id, answer: await session.command(name, give) });
  } catch (error) {
    send({ type: 'refusal', id, message: error instanceof Error ? error.message : String(error) });
  }
}
