import { expect, it } from 'vitest';
import type { Recording } from '../../session/protocol.ts';
import { packRecording, unpackRecording } from './share.ts';

const recording: Recording = {
  podyard: 'recording',
  version: 1,
  seed: 'ä 1',
  startMs: 1,
  cluster: { nodes: ['node01'] },
  operations: [
    {
      atMs: 2,
      operation: { type: 'write-file', machine: 'controlplane', path: '/a', text: 'x'.repeat(9_000) },
    },
  ],
  endMs: 3,
};

it('a recording survives a link, and the link is short', async () => {
  const packed = await packRecording(recording);
  expect(packed).toMatch(/^[\w-]+$/);
  expect(packed.length).toBeLessThan(400);
  expect(await unpackRecording(packed)).toEqual(recording);
});

it('a link that unpacks without end is given up', async () => {
  const bomb = await packRecording({ ...recording, seed: 'x'.repeat(21_000_000) });
  await expect(unpackRecording(bomb)).rejects.toThrow(/more than 20000000 bytes/);
});

it('a damaged link is refused', async () => {
  await expect(unpackRecording('not!base64')).rejects.toThrow();
});
