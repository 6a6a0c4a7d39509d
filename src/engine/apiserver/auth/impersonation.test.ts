import { expect, it } from 'vitest';
import type { ApiResponse, UserInfo } from '../../api/http.ts';
import { Simulation } from '../../sim/simulation.ts';
import { ApiServer } from '../api-server.ts';

const admin: UserInfo = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };
const helper: UserInfo = { name: 'helper', groups: ['system:authenticated'] };
const reviews = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
const roles = '/apis/rbac.authorization.k8s.io/v1';

interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
}

/** Asks who it is, as `user` with the headers, where `helper` has the rules. */
function ask(user: UserInfo, headers: Record<string, string>, rules: readonly Rule[] = []): ApiResponse {
  const server = new ApiServer({ sim: new Simulation({ seed: 'impersonation', startMs: 0 }) });
  const post = (path: string, body: object, as = admin, more: Record<string, string> = {}): ApiResponse =>
    server.handle({ method: 'POST', path, user: as, body: JSON.stringify(body), headers: more });
  post(`${roles}/clusterroles`, { metadata: { name: 'helper' }, rules });
  post(`${roles}/clusterrolebindings`, {
    metadata: { name: 'helper' },
    subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'helper' }],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'helper' },
  });
  return post(reviews, {}, user, headers);
}

const userInfo = ({ body }: ApiResponse): unknown =>
  (body as { status: { userInfo?: unknown } }).status.userInfo;

const message = ({ body }: ApiResponse): unknown => (body as { message?: unknown }).message;

it.each<[Record<string, string>, object]>([
  [{ 'impersonate-user': 'bob' }, { username: 'bob', groups: ['system:authenticated'] }],
  [
    { 'impersonate-user': 'bob', 'impersonate-uid': '7', 'impersonate-group': 'dev, a,b' },
    { username: 'bob', uid: '7', groups: ['dev', 'a,b', 'system:authenticated'] },
  ],
  [
    { 'impersonate-user': 'bob', 'impersonate-extra-example.com%2fkey': 'one, two words' },
    {
      username: 'bob',
      groups: ['system:authenticated'],
      extra: { 'example.com/key': ['one', 'two words'] },
    },
  ],
  [
    { 'impersonate-user': 'system:serviceaccount:demo:web' },
    {
      username: 'system:serviceaccount:demo:web',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:demo', 'system:authenticated'],
    },
  ],
  [
    { 'impersonate-user': 'system:node:n1' },
    { username: 'system:node:n1', groups: ['system:nodes', 'system:authenticated'] },
  ],
])('with %j the administrator is %j', (headers, user) => expect(userInfo(ask(admin, headers))).toEqual(user));

const rule = (verb: string, group: string, resource: string): Rule => ({
  verbs: [verb],
  apiGroups: [group],
  resources: [resource],
});

it('asks for a right of the old kind, or for two of the new one', () => {
  const headers = { 'impersonate-user': 'bob' };
  const refused = ask(helper, headers);
  expect(refused.status).toBe(403);
  expect(message(refused)).toBe(
    'selfsubjectreviews.authentication.k8s.io is forbidden: User "helper" cannot impersonate-on:user-info:create resource "selfsubjectreviews" in API group "authentication.k8s.io" at the cluster scope',
  );
  expect(ask(helper, headers, [rule('impersonate', '', 'users')]).status).toBe(201);
  const on = rule('impersonate-on:user-info:create', 'authentication.k8s.io', 'selfsubjectreviews');
  const half = ask(helper, headers, [on]);
  expect(message(half)).toBe(
    'users.authentication.k8s.io "bob" is forbidden: User "helper" cannot impersonate:user-info resource "users" in API group "authentication.k8s.io" at the cluster scope',
  );
  const who = rule('impersonate:user-info', 'authentication.k8s.io', 'users');
  expect(ask(helper, headers, [on, who]).status).toBe(201);
});

it('wants a name to everything else', () =>
  expect(message(ask(admin, { 'impersonate-group': 'dev' }))).toBe(
    'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"dev"}, Extra:map[string][]string(nil)} without impersonating a user name',
  ));
