/** The worker's entry: one session, served to the page that started it. */
import type { ToPage, ToSession } from './protocol.ts';
import { serveSession } from './serve-session.ts';

serveSession({
  send: (message: ToPage) => self.postMessage(message),
  onMessage: (listener: (message: ToSession) => void) => {
    self.addEventListener('message', (event: MessageEvent<ToSession>) => listener(event.data));
  },
  close: () => self.close(),
});
