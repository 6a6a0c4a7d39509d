/**
 * As whom a request is served whose headers ask for somebody else.
 * Models k8s.io/apiserver/pkg/endpoints/filters/impersonation (v1.36).
 */
import type { ApiRequest, UserInfo } from '../../api/http.ts';
import { isDnsSubdomain } from '../../api/names.ts';
import { badRequestError, StatusError } from '../../api/status-error.ts';
import type { RequestInfo } from '../request-info.ts';
import type { ServerParts } from '../rest/scope.ts';
import { accessRefusal, attributesOf, requireAccess } from './authorization.ts';
import type { AccessAttributes } from './authorizer.ts';

/** Whom the headers ask for. */
interface Wanted {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** What is imitated, of whom: each way has verbs of its own that must be allowed. */
interface Mode {
  /** `user-info`; empty for the way in which no right depends on what is done. */
  readonly name: string;
  readonly applies: (wanted: Wanted) => boolean;
}

/** The narrower rights first. Simplified: tokens do not tell their node, so that `associated-node` never applies. */
const modes: readonly Mode[] = [
  { name: 'arbitrary-node', applies: (wanted) => isNameOnly(wanted) && nodeOf(wanted.name) !== undefined },
  { name: 'serviceaccount', applies: (wanted) => isNameOnly(wanted) && accountOf(wanted.name) !== undefined },
  {
    name: 'user-info',
    applies: ({ name }) => nodeOf(name) === undefined && accountOf(name) === undefined,
  },
  { name: '', applies: () => true },
];

/**
 * The user as whom the request is served: `user` itself where the headers ask for nobody. Throws the
 * first of the refusals if no mode lets it be.
 */
export function impersonate(
  server: ServerParts,
  request: ApiRequest,
  info: RequestInfo,
  user: UserInfo,
): UserInfo {
  const headers = request.headers ?? {};
  if (!asksForSomebody(headers)) return user;
  const wanted = wantedOf(headers);
  if (wanted === undefined) return user;
  let refusal: unknown;
  for (const mode of modes.filter(({ applies }) => applies(wanted))) {
    try {
      return impersonated(server, info, user, wanted, mode.name);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

/** Most requests ask for nobody: each passes here. */
function asksForSomebody(headers: Readonly<Record<string, string>>): boolean {
  for (const header in headers) if (header.startsWith('impersonate-')) return true;
  return false;
}

const extraPrefix = 'impersonate-extra-';

function wantedOf(headers: Readonly<Record<string, string>>): Wanted | undefined {
  const name = headers['impersonate-user'] ?? '';
  const uid = headers['impersonate-uid'] ?? '';
  const groups = valuesOf(headers['impersonate-group']);
  const extra = Object.fromEntries(
    Object.keys(headers)
      .filter((header) => header.startsWith(extraPrefix))
      .map((header) => [decoded(header.slice(extraPrefix.length)), valuesOf(headers[header])]),
  );
  if (name !== '') return { name, uid, groups, extra };
  if (uid === '' && groups.length === 0 && Object.keys(extra).length === 0) return undefined;
  throw badRequestError(
    `requested ${goUser({ name, uid, groups, extra })} without impersonating a user name`,
  );
}

/** The values of a header that came several times, as hosts join them: commas alone may stand in a value. */
function valuesOf(header: string | undefined): string[] {
  return header === undefined ? [] : header.split(', ').filter(Boolean);
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** As Go's `%#v` shows it. */
function goUser({ name, uid, groups, extra }: Wanted): string {
  const texts = (values: readonly string[]): string =>
    `[]string{${values.map((value) => JSON.stringify(value)).join(', ')}}`;
  const keys = Object.keys(extra).toSorted();
  const map =
    keys.length === 0
      ? 'map[string][]string(nil)'
      : `map[string][]string{${keys.map((key) => `${JSON.stringify(key)}:${texts(extra[key] ?? [])}`).join(', ')}}`;
  const list = groups.length === 0 ? '[]string(nil)' : texts(groups);
  return `&user.DefaultInfo{Name:${JSON.stringify(name)}, UID:${JSON.stringify(uid)}, Groups:${list}, Extra:${map}}`;
}

function isNameOnly({ uid, groups, extra }: Wanted): boolean {
  return uid === '' && groups.length === 0 && Object.keys(extra).length === 0;
}

function accountOf(name: string): { namespace: string; name: string } | undefined {
  const [, namespace, account] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name) ?? [];
  return namespace === undefined || account === undefined ? undefined : { namespace, name: account };
}

function nodeOf(name: string): string | undefined {
  const node = /^system:node:(.*)$/s.exec(name)?.[1];
  return node !== undefined && isDnsSubdomain(node).length === 0 ? node : undefined;
}

const authenticationGroup = 'authentication.k8s.io';

/** The user after all checks of one mode. Throws a StatusError 403. */
function impersonated(
  server: ServerParts,
  info: RequestInfo,
  requestor: UserInfo,
  { name, uid, groups, extra }: Wanted,
  mode: string,
): UserInfo {
  const isLegacy = mode === '';
  const group = isLegacy ? '' : authenticationGroup;
  const verb = isLegacy ? 'impersonate' : `impersonate:${mode}`;
  const attributes = (about: Partial<AccessAttributes>): AccessAttributes => ({
    user: requestor,
    verb,
    group: authenticationGroup,
    resource: '',
    subresource: '',
    namespace: '',
    name: '',
    ...about,
  });
  if (!isLegacy) {
    const asked = attributesOf(info, requestor);
    requireAccess(server, { ...asked, verb: `impersonate-on:${mode}:${asked.verb}` });
  }
  const account = accountOf(name);
  const node = isLegacy ? undefined : nodeOf(name);
  if (node !== undefined) requireAccess(server, attributes({ group, resource: 'nodes', name: node }));
  else if (account !== undefined)
    requireAccess(server, attributes({ group, resource: 'serviceaccounts', ...account }));
  else requireAccess(server, attributes({ group, resource: 'users', name }));
  if (uid !== '') requireAccess(server, attributes({ resource: 'uids', name: uid }));
  for (const each of groups) {
    const about = attributes({ group, resource: 'groups', name: each });
    if (!isLegacy && each === 'system:masters')
      throw accessRefusal(about, {
        allowed: false,
        reason: 'impersonating the system:masters group is not allowed',
      });
    requireAccess(server, about);
  }
  for (const [key, values] of Object.entries(extra))
    for (const value of values)
      requireAccess(server, attributes({ resource: 'userextras', subresource: key, name: value }));
  return {
    name,
    ...(uid && { uid }),
    groups: withAuthenticated(name, [...groups, ...impliedGroups(node, account, groups)]),
    ...(Object.keys(extra).length > 0 && { extra }),
  };
}

/** The groups that somebody has by his name. */
function impliedGroups(
  node: string | undefined,
  account: ReturnType<typeof accountOf>,
  asked: readonly string[],
): string[] {
  if (node !== undefined) return ['system:nodes'];
  if (account === undefined || asked.length > 0) return [];
  return ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`];
}

function withAuthenticated(name: string, groups: readonly string[]): readonly string[] {
  if (groups.includes('system:unauthenticated')) return groups;
  const all = name === 'system:anonymous' ? 'system:unauthenticated' : 'system:authenticated';
  return groups.includes(all) ? groups : [...groups, all];
}
