import type { ApiResponse } from '../../api/http.ts';
import { noSuchPathError, type Status } from '../../api/status-error.ts';
import type { KubeObject } from '../../api/types.ts';
import { negotiate } from '../negotiation.ts';
import type { SubresourceInfo } from '../registry/catalog.ts';
import { bindPod } from './binding.ts';
import { evictPod } from './eviction.ts';
import { methodNotAllowed } from './method-not-allowed.ts';
import { patchResource } from './patch.ts';
import { podExec, podLog, podPortForward, podProxy } from './pod-connect.ts';
import { getObject } from './read.ts';
import { respond, respondObject } from './respond.ts';
import { serveScale } from './scale.ts';
import type { Scope } from './scope.ts';
import { requestToken } from './token-request.ts';
import { writeOptions } from './write-options.ts';
import { replace } from './write.ts';

const verbOf: Readonly<Record<string, string>> = {
  GET: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** Subresources with a behaviour of their own; the others are views of the object. */
const special: Readonly<Record<string, (scope: Scope) => ApiResponse>> = {
  'pods/binding': (scope) => createThrough(scope, bindPod),
  'pods/eviction': (scope) => createThrough(scope, evictPod),
  'pods/log': podLog,
  'pods/exec': podExec,
  'pods/attach': podExec,
  'pods/portforward': podPortForward,
  'pods/proxy': podProxy,
  'serviceaccounts/token': (scope) => createThrough(scope, requestToken),
};

export function serveSubresource(scope: Scope): ApiResponse {
  const { info, resource } = scope;
  const subresource = resource.subresources.find((known) => known.subresource === info.subresource);
  if (subresource === undefined || (info.rest.length > 0 && info.subresource !== 'proxy'))
    throw noSuchPathError();
  requireVerb(info.method, subresource);
  const own = special[`${resource.groupResource}/${info.subresource}`];
  if (own !== undefined) return own(scope);
  const { scale } = resource.strategy;
  return info.subresource === 'scale' && scale !== undefined ? serveScale(scope, scale) : serveView(scope);
}

function requireVerb(method: string, { verbs }: SubresourceInfo): void {
  const verb = verbOf[method];
  if (verb === undefined || !verbs.includes(verb)) throw methodNotAllowed();
}

/** A subresource that shows the whole object and writes a part of it. */
function serveView(scope: Scope): ApiResponse {
  switch (scope.info.method) {
    case 'GET':
      return respondObject(scope, negotiate(scope.request, scope.info.query), 200, getObject(scope));
    case 'PUT':
      return replace(scope);
    default:
      return patchResource(scope);
  }
}

/** POST of something that is not kept as it is. */
export function createThrough(scope: Scope, run: (scope: Scope) => KubeObject | Status): ApiResponse {
  const { dryRun } = writeOptions('CreateOptions', scope.info.query);
  const representation = negotiate(scope.request, scope.info.query);
  return respond(scope, representation, 201, run({ ...scope, dryRun }));
}
