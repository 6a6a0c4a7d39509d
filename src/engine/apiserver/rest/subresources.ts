import type { ApiResponse } from '../../api/http.ts';
import { noSuchPathError } from '../../api/status-error.ts';
import { negotiate } from '../negotiation.ts';
import type { SubresourceInfo } from '../registry/catalog.ts';
import { bindPod } from './binding.ts';
import { methodNotAllowed } from './method-not-allowed.ts';
import { patchResource } from './patch.ts';
import { getObject } from './read.ts';
import { respondObject } from './respond.ts';
import type { Scope } from './scope.ts';
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
  binding,
};

export function serveSubresource(scope: Scope): ApiResponse {
  const { info, resource } = scope;
  const subresource = resource.subresources.find((known) => known.subresource === info.subresource);
  if (subresource === undefined || (info.rest.length > 0 && info.subresource !== 'proxy'))
    throw noSuchPathError();
  requireVerb(info.method, subresource);
  return (special[info.subresource] ?? serveView)(scope);
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

export function binding(scope: Scope): ApiResponse {
  const { dryRun } = writeOptions('CreateOptions', scope.info.query);
  const representation = negotiate(scope.request, scope.info.query);
  return respondObject(scope, representation, 201, bindPod({ ...scope, dryRun }));
}
