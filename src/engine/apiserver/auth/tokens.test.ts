import { describe, expect, it } from 'vitest';
import { Simulation } from '../../sim/simulation.ts';
import { ApiServer } from '../api-server.ts';

interface Answer {
  readonly metadata: { readonly uid: string };
  readonly status: Record<string, unknown> & { readonly token: string };
}

function startServer(): (method: string, path: string, body?: object) => Answer {
  const server = new ApiServer({ sim: new Simulation({ seed: 'tokens', startMs: 0 }) });
  const user = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };
  return (method, path, body) =>
    server.handle({ method, path, user, body: JSON.stringify(body) }).body as Answer;
}

const core = '/api/v1/namespaces/default';
const pod = {
  metadata: { name: 'web' },
  spec: { nodeName: 'node01', serviceAccountName: 'robot', containers: [{ name: 'web', image: 'nginx' }] },
};

describe('tokens of service accounts', () => {
  const request = startServer();
  const account = request('POST', `${core}/serviceaccounts`, { metadata: { name: 'robot' } });
  const node = request('POST', '/api/v1/nodes', { metadata: { name: 'node01' } });
  const bound = request('POST', `${core}/pods`, pod);
  const issue = (spec: object): string =>
    request('POST', `${core}/serviceaccounts/robot/token`, { spec }).status.token;
  const review = (token: string, audiences?: string[]): Record<string, unknown> =>
    request('POST', '/apis/authentication.k8s.io/v1/tokenreviews', { spec: { token, audiences } }).status;

  it('tells whose they are, and of the pod and node that they are bound to', () => {
    const ref = { kind: 'Pod', apiVersion: 'v1', name: 'web', uid: bound.metadata.uid };
    expect(review(issue({ boundObjectRef: ref }))).toEqual({
      authenticated: true,
      audiences: ['https://kubernetes.default.svc.cluster.local'],
      user: {
        username: 'system:serviceaccount:default:robot',
        uid: account.metadata.uid,
        groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
        extra: {
          'authentication.kubernetes.io/credential-id': [expect.stringMatching(/^JTI=[-0-9a-f]{36}$/)],
          'authentication.kubernetes.io/pod-name': ['web'],
          'authentication.kubernetes.io/pod-uid': [bound.metadata.uid],
          'authentication.kubernetes.io/node-name': ['node01'],
          'authentication.kubernetes.io/node-uid': [node.metadata.uid],
        },
      },
    });
  });

  it('are good for their audiences only', () => {
    const token = issue({ audiences: ['vault', 'ci'] });
    expect(review(token, ['ci', 'other'])).toMatchObject({ authenticated: true, audiences: ['ci'] });
    expect(review(token)).toEqual({ user: {}, error: 'invalid bearer token' });
  });
});
