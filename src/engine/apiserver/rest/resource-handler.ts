import type { ApiResponse } from '../../api/http.ts';
import { methodNotAllowed } from './method-not-allowed.ts';
import { noSuchPathError } from '../../api/status-error.ts';
import { negotiate } from '../negotiation.ts';
import { deleteCollection, respondDelete } from './delete-handler.ts';
import { patchResource } from './patch.ts';
import { getObject, listObjects } from './read.ts';
import { respondList, respondObject } from './respond.ts';
import type { Scope } from './scope.ts';
import { serveSubresource } from './subresources.ts';
import { watchObjects } from './watch.ts';
import { create, replace } from './write.ts';

/** Serves a request to a resource. The path has been parsed and the user let through. */
export function serveResource(scope: Scope): ApiResponse {
  const { info, resource } = scope;
  if (info.inNamespace && !resource.namespaced) throw noSuchPathError();
  if (info.subresource !== '') return serveSubresource(scope);
  return info.name === undefined ? serveCollection(scope) : serveItem(scope);
}

function serveCollection(scope: Scope): ApiResponse {
  const { info, resource } = scope;
  const everywhere = resource.namespaced && info.namespace === '';
  switch (info.method) {
    case 'GET':
      if (info.query.flag('watch')) {
        requireVerb(scope, 'watch');
        return watchObjects(scope);
      }
      requireVerb(scope, 'list');
      return respondList(scope, negotiate(scope.request, info.query), listObjects(scope));
    case 'POST':
      if (everywhere) throw methodNotAllowed();
      requireVerb(scope, 'create');
      return create(scope);
    case 'DELETE':
      if (everywhere) throw methodNotAllowed();
      requireVerb(scope, 'deletecollection');
      return deleteCollection(scope);
    default:
      throw methodNotAllowed();
  }
}

function serveItem(scope: Scope): ApiResponse {
  const { info, resource } = scope;
  if (resource.namespaced && info.namespace === '') throw noSuchPathError();
  switch (info.method) {
    case 'GET':
      requireVerb(scope, 'get');
      return respondObject(scope, negotiate(scope.request, info.query), 200, getObject(scope));
    case 'PUT':
      requireVerb(scope, 'update');
      return replace(scope);
    case 'PATCH':
      requireVerb(scope, 'patch');
      return patchResource(scope);
    case 'DELETE':
      requireVerb(scope, 'delete');
      return respondDelete(scope);
    default:
      throw methodNotAllowed();
  }
}

function requireVerb({ resource }: Scope, verb: string): void {
  if (!resource.verbs.includes(verb)) throw methodNotAllowed();
}
