import type { ApiRequest, UserInfo } from '../../api/http.ts';
import { unauthorizedError } from '../../api/status-error.ts';
import type { ServerParts } from '../rest/scope.ts';

const anonymous: UserInfo = Object.freeze({
  name: 'system:anonymous',
  groups: Object.freeze(['system:unauthenticated']),
});

/**
 * Who sends a request: whom the transport vouches for, the bearer of a token that is known, or
 * nobody in particular. An unknown token is refused, and impersonation is resolved by the caller.
 */
export function authenticate(server: ServerParts, request: ApiRequest): UserInfo {
  if (request.user !== undefined) return request.user;
  const header = request.headers?.['authorization'];
  if (header === undefined) return anonymous;
  const token = /^bearer +(\S+)$/i.exec(header)?.[1];
  const user = token === undefined ? undefined : server.tokens.userOf(token);
  if (user === undefined) throw unauthorizedError();
  return user;
}
