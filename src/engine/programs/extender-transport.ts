import type { NetworkPlace } from '../cri/network.ts';
import type { ExtenderTransport } from '../scheduler/http-extender.ts';
import type { ProgramContext } from './program.ts';

/**
 * How a scheduler in this container reaches its extenders: over the cluster's network.
 * Simplified: no image has a program that takes what is posted; a web server refuses it.
 */
export function extenderTransport({ connection, config }: ProgramContext): ExtenderTransport {
  const place: NetworkPlace = {
    machine: config.machine.name,
    ip: config.podIP,
    ...(!config.hostNetwork && { namespace: config.podNamespace }),
  };
  return ({ host, port, path }) => {
    const isOwn = host === 'localhost' || host.startsWith('127.');
    const dialled = connection.network.dial(place, isOwn ? 'localhost' : host, port);
    if (dialled.ok) {
      const answer = dialled.listener.http(path);
      if (answer === undefined) return { problem: 'EOF' };
      return { status: answer.status === 200 ? methodNotAllowed : answer.status, body: '' };
    }
    switch (dialled.problem) {
      case 'unknown host':
        return { problem: `dial tcp: lookup ${host}: no such host` };
      case 'refused':
        return {
          problem: `dial tcp ${isOwn ? '127.0.0.1' : dialled.address}:${port}: connect: connection refused`,
        };
      case 'timed out':
        return { problem: 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)' };
    }
  };
}

const methodNotAllowed = 405;
