import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRecording } from './check-recording.ts';

const good = {
  podyard: 'recording',
  version: 1,
  seed: 'a',
  startMs: 1000,
  endMs: 9000,
  cluster: { nodes: ['node01'] },
  operations: [
    { atMs: 1500, operation: { type: 'add-node', name: 'node02' } },
    {
      atMs: 1500,
      operation: { type: 'fault', fault: { kind: 'network-cut', machine: 'node01', forMs: 500 } },
    },
    {
      atMs: 1500,
      operation: {
        type: 'request',
        request: { method: 'POST', path: '/api/v1/pods', headers: {}, body: '{}' },
      },
    },
  ],
};

describe('checkRecording', () => {
  it('answers a good recording as it is', () => {
    expect(checkRecording(structuredClone(good))).toEqual(good);
  });

  it('keeps the flags of a control plane, which version 1 does not know', () => {
    const flags = {
      disableAdmissionPlugins: ['ServiceAccount'],
      authorizationMode: 'AlwaysAllow',
      serviceClusterIpRange: '10.0.0.0/24',
      tokens: [{ token: 't', name: 'bob', uid: '1', groups: ['dev'] }],
      allocateNodeCidrs: false,
    };
    const flagged = { ...good, version: 2, cluster: { nodes: ['node01'], flags } };
    expect(checkRecording(structuredClone(flagged))).toEqual(flagged);
    expect(checkRecording({ ...flagged, version: 1 })).toEqual(good);
  });

  it('drops members that it does not know', () => {
    expect(checkRecording({ ...good, extra: 1 })).toEqual(good);
  });

  it.each([
    ['nothing', null, /not a Podyard recording/],
    ['a list', [], /not a Podyard recording/],
    ['another version', { ...good, version: 3 }, /version 3/],
    [
      'flags that make no sense',
      { ...good, version: 2, cluster: { nodes: [], flags: { authorizationMode: 'ABAC' } } },
      /^cluster\.flags: --authorization-mode must be/,
    ],
    [
      'tokens of nobody',
      { ...good, version: 2, cluster: { nodes: [], flags: { tokens: [{ token: 'a' }] } } },
      /^cluster\.flags: --token-auth-file/,
    ],
    ['a seed that is no text', { ...good, seed: 5 }, /^seed/],
    ['an end before the start', { ...good, endMs: 1 }, /^endMs/],
    ['nodes that are no names', { ...good, cluster: { nodes: [1] } }, /^cluster\.nodes/],
    [
      'too many operations',
      { ...good, operations: Array.from({ length: 20_001 }, () => good.operations[0]) },
      /at most/,
    ],
    [
      'time that goes back',
      { ...good, operations: good.operations.toReversed().map((op, i) => ({ ...op, atMs: 5000 - i })) },
      /operations\[1\]\.atMs/,
    ],
    [
      'an unknown operation',
      { ...good, operations: [{ atMs: 2000, operation: { type: 'explode' } }] },
      /unknown "explode"/,
    ],
    [
      'an unknown fault',
      { ...good, operations: [{ atMs: 2000, operation: { type: 'fault', fault: { kind: 'meteor' } } }] },
      /operation\.fault\.kind: unknown "meteor"/,
    ],
    [
      'a fault that says too little',
      { ...good, operations: [{ atMs: 2000, operation: { type: 'fault', fault: { kind: 'power-off' } } }] },
      /operation\.fault\.machine: must be a text/,
    ],
    [
      'a fault without end',
      {
        ...good,
        operations: [
          { atMs: 2000, operation: { type: 'fault', fault: { kind: 'api-server-down', forMs: 1e15 } } },
        ],
      },
      /operation\.fault\.forMs: must be a span/,
    ],
    [
      'images that are broken in no known way',
      {
        ...good,
        operations: [
          {
            atMs: 2000,
            operation: { type: 'fault', fault: { kind: 'images-broken', pattern: 'a', failure: 'moth' } },
          },
        ],
      },
      /operation\.fault\.failure: must be one of/,
    ],
    [
      'a machine of no size',
      { ...good, operations: [{ atMs: 2000, operation: { type: 'resize-node', name: 'a', cpuMillis: 0 } }] },
      /operation\.cpuMillis: must be a whole number/,
    ],
    [
      'a body that is no text',
      {
        ...good,
        operations: [
          { atMs: 2000, operation: { type: 'request', request: { method: 'POST', path: '/x', body: {} } } },
        ],
      },
      /request\.body/,
    ],
    [
      'a path elsewhere',
      {
        ...good,
        operations: [
          { atMs: 2000, operation: { type: 'request', request: { method: 'GET', path: 'http://x' } } },
        ],
      },
      /begins with \//,
    ],
    [
      'a header with a newline in its name',
      {
        ...good,
        operations: [
          {
            atMs: 2000,
            operation: { type: 'request', request: { method: 'GET', path: '/', headers: { 'a\n': 'b' } } },
          },
        ],
      },
      /malformed/,
    ],
  ])('refuses %s', (_what, value, problem) => {
    expect(checkRecording(value)).toMatch(problem);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (operations, cluster) => {
        checkRecording(operations);
        checkRecording({ ...good, operations: [operations], cluster });
      }),
    );
  });
});
