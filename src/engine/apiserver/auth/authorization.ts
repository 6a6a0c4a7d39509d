import type { ApiRequest, UserInfo } from '../../api/http.ts';
import { goQuote } from '../../api/go-text.ts';
import { failure, forbiddenError } from '../../api/status-error.ts';
import type { RequestInfo } from '../request-info.ts';
import type { ServerParts } from '../rest/scope.ts';
import type { AccessAttributes, Decision } from './authorizer.ts';

const itemVerbs: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** What a request is called in authorization: `get`, `list`, `deletecollection`, … */
function verbOf({ method, name, query }: RequestInfo): string {
  const verb = itemVerbs[method] ?? method.toLowerCase();
  if (name !== undefined) return verb;
  if (verb === 'get') return query.flag('watch') ? 'watch' : 'list';
  return verb === 'delete' ? 'deletecollection' : verb;
}

/** Throws unless the user may do what the request asks for. */
export function authorizeRequest(server: ServerParts, info: RequestInfo, user: UserInfo): void {
  if (user.groups.includes('system:masters')) return;
  if (info.resource === '') {
    const verb = itemVerbs[info.method] ?? info.method.toLowerCase();
    const decision = server.authorizer.authorize({ user, verb, path: info.path });
    if (!decision.allowed) throw nonResourceRefusal(user, verb, info.path, decision);
    return;
  }
  const attributes: AccessAttributes = {
    user,
    verb: verbOf(info),
    group: info.group,
    resource: info.resource,
    subresource: info.subresource,
    namespace: info.namespace,
    name: info.name ?? '',
  };
  const decision = server.authorizer.authorize(attributes);
  if (!decision.allowed) throw accessRefusal(attributes, decision);
}

/** Models handlers/responsewriters.Forbidden (v1.36). */
function accessRefusal(attributes: AccessAttributes, { reason }: Decision): Error {
  const { user, verb, group, resource, subresource, namespace, name } = attributes;
  const target = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${goQuote(namespace)}`;
  const sentence = `User ${goQuote(user.name)} cannot ${verb} resource ${goQuote(target)} in API group ${goQuote(group)} ${where}`;
  return forbiddenError({ group, resource }, name, reason === '' ? sentence : `${sentence}: ${reason}`);
}

function nonResourceRefusal(user: UserInfo, verb: string, path: string, { reason }: Decision): Error {
  const sentence = `forbidden: User ${goQuote(user.name)} cannot ${verb} path ${goQuote(path)}`;
  return failure(403, 'Forbidden', reason === '' ? sentence : `${sentence}: ${reason}`, {});
}

/** As whom the request is to be served, when its headers ask for somebody else. Models filters.WithImpersonation (v1.36). */
export function impersonate(server: ServerParts, request: ApiRequest, user: UserInfo): UserInfo {
  const name = request.headers?.['impersonate-user'];
  if (name === undefined) return user;
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name);
  const asked = (request.headers?.['impersonate-group'] ?? '')
    // As hosts join a header that comes several times; commas alone may stand in a group's name.
    .split(', ')
    .filter(Boolean);
  requireImpersonation(
    server,
    user,
    account === null ? 'users' : 'serviceaccounts',
    account?.[2] ?? name,
    account?.[1],
  );
  for (const group of asked) requireImpersonation(server, user, 'groups', group);
  const groups = [...asked];
  if (account !== null && asked.length === 0)
    groups.push('system:serviceaccounts', `system:serviceaccounts:${account[1]}`);
  if (name !== 'system:anonymous' && !groups.includes('system:authenticated'))
    groups.push('system:authenticated');
  if (name === 'system:anonymous' && groups.length === 0) groups.push('system:unauthenticated');
  return { name, groups };
}

function requireImpersonation(
  server: ServerParts,
  user: UserInfo,
  resource: string,
  name: string,
  namespace = '',
): void {
  const attributes: AccessAttributes = {
    user,
    verb: 'impersonate',
    group: '',
    resource,
    subresource: '',
    namespace,
    name,
  };
  if (user.groups.includes('system:masters')) return;
  const decision = server.authorizer.authorize(attributes);
  if (!decision.allowed) throw accessRefusal(attributes, decision);
}
