import type { UserInfo } from '../../api/http.ts';
import { goQuote } from '../../api/go-text.ts';
import { failure, forbiddenError } from '../../api/status-error.ts';
import type { RequestInfo } from '../request-info.ts';
import type { ServerParts } from '../rest/scope.ts';
import type { AccessAttributes, Decision, NonResourceAttributes } from './authorizer.ts';

type Attributes = AccessAttributes | NonResourceAttributes;

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

/** What a request wants, as authorizers are asked for it. */
export function attributesOf(info: RequestInfo, user: UserInfo): Attributes {
  if (info.resource === '')
    return { user, verb: itemVerbs[info.method] ?? info.method.toLowerCase(), path: info.path };
  return {
    user,
    verb: verbOf(info),
    group: info.group,
    resource: info.resource,
    subresource: info.subresource,
    namespace: info.namespace,
    name: info.name ?? '',
  };
}

/** Throws a StatusError 403 unless somebody allows it. */
export function requireAccess(server: ServerParts, attributes: Attributes): void {
  if (attributes.user.groups.includes('system:masters')) return;
  const decision = server.authorizer.authorize(attributes);
  if (!decision.allowed)
    throw 'path' in attributes
      ? nonResourceRefusal(attributes, decision)
      : accessRefusal(attributes, decision);
}

/** Models handlers/responsewriters.Forbidden (v1.36). */
export function accessRefusal(attributes: AccessAttributes, { reason }: Decision): Error {
  const { user, verb, group, resource, subresource, namespace, name } = attributes;
  const target = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${goQuote(namespace)}`;
  const sentence = `User ${goQuote(user.name)} cannot ${verb} resource ${goQuote(target)} in API group ${goQuote(group)} ${where}`;
  return forbiddenError({ group, resource }, name, reason === '' ? sentence : `${sentence}: ${reason}`);
}

function nonResourceRefusal({ user, verb, path }: NonResourceAttributes, { reason }: Decision): Error {
  const sentence = `forbidden: User ${goQuote(user.name)} cannot ${verb} path ${goQuote(path)}`;
  return failure(403, 'Forbidden', reason === '' ? sentence : `${sentence}: ${reason}`, {});
}
