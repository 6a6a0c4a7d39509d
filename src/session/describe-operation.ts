import type { Operation } from './protocol.ts';

/** What a mark on the timeline says of an operation. */
export function describeOperation(operation: Operation): string {
  switch (operation.type) {
    case 'request':
      return `${operation.request.method} ${operation.request.path.split('?')[0]}`;
    case 'write-file':
      return `write ${operation.path}`;
    case 'remove-file':
      return `remove ${operation.path}`;
    case 'move-file':
      return `move ${operation.from} to ${operation.to}`;
    case 'make-folder':
      return `make ${operation.path}`;
    case 'add-node':
      return `${operation.name} joins`;
    case 'remove-node':
      return `${operation.name} is removed`;
    case 'service':
      return `${operation.machine}: systemctl ${operation.verb} ${operation.unit}`.trimEnd();
  }
}
