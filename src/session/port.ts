import type { ToPage, ToSession } from './protocol.ts';

/** One end of the line between a page and its session, whichever way it is strung. */
export interface Port<Out, In> {
  send(message: Out): void;
  onMessage(listener: (message: In) => void): void;
  close(): void;
}

/** A line inside one thread. Messages are copied and arrive later, as they would from a worker. */
export function localLine(): { page: Port<ToSession, ToPage>; session: Port<ToPage, ToSession> } {
  const { port1, port2 } = new MessageChannel();
  return { page: portOf(port1), session: portOf(port2) };
}

function portOf<Out, In>(port: MessagePort): Port<Out, In> {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.onmessage = (event: MessageEvent<In>) => listener(event.data);
    },
    close: () => port.close(),
  };
}
