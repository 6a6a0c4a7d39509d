import type { CommandName, ToSession } from './protocol.ts';
import { isRecord, shaped, type Shape } from './shape.ts';

/** What each command is given. */
const shapes: Readonly<Record<CommandName, Shape | null>> = {
  open: { seed: 'text?', startMs: 'number?', recording: 'anything?', atMs: 'number?' },
  pace: { paused: 'flag?', speed: 'number?' },
  step: { to: 'text' },
  settle: null,
  seek: { atMs: 'number' },
  save: null,
  apply: { path: 'text', text: 'text' },
  readFile: { machine: 'text', path: 'text' },
  writeFile: { machine: 'text', path: 'text', text: 'text' },
  removeFile: { machine: 'text', path: 'text' },
  addNode: { name: 'text', cpuMillis: 'amount?', memoryBytes: 'amount?' },
  removeNode: { name: 'text' },
  resizeNode: { name: 'text', cpuMillis: 'amount?', memoryBytes: 'amount?' },
  service: { machine: 'text', verb: 'text', unit: 'text' },
  fault: { fault: 'anything' },
  run: { line: 'text' },
  inspect: { resource: 'text', namespace: 'text', name: 'text' },
  decision: { id: 'number' },
  openTerminal: { machine: 'text' },
  closeTerminal: { terminal: 'number' },
  runLine: { terminal: 'number', line: 'text', columns: 'number?', rows: 'number?' },
  typed: { terminal: 'number', text: 'text', ends: 'flag?' },
  interrupt: { terminal: 'number' },
  complete: { terminal: 'number', line: 'text', cursor: 'number' },
};

const messages: Readonly<Record<ToSession['type'], Shape>> = {
  page: { address: 'text' },
  'frame-shown': { sequence: 'number' },
  command: { id: 'number', name: 'text', give: 'anything' },
};

/** A message that came from a page elsewhere, rebuilt from checked parts; undefined for all else. */
export function checkMessage(value: unknown): ToSession | undefined {
  const type = isRecord(value) ? value['type'] : undefined;
  if (typeof type !== 'string' || !Object.hasOwn(messages, type)) return undefined;
  const members = shaped(value, messages[type as ToSession['type']]);
  if (typeof members === 'string') return undefined;
  const message = { type, ...members } as ToSession;
  if (message.type !== 'command') return message;
  const give = checkedGive(message.name, message.give);
  return give === undefined ? undefined : ({ ...message, give } as ToSession);
}

function checkedGive(name: string, give: unknown): unknown {
  if (!Object.hasOwn(shapes, name)) return undefined;
  const shape = shapes[name as CommandName];
  if (shape === null) return null;
  const members = shaped(give, shape);
  return typeof members === 'string' ? undefined : members;
}
