import { expect, it } from 'vitest';
import type { ContainerState, ContainerStatus, Pod } from '../api/types.ts';
import { podPhase, type Phase } from './pod-phase.ts';

const running: ContainerState = { running: { startedAt: '2026-01-05T09:00:00Z' } };
const waiting: ContainerState = { waiting: { reason: 'ContainerCreating' } };
const ended = (exitCode: number): ContainerState => ({
  terminated: { exitCode, startedAt: null as never, finishedAt: null as never },
});

function status(name: string, state: ContainerState): ContainerStatus {
  return { name, state, lastState: {}, ready: false, restartCount: 0, image: '', imageID: '', started: true };
}

it.each<[string, Pod['spec']['restartPolicy'], ContainerState[], boolean, Phase]>([
  ['a container waits', 'Always', [running, waiting], false, 'Pending'],
  ['all run', 'Always', [running, running], false, 'Running'],
  ['one ended and will be restarted', 'Always', [ended(1)], false, 'Running'],
  ['one ended well and one runs', 'Never', [ended(0), running], false, 'Running'],
  ['all ended well', 'Never', [ended(0), ended(0)], false, 'Succeeded'],
  ['one failed for good', 'Never', [ended(0), ended(2)], false, 'Failed'],
  ['one failed and is tried again', 'OnFailure', [ended(0), ended(2)], false, 'Running'],
  ['all ended well with OnFailure', 'OnFailure', [ended(0)], false, 'Succeeded'],
  ['stopped for good while it would restart', 'Always', [ended(0)], true, 'Succeeded'],
  ['killed for good', 'Always', [ended(137)], true, 'Failed'],
])('%s', (_, restartPolicy, states, isTerminal, phase) => {
  const containers = states.map((_state, index) => ({ name: `c${index}`, image: 'x' }));
  const pod: Pod = { metadata: { name: 'p', uid: 'u' }, spec: { containers, restartPolicy } };
  const statuses = states.map((state, index) => status(`c${index}`, state));
  expect(podPhase(pod, statuses, isTerminal, true)).toBe(phase);
});
