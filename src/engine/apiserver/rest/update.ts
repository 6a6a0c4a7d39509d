import { nameChecks, objectMetaErrors, objectMetaUpdateErrors } from '../registry/common/object-meta.ts';
import { badRequestError, conflictError, invalidError, notFoundError } from '../../api/status-error.ts';
import { invalid } from '../../api/field-error.ts';
import type { KubeObject, ObjectMeta } from '../../api/types.ts';
import type { AdmissionRequest } from '../admission/admission.ts';
import type { UpdateStrategy } from '../registry/strategy.ts';
import { createObject, ensureNamespace } from './create.ts';
import { trackManager } from './field-manager.ts';
import { hooksOf } from './hooks.ts';
import {
  addWarnings,
  findObject,
  replaceStored,
  storedObject,
  strategyContext,
  toVersion,
  type Scope,
} from './scope.ts';
import { shareUnchanged } from '../../sim/share.ts';

/** What an update came to. */
export interface UpdateResult {
  readonly object: KubeObject;
  readonly created: boolean;
}

/**
 * Stores `draft` over the object that the path names. The draft is decoded and defaulted.
 * Models handlers.UpdateResource and registry.Store.Update (v1.36).
 */
export function replaceObject(scope: Scope, draft: KubeObject): UpdateResult {
  const { resource, info } = scope;
  const { metadata } = draft;
  checkName(scope, draft);
  ensureNamespace(scope, draft);
  const old = findObject(scope);
  if (old === undefined) {
    if (metadata.uid) throw failedPrecondition(scope, metadata.uid, '');
    if (info.subresource !== '' || resource.strategy.allowCreateOnUpdate !== true)
      throw notFoundError(resource, info.name ?? '');
    trackManager(scope, draft, undefined);
    return { object: createObject(scope, draft), created: true };
  }
  if (metadata.uid && metadata.uid !== old.metadata.uid)
    throw failedPrecondition(scope, metadata.uid, old.metadata.uid ?? '');
  checkVersion(scope, draft, old);
  trackManager(scope, draft, old);
  return { object: updateObject(scope, draft, old), created: false };
}

/** The draft names what the path names. Models handlers.checkName (v1.36). */
export function checkName({ info }: Scope, draft: KubeObject): void {
  const { name } = draft.metadata;
  if (!name)
    throw badRequestError(
      `the name of the object (${info.name} based on URL) was undeterminable: name must be provided`,
    );
  if (name !== info.name)
    throw badRequestError(
      `the name of the object (${name}) does not match the name on the URL (${info.name})`,
    );
}

function failedPrecondition({ resource, info }: Scope, wanted: string, actual: string): Error {
  const key = `/registry/${resource.resource}/${info.namespace === '' ? '' : `${info.namespace}/`}${info.name}`;
  return conflictError(
    resource,
    info.name ?? '',
    `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${actual}`,
  );
}

/** The optimistic lock: a version that is given must be the stored one. */
export function checkVersion({ resource }: Scope, draft: KubeObject, old: KubeObject): void {
  const { resourceVersion, name } = draft.metadata;
  if (resourceVersion && resourceVersion !== '0') {
    if (resourceVersion !== old.metadata.resourceVersion) throw conflictError(resource, name);
  } else if (resource.strategy.allowUnconditionalUpdate === false) {
    throw invalidError({ group: resource.group, kind: resource.resource }, name, [
      invalid('metadata.resourceVersion', 0, 'must be specified for an update'),
    ]);
  }
}

