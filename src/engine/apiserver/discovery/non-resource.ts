import type { ApiRequest, ApiResponse, UserInfo } from '../../api/http.ts';
import type { RequestInfo } from '../request-info.ts';
import type { ServerParts } from '../rest/scope.ts';

/** Serves what is no resource: discovery, health, version, OpenAPI. */
export function serveNonResource(
  _server: ServerParts,
  _request: ApiRequest,
  _info: RequestInfo,
  _user: UserInfo,
): ApiResponse {
  return notFoundPage;
}

const notFoundPage: ApiResponse = Object.freeze({
  status: 404,
  headers: Object.freeze({ 'content-type': 'text/plain; charset=utf-8' }),
  body: '404 page not found\n',
});
