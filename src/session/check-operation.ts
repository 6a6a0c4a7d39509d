import type { Fault } from '../engine/index.ts';
import type { Operation } from './protocol.ts';
import { isRecord, shaped, type Shape } from './shape.ts';

const file: Shape = { machine: 'text', path: 'text' };
const node: Shape = { name: 'text' };
const size: Shape = { cpuMillis: 'amount?', memoryBytes: 'amount?' };

/** The members of each operation besides its type. */
const operations: Readonly<Record<Exclude<Operation['type'], 'request' | 'fault'>, Shape>> = {
  'write-file': { ...file, text: 'text' },
  'remove-file': file,
  'move-file': { machine: 'text', from: 'text', to: 'text' },
  'make-folder': file,
  'stream-input': { stream: 'number', channel: 'number', data: 'text' },
  'stream-close': { stream: 'number' },
  fetch: { machine: 'text', host: 'text', port: 'number', path: 'text' },
  'add-node': { ...node, ...size },
  'remove-node': node,
  'resize-node': { ...node, ...size },
  service: { machine: 'text', verb: 'text', unit: 'text' },
  runtime: { machine: 'text', verb: 'text', id: 'text' },
  'add-machine': node,
};

const machine: Shape = { machine: 'text' };

/** The members of each fault besides its kind. */
const faults: Readonly<Record<Fault['kind'], Shape>> = {
  'api-server-down': { forMs: 'span?' },
  'api-server-slow': { delayMs: 'span', forMs: 'span?' },
  'api-server-well': {},
  'watches-cut': {},
  'network-cut': { ...machine, forMs: 'span?' },
  'network-whole': machine,
  'power-off': machine,
  'power-on': machine,
  'machine-hangs': { ...machine, forMs: 'span?' },
  'machine-goes-on': machine,
  'images-broken': { pattern: 'text', failure: 'text' },
  'images-whole': { pattern: 'text' },
  'container-crash': { namespace: 'text', pod: 'text', container: 'text?', exitCode: 'exitCode' },
  'clock-jump': { ...machine, byMs: 'move' },
};

const imageFailures = ['not-found', 'unauthorized', 'unreachable'];
const mostPattern = 300;

/** An operation from outside, rebuilt from checked parts alone; or a sentence that says what is wrong with it. */
export function checkOperation(value: unknown): Operation | string {
  if (!isRecord(value)) return ': must be an object';
  const { type } = value;
  if (type === 'request') return checkRequest(value['request']);
  if (type === 'fault') {
    const fault = checkFault(value['fault']);
    return typeof fault === 'string' ? `fault.${fault}` : { type, fault };
  }
  return checkedKind(operations, 'type', type, value) as Operation | string;
}

/** A fault from outside, as `checkOperation` does it. */
export function checkFault(value: unknown): Fault | string {
  if (!isRecord(value)) return ': must be an object';
  const fault = checkedKind(faults, 'kind', value['kind'], value) as Fault | string;
  if (typeof fault === 'string' || fault.kind !== 'images-broken') return fault;
  if (fault.pattern === '' || fault.pattern.length > mostPattern)
    return `pattern: must be a text of 1 to ${mostPattern} characters`;
  if (!imageFailures.includes(fault.failure)) return `failure: must be one of ${imageFailures.join(', ')}`;
  return fault;
}

function checkedKind(
  shapes: Readonly<Record<string, Shape>>,
  member: string,
  kind: unknown,
  value: Record<string, unknown>,
): Record<string, unknown> | string {
  const shape = typeof kind === 'string' && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
  if (shape === undefined) return `${member}: unknown ${(JSON.stringify(kind) ?? 'nothing').slice(0, 60)}`;
  const members = shaped(value, shape);
  return typeof members === 'string' ? members : { [member]: kind, ...members };
}

function checkRequest(value: unknown): Operation | string {
  const request = shaped(value, { method: 'text', path: 'text', headers: 'anything?', body: 'text?' });
  if (typeof request === 'string') return `request.${request}`;
  const { method, path, headers, body } = request as Record<'method' | 'path' | 'headers' | 'body', unknown>;
  if (!(path as string).startsWith('/')) return 'request.path: must be one that begins with /';
  const checkedHeaders: Record<string, string> = {};
  if (headers !== undefined) {
    if (!isRecord(headers)) return 'request.headers: must be an object';
    for (const [name, text] of Object.entries(headers)) {
      if (!/^[a-z0-9-]{1,100}$/.test(name) || typeof text !== 'string')
        return `request.headers: ${JSON.stringify(name).slice(0, 60)} is malformed`;
      checkedHeaders[name] = text;
    }
  }
  return {
    type: 'request',
    request: {
      method: method as string,
      path: path as string,
      headers: checkedHeaders,
      ...(body === undefined ? {} : { body: body as string }),
    },
  };
}
