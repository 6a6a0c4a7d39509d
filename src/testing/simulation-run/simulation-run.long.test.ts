import { describe, expect, test } from 'vitest';
import { checkRecording } from '../../session/check-recording.ts';
import type { Operation, Recording } from '../../session/protocol.ts';
import { replay, runSeed } from './run.ts';
import { shrink } from './shrink.ts';

/** More of them run with `tsx scripts/simulation-runs.ts`. */
const seeds = Array.from({ length: 24 }, (_, index) => `test ${index}`);

describe('whatever is done to a cluster', () => {
  test.each(seeds)('%s', { timeout: 60_000 }, (seed) => {
    expect(runSeed(seed).problems).toEqual([]);
  });
});

test('a run is a recording that the page opens, and that comes to the same', { timeout: 60_000 }, () => {
  const { recording } = runSeed('again');
  const opened = checkRecording(JSON.parse(JSON.stringify(recording)));
  expect(opened).toEqual(recording);
  expect(replay(opened as Recording).recording.operations).toEqual(recording.operations);
});

test('of a failing recording what it fails by is left', () => {
  const operations = Array.from({ length: 40 }, (_, index): { atMs: number; operation: Operation } => ({
    atMs: index,
    operation: { type: 'add-node', name: `node${index}` },
  }));
  const recording: Recording = {
    podyard: 'recording',
    version: 1,
    seed: 's',
    startMs: 0,
    endMs: 100,
    cluster: { nodes: [] },
    operations,
  };
  const needed = ['node7', 'node23', 'node24'];
  const names = (each: Recording): string[] =>
    each.operations.map(({ operation }) => (operation.type === 'add-node' ? operation.name : ''));
  const shrunk = shrink(recording, (shorter) => needed.every((name) => names(shorter).includes(name)));
  expect(names(shrunk)).toEqual(needed);
});