/** A patch may not rename the object, and its version, if it gives one, must be the stored one. */
export function checkPatched(scope: Scope, draft: KubeObject, old: KubeObject): void {
  const { info, resource } = scope;
  const { name, namespace } = draft.metadata;
  if (name !== info.name)
    throw badRequestError(
      `the name of the object (${name}) does not match the name on the URL (${info.name})`,
    );
  if (resource.namespaced && namespace !== info.namespace)
    throw badRequestError(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  checkVersion(scope, draft, old);
}

/**
 * Admits, prepares, validates and stores a change of `old` to `draft`; answers what is stored then.
 * `seen` is what admission sees, where that is not the object itself but a subresource of another kind.
 */
export function updateObject(
  scope: Scope,
  draft: KubeObject,
  old: KubeObject,
  seen?: Pick<AdmissionRequest, 'subresource' | 'kind' | 'object' | 'old'>,
): KubeObject {
  const { server, resource, info } = scope;
  const strategy = updateStrategy(scope);
  const admission = { ...updateAdmission(scope, draft, old), ...seen };
  server.admission.admit(admission);

  const hooks = hooksOf(resource);
  if (info.subresource === '') hooks.beginUpdate?.(scope, draft, old);
  const context = strategyContext(scope);
  keepSystemFields(draft, old);
  const { managedFields } = draft.metadata;
  strategy.prepareForUpdate?.(draft, old, context);
  // Who owns what is noted even where the rest of the metadata is put back.
  if (managedFields === undefined) delete draft.metadata.managedFields;
  else draft.metadata.managedFields = managedFields;
  draft.metadata.resourceVersion = old.metadata.resourceVersion;
  const metaErrors = objectMetaUpdateErrors(draft.metadata, old.metadata);
  const errors = [
    ...objectMetaErrors(draft.metadata, resource.namespaced, nameChecks.pathSegment),
    ...metaErrors,
    // Each kind looks at the metadata once more, so that every cause is listed twice.
    ...metaErrors,
    ...(strategy.validateUpdate?.(draft, old, context) ?? []),
  ];
  if (errors.length > 0) throw invalidError(resource, old.metadata.name, errors);
  addWarnings(scope, strategy.warningsOnUpdate?.(draft, old, context));
  resource.strategy.canonicalize?.(draft);
  server.admission.validate(admission);

  const next = shareUnchanged(old, draft);
  if (next === old) return old;
  if (scope.dryRun) return next;
  const previous = storedObject(scope, old);
  if (isFinished(next, old) && hooks.mayFinish?.(next) !== false) {
    server.storage.remove(resource.storedAs, previous);
    hooks.afterDelete?.(scope, previous);
    return next;
  }
  const written = replaceStored(scope, old, next);
  hooks.afterWrite?.(scope, written, previous);
  return toVersion(resource, written);
}

/** An object that is being deleted goes with its last finalizer. Models ShouldDeleteDuringUpdate (v1.36). */
function isFinished({ metadata }: KubeObject, old: KubeObject): boolean {
  return (
    (metadata.finalizers?.length ?? 0) === 0 &&
    old.metadata.deletionTimestamp !== undefined &&
    (old.metadata.deletionGracePeriodSeconds ?? 0) === 0
  );
}

function keepSystemFields(draft: KubeObject, old: KubeObject): void {
  const { metadata } = draft;
  const before = old.metadata;
  keep(metadata, before, 'generation');
  keep(metadata, before, 'selfLink');
  // What a client leaves out of these is not a wish to change them.
  for (const field of [
    'uid',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
  ] as const)
    if (metadata[field] === undefined || metadata[field] === null) keep(metadata, before, field);
}

function keep(to: ObjectMeta, from: ObjectMeta, field: keyof ObjectMeta): void {
  if (from[field] === undefined) delete to[field];
  else Object.assign(to, { [field]: from[field] });
}

/** The rules of the path: the kind's own, or those of its subresource. */
function updateStrategy({ resource, info }: Scope): UpdateStrategy {
  if (info.subresource === '') return resource.strategy;
  return resource.strategy.subresources?.[info.subresource] ?? statusStrategy;
}

/** How `status` is updated where a kind says nothing: everything else stays. */
const statusStrategy: UpdateStrategy = {
  prepareForUpdate(draft, old) {
    const target = draft as unknown as Record<string, unknown>;
    for (const [key, value] of Object.entries(old))
      if (key !== 'status' && key !== 'metadata') target[key] = value;
    draft.metadata = { ...old.metadata };
  },
};

function updateAdmission(scope: Scope, draft: KubeObject, old: KubeObject): AdmissionRequest {
  const { server, resource, info, user, nowMs, dryRun, warnings } = scope;
  return {
    server,
    operation: 'UPDATE',
    resource,
    subresource: info.subresource,
    namespace: info.namespace,
    name: old.metadata.name,
    object: draft,
    old,
    user,
    nowMs,
    dryRun,
    warnings,
  };
}
