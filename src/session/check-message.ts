import type { CommandName, ToSession } from './protocol.ts';

type Kind = 'text' | 'number' | 'flag' | 'anything';
/** The members that a command is given; one with a `?` may be absent. */
type Shape = Readonly<Record<string, Kind | `${Kind}?`>>;

/** What a text from a page may hold. */
const mostText = 4_000_000;

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
  addNode: { name: 'text' },
  removeNode: { name: 'text' },
  inspect: { resource: 'text', namespace: 'text', name: 'text' },
  decision: { id: 'number' },
  openTerminal: { machine: 'text' },
  closeTerminal: { terminal: 'number' },
  runLine: { terminal: 'number', line: 'text' },
  interrupt: { terminal: 'number' },
  complete: { terminal: 'number', line: 'text', cursor: 'number' },
};

const kinds: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string' && value.length <= mostText,
  number: (value) => Number.isFinite(value),
  flag: (value) => typeof value === 'boolean',
  anything: () => true,
};

/** A message that came from a page elsewhere, if it is one that a session can take. */
export function checkMessage(value: unknown): ToSession | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const message = value as Record<string, unknown>;
  switch (message['type']) {
    case 'page':
      return kinds.text(message['address']) ? (message as ToSession) : undefined;
    case 'frame-shown':
      return kinds.number(message['sequence']) ? (message as ToSession) : undefined;
    case 'command':
      return kinds.number(message['id']) && isCommand(message['name'], message['give'])
        ? (message as ToSession)
        : undefined;
    default:
      return undefined;
  }
}

function isCommand(name: unknown, give: unknown): boolean {
  if (typeof name !== 'string' || !Object.hasOwn(shapes, name)) return false;
  const shape = shapes[name as CommandName];
  if (shape === null) return true;
  if (typeof give !== 'object' || give === null) return false;
  return Object.entries(shape).every(([member, kind]) => {
    const value = Object.hasOwn(give, member) ? (give as Record<string, unknown>)[member] : undefined;
    if (value === undefined) return kind.endsWith('?');
    return kinds[kind.replace('?', '') as Kind](value);
  });
}
