import type { ApiResponse } from '../../api/http.ts';
import { noSuchPathError, type Status } from '../../api/status-error.ts';
import type { KubeObject } from '../../api/types.ts';
import { negotiate, noneOfMediaTypes } from '../negotiation.ts';
import { reviewAccess, reviewOwnAccess, reviewRules, reviewSelf, reviewToken } from './access-reviews.ts';
import { bindPod } from './binding.ts';
import { deleteCollection, respondDelete } from './delete-handler.ts';
import { methodNotAllowed } from './method-not-allowed.ts';
import { patchResource } from './patch.ts';
import { getObject, listObjects } from './read.ts';
import { respondList, respondObject } from './respond.ts';
import type { Scope } from './scope.ts';
import { createThrough, serveSubresource } from './subresources.ts';
import { watchObjects } from './watch.ts';
import { create, replace } from './write.ts';

/** Serves a request to a resource. The path has been parsed and the user let through. */
export function serveResource(scope: Scope): ApiResponse {
  const { info, resource } = scope;
  if (info.inNamespace && !resource.namespaced) throw noSuchPathError();
  if (resource.deprecation !== undefined) scope.warnings.push(resource.deprecation);
  if (info.subresource !== '') return serveSubresource(scope);
  return info.name === undefined ? serveCollection(scope) : serveItem(scope);
}

/** Resources that are only asked, never kept. */
const questions: Readonly<Record<string, (scope: Scope) => KubeObject | Status>> = {
  bindings: bindPod,
  'selfsubjectreviews.authentication.k8s.io': reviewSelf,
  'tokenreviews.authentication.k8s.io': reviewToken,
  'localsubjectaccessreviews.authorization.k8s.io': reviewAccess,
  'selfsubjectaccessreviews.authorization.k8s.io': reviewOwnAccess,
  'selfsubjectrulesreviews.authorization.k8s.io': reviewRules,
  'subjectaccessreviews.authorization.k8s.io': reviewAccess,
};

function serveCollection(scope: Scope): ApiResponse {
  const { info, resource } = scope;
  const everywhere = resource.namespaced && info.namespace === '';
  const question = questions[resource.groupResource];
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
      return question === undefined ? create(scope) : ask(scope, question);
    case 'DELETE':
      if (everywhere) throw methodNotAllowed();
      requireVerb(scope, 'deletecollection');
      return deleteCollection(scope);
    default:
      throw methodNotAllowed();
  }
}

/** What is only asked has no tables: where an Accept header names them, what else it names counts. */
function ask(scope: Scope, question: (scope: Scope) => KubeObject | Status): ApiResponse {
  const { request } = scope;
  const clauses = request.headers?.['accept']?.split(',') ?? [];
  const others = clauses.filter((clause) => !clause.includes('as=Table'));
  if (others.length === clauses.length) return createThrough(scope, question);
  if (others.length === 0) throw noneOfMediaTypes();
  const headers = { ...request.headers, accept: others.join(',') };
  return createThrough({ ...scope, request: { ...request, headers } }, question);
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
