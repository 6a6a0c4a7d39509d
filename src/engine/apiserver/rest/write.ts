import type { ApiResponse } from '../../api/http.ts';
import type { KubeObject } from '../../api/types.ts';
import { deepCopy } from '../../sim/plain.ts';
import { negotiate } from '../negotiation.ts';
import { decodeBody, isTrusted } from './body.ts';
import { createObject } from './create.ts';
import { trackManager } from './field-manager.ts';
import { respondObject } from './respond.ts';
import { findObject, type Scope } from './scope.ts';
import { replaceObject } from './update.ts';
import { writeOptions } from './write-options.ts';

/** POST to the collection. */
export function create(scope: Scope): ApiResponse {
  const representation = negotiate(scope.request, scope.info.query);
  const { dryRun } = writeOptions('CreateOptions', scope.info.query);
  const draft = decodeBody(scope, scope.resource);
  scope.resource.strategy.defaults?.(draft);
  trackManager(scope, draft, undefined);
  return respondObject(scope, representation, 201, createObject({ ...scope, dryRun }, draft));
}

/** PUT of the object itself, or of one of its subresources that has its shape. */
export function replace(scope: Scope): ApiResponse {
  const representation = negotiate(scope.request, scope.info.query);
  const { dryRun } = writeOptions('UpdateOptions', scope.info.query);
  const draft = replacement(scope);
  const { object, created } = replaceObject({ ...scope, dryRun }, draft);
  return respondObject(scope, representation, created ? 201 : 200, object);
}

function replacement(scope: Scope): KubeObject {
  const { info, resource } = scope;
  const old = info.subresource === 'status' && isTrusted(scope) ? findObject(scope) : undefined;
  if (old !== undefined) return statusReplacement(scope.request.body as KubeObject, old);
  const draft = decodeBody(scope, resource);
  resource.strategy.defaults?.(draft);
  return draft;
}

/** Nothing but metadata and status can change through `status`: the rest is shared instead of copied. */
function statusReplacement(body: KubeObject, old: KubeObject): KubeObject {
  const { status } = body as { status?: unknown };
  return { ...old, metadata: deepCopy(body.metadata), status: deepCopy(status) } as KubeObject;
}
