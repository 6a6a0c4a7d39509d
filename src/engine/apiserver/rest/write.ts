import type { ApiResponse } from '../../api/http.ts';
import { negotiate } from '../negotiation.ts';
import { decodeBody } from './body.ts';
import { createObject } from './create.ts';
import { respondObject } from './respond.ts';
import type { Scope } from './scope.ts';
import { replaceObject } from './update.ts';
import { writeOptions } from './write-options.ts';

/** POST to the collection. */
export function create(scope: Scope): ApiResponse {
  const representation = negotiate(scope.request, scope.info.query);
  const { dryRun } = writeOptions('CreateOptions', scope.info.query);
  const draft = decodeBody(scope, scope.resource);
  scope.resource.strategy.defaults?.(draft);
  return respondObject(scope, representation, 201, createObject({ ...scope, dryRun }, draft));
}

/** PUT of the object itself, or of one of its subresources that has its shape. */
export function replace(scope: Scope): ApiResponse {
  const representation = negotiate(scope.request, scope.info.query);
  const { dryRun } = writeOptions('UpdateOptions', scope.info.query);
  const draft = decodeBody(scope, scope.resource);
  scope.resource.strategy.defaults?.(draft);
  const { object, created } = replaceObject({ ...scope, dryRun }, draft);
  return respondObject(scope, representation, created ? 201 : 200, object);
}
