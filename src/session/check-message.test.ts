import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkMessage } from './check-message.ts';

it.each([
  { type: 'page', address: 'http://127.0.0.1:7001/' },
  { type: 'frame-shown', sequence: 7 },
  { type: 'command', id: 1, name: 'open', give: {} },
  { type: 'command', id: 2, name: 'settle', give: null },
  { type: 'command', id: 3, name: 'pace', give: { paused: true } },
  { type: 'command', id: 4, name: 'runLine', give: { terminal: 1, line: 'kubectl get pods' } },
  { type: 'command', id: 5, name: 'fault', give: { fault: { kind: 'watches-cut' } } },
])('takes %o', (message) => {
  expect(checkMessage(structuredClone(message))).toEqual(message);
});

it.each([
  null,
  [],
  'page',
  { type: 'ready' },
  { type: 'frame-shown', sequence: '7' },
  { type: 'command', id: 1, name: 'explode', give: {} },
  { type: 'command', id: 1, name: '__proto__', give: {} },
  { type: 'command', id: 1, name: 'constructor', give: {} },
  { type: 'command', name: 'open', give: {} },
  { type: 'command', id: 1, name: 'seek', give: {} },
  { type: 'command', id: 1, name: 'seek', give: { atMs: Number.NaN } },
  { type: 'command', id: 1, name: 'runLine', give: { terminal: 1, line: { toString: 'x' } } },
])('takes no %o', (message) => {
  expect(checkMessage(message)).toBeUndefined();
});

it('drops members that it does not know', () => {
  const give = { machine: 'node01', more: 1 };
  expect(checkMessage({ type: 'command', id: 1, name: 'openTerminal', give, more: 2 })).toEqual({
    type: 'command',
    id: 1,
    name: 'openTerminal',
    give: { machine: 'node01' },
  });
});

it('never throws', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (value, give) => {
      checkMessage(value);
      checkMessage({ type: 'command', id: 1, name: 'apply', give });
    }),
  );
});
