import type { Port } from './port.ts';
import type { CommandName, Commands, SessionClient, ToPage, ToSession } from './protocol.ts';

interface Waiting {
  resolve(answer: never): void;
  reject(error: Error): void;
}

/**
 * The page's end of the line: commands become promises, all else goes to the listeners. `address` is
 * where the page lies.
 */
export function sessionClient(port: Port<ToSession, ToPage>, address: string): SessionClient {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(message: ToPage) => void>();
  let lastId = 0;
  port.send({ type: 'page', address });

  port.onMessage((message) => {
    if (message.type === 'answer' || message.type === 'refusal') {
      const command = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.type === 'answer') command?.resolve(message.answer as never);
      else command?.reject(new Error(message.message));
      return;
    }
    if (message.type === 'connection' && message.state === 'renewed') {
      for (const command of waiting.values()) command.reject(new Error('The server was started anew.'));
      waiting.clear();
    }
    for (const listener of listeners) listener(message);
  });

  return {
    command<Name extends CommandName>(name: Name, give: Commands[Name]['give']) {
      const id = ++lastId;
      return new Promise<Commands[Name]['answer']>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        port.send({ type: 'command', id, name, give } as ToSession);
      });
    },
    onMessage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    frameShown: (sequence) => port.send({ type: 'frame-shown', sequence }),
    close: () => port.close(),
  };
}
