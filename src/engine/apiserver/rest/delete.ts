import { conflictError, notFoundError } from '../../api/status-error.ts';
import { formatTime, parseTime } from '../../api/time.ts';
import type { KubeObject, ObjectMeta } from '../../api/types.ts';
import type { AdmissionRequest } from '../admission/admission.ts';
import type { DeleteOptions } from './delete-options.ts';
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

const orphanFinalizer = 'orphan';
const foregroundFinalizer = 'foregroundDeletion';

/** What a deletion came to: the object as it is or was, and whether it is gone. */
export interface DeleteResult {
  readonly object: KubeObject;
  readonly deleted: boolean;
}

/**
 * Deletes the object that the path names, or sets it on its way: after its grace, and when its
 * finalizers are gone. Models registry.Store.Delete (v1.36).
 */
export function deleteObject(
  scope: Scope,
  options: DeleteOptions,
  name = scope.info.name ?? '',
): DeleteResult {
  const { server, resource } = scope;
  server.admission.admit(deleteAdmission(scope, options, name));
  const current = findObject(scope, name);
  if (current === undefined) throw notFoundError(resource, name);
  checkPreconditions(scope, options, current);
  server.admission.validate(deleteAdmission(scope, options, name, current));
  addWarnings(scope, resource.strategy.warningsOnDelete?.(current, options, strategyContext(scope)));
  return hooksOf(resource).interceptDelete?.(scope, current) ?? deleteCurrent(scope, options, current);
}

/** Models the branches of registry.Store.Delete behind BeforeDelete (v1.36). */
function deleteCurrent(scope: Scope, options: DeleteOptions, current: KubeObject): DeleteResult {
  const grace = gracefulMeta(scope, options, current);
  if (grace === 'pending') return { object: current, deleted: false };
  const before = current.metadata.finalizers ?? noFinalizers;
  const finalizers = garbageCollectionFinalizers(scope, options, before);
  if (grace === undefined && finalizers.length === 0)
    return { object: remove(scope, current), deleted: true };

  const metadata: ObjectMeta = { ...current.metadata, ...grace };
  if (finalizers.length === 0) delete metadata.finalizers;
  else metadata.finalizers = [...finalizers];
  if (grace === undefined) markAsDeleting(metadata, scope.nowMs);
  const marked = write(scope, current, metadata);
  if (finalizers.length > 0 || (grace?.deletionGracePeriodSeconds ?? 0) > 0)
    return { object: marked, deleted: false };
  return { object: remove(scope, marked), deleted: true };
}

/** The object must be the one that the caller means. Models rest.BeforeDelete (v1.36). */
function checkPreconditions({ resource }: Scope, options: DeleteOptions, { metadata }: KubeObject): void {
  const { uid, resourceVersion } = options.preconditions ?? {};
  const kind = { group: resource.group, resource: resource.kind };
  if (uid !== undefined && uid !== metadata.uid)
    throw conflictError(
      kind,
      metadata.name,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    );
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion)
    throw conflictError(
      kind,
      metadata.name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
}

type Grace = Pick<ObjectMeta, 'deletionTimestamp' | 'deletionGracePeriodSeconds' | 'generation'>;

/**
 * What a kind with grace writes into the object first; undefined for other kinds, `pending` when
 * the object is on its way already and nothing shortens it. Models rest.BeforeDelete (v1.36).
 */
function gracefulMeta(
  scope: Scope,
  options: DeleteOptions,
  current: KubeObject,
): Grace | 'pending' | undefined {
  const { strategy } = scope.resource;
  if (strategy.checkGracefulDelete === undefined) return undefined;
  const asked = options.gracePeriodSeconds;
  const requested = asked !== undefined && asked < 0 ? 1 : asked;
  const { deletionTimestamp, deletionGracePeriodSeconds, generation } = current.metadata;
  if (deletionTimestamp !== undefined) {
    if (deletionGracePeriodSeconds === undefined) return undefined;
    if (requested === undefined || requested >= deletionGracePeriodSeconds) return 'pending';
    const earlierMs = (deletionGracePeriodSeconds - requested) * 1000;
    return {
      deletionTimestamp: formatTime((parseTime(deletionTimestamp) ?? scope.nowMs) - earlierMs),
      deletionGracePeriodSeconds: requested,
    };
  }
  const { gracePeriodSeconds } = strategy.checkGracefulDelete(current, requested);
  return {
    deletionTimestamp: formatTime(scope.nowMs + gracePeriodSeconds * 1000),
    deletionGracePeriodSeconds: gracePeriodSeconds,
    ...(generation ? { generation: generation + 1 } : {}),
  };
}

/** Models registry.markAsDeleting (v1.36). */
function markAsDeleting(metadata: ObjectMeta, nowMs: number): void {
  if (metadata.deletionTimestamp === undefined && metadata.generation) metadata.generation++;
  metadata.deletionTimestamp ??= formatTime(nowMs);
  metadata.deletionGracePeriodSeconds = 0;
}

const noFinalizers: readonly string[] = [];

/**
 * The finalizers with those of the garbage collector put in or taken out, as the propagation policy
 * says. Models registry.deletionFinalizersForGarbageCollection (v1.36).
 */
function garbageCollectionFinalizers(
  { resource }: Scope,
  options: DeleteOptions,
  finalizers: readonly string[],
): readonly string[] {
  const collectors = collectorFinalizers(options, finalizers, resource.strategy.defaultPropagation);
  if (collectors.length === 0 && finalizers.length === 0) return noFinalizers;
  const others = finalizers.filter((name) => name !== orphanFinalizer && name !== foregroundFinalizer);
  return [...others, ...collectors];
}

function collectorFinalizers(
  options: DeleteOptions,
  finalizers: readonly string[],
  defaultPropagation: string | undefined,
): readonly string[] {
  const { orphanDependents, propagationPolicy } = options;
  const supported = defaultPropagation !== 'Unsupported';
  if (orphanDependents !== undefined) return orphanDependents && supported ? [orphanFinalizer] : noFinalizers;
  switch (propagationPolicy) {
    case 'Orphan':
      return supported ? [orphanFinalizer] : noFinalizers;
    case 'Foreground':
      return [foregroundFinalizer];
    case 'Background':
      return noFinalizers;
    default: {
      const present = finalizers.find((name) => name === orphanFinalizer || name === foregroundFinalizer);
      if (present !== undefined) return [present];
      return defaultPropagation === 'Orphan' ? [orphanFinalizer] : noFinalizers;
    }
  }
}

/** The object with other metadata, stored unless nothing changed. */
function write(scope: Scope, current: KubeObject, metadata: ObjectMeta): KubeObject {
  const next = shareUnchanged(current, { ...current, metadata });
  if (next === current || scope.dryRun) return next;
  return toVersion(scope.resource, replaceStored(scope, current, next));
}

function remove(scope: Scope, last: KubeObject): KubeObject {
  if (scope.dryRun) return last;
  const { server, resource } = scope;
  const stored = storedObject(scope, last);
  const removed = server.storage.remove(resource.storedAs, stored);
  hooksOf(resource).afterDelete?.(scope, removed);
  return toVersion(resource, removed);
}

function deleteAdmission(
  scope: Scope,
  options: DeleteOptions,
  name: string,
  old?: KubeObject,
): AdmissionRequest {
  const { server, resource, info, user, nowMs, dryRun, warnings } = scope;
  return {
    server,
    operation: 'DELETE',
    resource,
    subresource: '',
    namespace: info.namespace,
    name,
    old,
    user,
    nowMs,
    dryRun,
    options: options as Readonly<Record<string, unknown>>,
    warnings,
  };
}
