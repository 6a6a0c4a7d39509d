// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import type { Crash, Recording, SessionClient, ToPage } from '../../session/protocol.ts';
import { frameOf } from '../state/sample-views.ts';
import { attach } from '../state/session.ts';
import { CrashDialog } from './crash-dialog.tsx';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const operation = { type: 'add-node', name: 'node03' } as const;
const recording: Recording = {
  podyard: 'recording',
  version: 1,
  seed: 'unlucky',
  startMs: 1_000,
  endMs: 9_000,
  cluster: { nodes: ['controlplane'] },
  operations: [
    { atMs: 2_000, operation },
    { atMs: 8_000, operation },
  ],
};
const crash: Crash = {
  message: 'assert: a pod on no node',
  stack: 'at kubelet.ts:1',
  atMs: 9_000,
  lastGoodMs: 7_000,
  recording,
};

it('a crash shows the seed and the operations, and leads back to the last good moment', async () => {
  const opened: unknown[] = [];
  const session = {
    command: (_name: string, give: unknown) => {
      opened.push(give);
      return Promise.resolve(null);
    },
    onMessage: (listener: (message: ToPage) => void) => {
      listener({ type: 'frame', frame: frameOf({ crash }) });
      return () => undefined;
    },
    frameShown: () => undefined,
    close: () => undefined,
  } as unknown as SessionClient;
  const leave = attach(session);
  const onClose = vi.fn();
  const box = document.body.appendChild(document.createElement('div'));
  await act(async () => createRoot(box).render(<CrashDialog crash={crash} onClose={onClose} />));

  expect(box.querySelector('[role="alertdialog"]')?.hasAttribute('open')).toBe(true);
  expect(box.textContent).toContain('assert: a pod on no node');
  expect(box.textContent).toContain('seed unlucky, 2 operations');

  const back = [...box.querySelectorAll('button')].find((button) =>
    button.textContent.includes('Back to the last good moment'),
  );
  await act(async () => back?.click());
  const operations = recording.operations.slice(0, 1);
  expect(opened).toEqual([{ recording: { ...recording, operations, endMs: 7_000 } }]);
  leave();
  expect(onClose).toHaveBeenCalled();
});
