import type { Fault, Operation } from './protocol.ts';

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
    case 'stream-input':
    case 'stream-close':
      return 'a container is typed into';
    case 'fetch':
      return `${operation.machine}: GET ${operation.host}:${operation.port}${operation.path}`;
    case 'add-node':
      return `${operation.name} joins`;
    case 'remove-node':
      return `${operation.name} is removed`;
    case 'resize-node':
      return `${operation.name} gets another size`;
    case 'fault':
      return describeFault(operation.fault);
    case 'runtime':
      return `${operation.machine}: crictl ${operation.verb} ${operation.id.slice(0, 13)}`;
    case 'add-machine':
      return `${operation.name} is switched on`;
    case 'service':
      return `${operation.machine}: systemctl ${operation.verb} ${operation.unit}`.trimEnd();
  }
}

function describeFault(fault: Fault): string {
  switch (fault.kind) {
    case 'api-server-down':
      return `the API server is down${forTime(fault.forMs)}`;
    case 'api-server-slow':
      return `the API server takes ${fault.delayMs} ms to answer${forTime(fault.forMs)}`;
    case 'api-server-well':
      return 'the API server is well again';
    case 'watches-cut':
      return 'all watches are cut';
    case 'network-cut':
      return `${fault.machine} loses its network${forTime(fault.forMs)}`;
    case 'network-whole':
      return `${fault.machine} has its network again`;
    case 'power-off':
      return `${fault.machine} is switched off`;
    case 'power-on':
      return `${fault.machine} is switched on`;
    case 'machine-hangs':
      return `${fault.machine} hangs${forTime(fault.forMs)}`;
    case 'machine-goes-on':
      return `${fault.machine} goes on`;
    case 'images-broken':
      return `pulling ${fault.pattern} fails`;
    case 'images-whole':
      return `pulling ${fault.pattern} works again`;
    case 'container-crash':
      return `${fault.namespace}/${fault.pod}: ${fault.container ?? 'all'} crashes with ${fault.exitCode}`;
    case 'clock-jump':
      return `${fault.machine}: the clock is set ${fault.byMs < 0 ? 'back' : 'forward'} by ${Math.abs(fault.byMs) / 1000} s`;
  }
}

function forTime(forMs: number | undefined): string {
  return forMs === undefined ? '' : ` for ${forMs / 1000} s`;
}
