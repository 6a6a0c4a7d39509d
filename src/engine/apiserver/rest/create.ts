import { formatTime } from '../../api/time.ts';
import {
  alreadyExistsError,
  badRequestError,
  failure,
  invalidError,
  type StatusError,
} from '../../api/status-error.ts';
import type { KubeObject } from '../../api/types.ts';
import { nameChecks, objectMetaErrors } from '../registry/common/object-meta.ts';
import type { AdmissionRequest } from '../admission/admission.ts';
import { hooksOf } from './hooks.ts';
import { addWarnings, strategyContext, toVersion, type Scope } from './scope.ts';

/** Kubernetes cuts the base of a generated name so that the whole fits a label value. */
const longestGeneratedBase = 58;
const generateAttempts = 8;

/**
 * Stores a new object and returns it. The draft is decoded and defaulted.
 * Models registry.Store.Create and rest.BeforeCreate (v1.36).
 */
export function createObject(scope: Scope, draft: KubeObject): KubeObject {
  const { server, resource } = scope;
  const { strategy } = resource;
  ensureNamespace(scope, draft);
  const admission = createAdmission(scope, draft);
  server.admission.admit(admission);

  const { metadata } = draft;
  metadata.creationTimestamp = formatTime(scope.nowMs);
  metadata.uid = server.sim.random('uid').uuid();
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.selfLink;
  if (!metadata.name && metadata.generateName) metadata.name = generateName(scope, metadata.generateName);
  const context = strategyContext(scope);
  const hooks = hooksOf(resource);
  hooks.beginCreate?.(scope, draft);
  strategy.prepareForCreate?.(draft, context);
  hooks.completeCreate?.(scope, draft);
  const errors = strategy.validateCreate?.(draft, context) ?? [];
  if (errors.length > 0) throw invalidError(resource, metadata.name ?? '', errors);
  const metaErrors = objectMetaErrors(metadata, resource.namespaced, nameChecks.pathSegment);
  if (metaErrors.length > 0) throw invalidError(resource, metadata.name ?? '', metaErrors);
  addWarnings(scope, strategy.warningsOnCreate?.(draft, context));
  strategy.canonicalize?.(draft);
  server.admission.validate(admission);
  return storeNew(scope, draft);
}

function storeNew(scope: Scope, draft: KubeObject): KubeObject {
  const { server, resource } = scope;
  const { metadata } = draft;
  if (metadata.resourceVersion)
    throw failure(500, '', 'resourceVersion should not be set on objects to be created');
  const hooks = hooksOf(resource);
  const existing = server.storage.get(resource.storedAs, metadata.namespace ?? '', metadata.name);
  if (existing !== undefined) throw alreadyExists(scope, existing);
  if (scope.dryRun) return draft;
  const { conversion } = resource.strategy;
  const stored = server.storage.create(
    resource.storedAs,
    conversion === undefined ? draft : conversion.toStored(draft),
  );
  hooks.afterWrite?.(scope, stored, undefined);
  return toVersion(resource, stored);
}

/** The object takes the namespace of the path, and may not name another. */
export function ensureNamespace(scope: Scope, draft: KubeObject): void {
  const { metadata } = draft;
  if (!scope.resource.namespaced) delete metadata.namespace;
  else if (!metadata.namespace) metadata.namespace = scope.info.namespace;
  else if (metadata.namespace !== scope.info.namespace)
    throw badRequestError(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
}

function createAdmission(scope: Scope, draft: KubeObject): AdmissionRequest {
  const { server, resource, info, user, nowMs, dryRun, warnings } = scope;
  return {
    server,
    operation: 'CREATE',
    resource,
    subresource: '',
    namespace: info.namespace,
    name: draft.metadata.name ?? '',
    object: draft,
    user,
    nowMs,
    dryRun,
    warnings,
  };
}

/** A name that is free, if one of several attempts finds it. */
function generateName(scope: Scope, generated: string): string {
  const { server, resource, info } = scope;
  const base = generated.slice(0, longestGeneratedBase);
  let name = '';
  for (let attempt = 0; attempt < generateAttempts; attempt++) {
    name = base + server.sim.random('names').suffix(5);
    if (server.storage.get(resource.storedAs, info.namespace, name) === undefined) break;
  }
  return name;
}

function alreadyExists(scope: Scope, existing: KubeObject): StatusError {
  const error = alreadyExistsError(scope.resource, existing.metadata.name);
  if (existing.metadata.deletionTimestamp === undefined) return error;
  return failure(409, 'AlreadyExists', `object is being deleted: ${error.message}`, error.status.details);
}
