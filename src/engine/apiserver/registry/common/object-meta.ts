import {
  at,
  child,
  forbidden,
  invalid,
  required,
  tooLong,
  type FieldError,
} from '../../../api/field-error.ts';
import { deepEqual } from '../../../sim/plain.ts';
import {
  byteLength,
  isDns1035Label,
  isDnsLabel,
  isDnsSubdomain,
  isLabelValue,
  isPathSegmentName,
  isQualifiedName,
} from '../../../api/names.ts';
import type { KubeObject, ObjectMeta, OwnerReference } from '../../../api/types.ts';

/** What is wrong with a name; empty when nothing is. */
export type NameCheck = (name: string) => string[];

export const nameChecks = {
  subdomain: isDnsSubdomain,
  label: isDnsLabel,
  label1035: isDns1035Label,
  pathSegment: isPathSegmentName,
} as const satisfies Record<string, NameCheck>;

const metadata = 'metadata';
const maxAnnotationsSize = 256 * 1024;
const standardFinalizers = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

/**
 * What is wrong with the metadata of a new object.
 * Models pkg/apis/core/validation.ValidateObjectMeta (v1.36).
 */
export function objectMetaErrors(
  meta: ObjectMeta,
  namespaced: boolean,
  checkName: NameCheck = isDnsSubdomain,
  path = metadata,
): FieldError[] {
  const errors: FieldError[] = [];
  if (meta.generateName) {
    const sample = meta.generateName.length > 1 ? meta.generateName.replace(/.-$/, 'a') : meta.generateName;
    for (const problem of checkName(sample)) {
      errors.push(invalid(child(path, 'generateName'), meta.generateName, problem));
    }
  }
  const namePath = child(path, 'name');
  if (!meta.name) errors.push(required(namePath, 'name or generateName is required'));
  else for (const problem of checkName(meta.name)) errors.push(invalid(namePath, meta.name, problem));
  const namespacePath = child(path, 'namespace');
  if (namespaced) {
    if (!meta.namespace) errors.push(required(namespacePath));
    else {
      for (const problem of isDnsLabel(meta.namespace)) {
        errors.push(invalid(namespacePath, meta.namespace, problem));
      }
    }
  } else if (meta.namespace) {
    errors.push(forbidden(namespacePath, 'not allowed on this type'));
  }
  if ((meta.generation ?? 0) < 0) {
    errors.push(invalid(child(path, 'generation'), meta.generation, 'must be greater than or equal to 0'));
  }
  errors.push(
    ...labelErrors(meta.labels, child(path, 'labels')),
    ...annotationErrors(meta.annotations, child(path, 'annotations')),
    ...ownerErrors(meta.ownerReferences ?? [], child(path, 'ownerReferences')),
    ...finalizerErrors(meta.finalizers ?? [], child(path, 'finalizers')),
  );
  return errors;
}

/** What is wrong with a map of labels. Models metav1 validation.ValidateLabels (v1.36). */
export function labelErrors(
  labels: Readonly<Record<string, string>> | undefined,
  path: string,
): FieldError[] {
  const errors: FieldError[] = [];
  for (const key of Object.keys(labels ?? {}).toSorted()) {
    const value = labels?.[key] ?? '';
    for (const problem of isQualifiedName(key)) errors.push(invalid(path, key, problem));
    for (const problem of isLabelValue(value)) errors.push(invalid(path, value, problem));
  }
  return errors;
}

/** What is wrong with a key of labels, taints or topologies. Models ValidateLabelName (v1.36). */
export function labelNameErrors(name: string, path: string): FieldError[] {
  return isQualifiedName(name).map((problem) => invalid(path, name, problem));
}

function annotationErrors(
  annotations: Readonly<Record<string, string>> | undefined,
  path: string,
): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const key of Object.keys(annotations ?? {}).toSorted()) {
    // Keys are checked without regard to case, since some that are in use have capitals.
    for (const problem of isQualifiedName(key.toLowerCase())) errors.push(invalid(path, key, problem));
    size += byteLength(key) + byteLength(annotations?.[key] ?? '');
  }
  if (size > maxAnnotationsSize) errors.push(tooLong(path, maxAnnotationsSize));
  return errors;
}

function ownerErrors(owners: readonly OwnerReference[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  let controller: string | undefined;
  for (const owner of owners) {
    const version = owner.apiVersion?.split('/').at(-1) ?? '';
    const empty = 'must not be empty';
    if (version === '') {
      errors.push(invalid(child(path, 'apiVersion'), owner.apiVersion ?? '', 'version must not be empty'));
    }
    if (!owner.kind) errors.push(invalid(child(path, 'kind'), '', empty));
    if (!owner.name) errors.push(invalid(child(path, 'name'), '', empty));
    if (!owner.uid) errors.push(invalid(child(path, 'uid'), '', empty));
    if (owner.apiVersion === 'v1' && owner.kind === 'Event') {
      errors.push(invalid(path, owner, '/v1, Kind=Event is disallowed from being an owner'));
    }
    if (owner.controller !== true) continue;
    const name = `${owner.kind}/${owner.name}`;
    if (controller === undefined) {
      controller = name;
    } else {
      const found = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`;
      errors.push(invalid(path, owners, found));
    }
  }
  return errors;
}

/** Models validateFinalizerName (v1.36). */
export function finalizerNameErrors(finalizer: string, path: string): FieldError[] {
  const problems = isQualifiedName(finalizer);
  if (problems.length > 0) return problems.map((problem) => invalid(path, finalizer, problem));
  if (finalizer.includes('/') || standardFinalizers.has(finalizer)) return [];
  return [invalid(path, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')];
}

function finalizerErrors(finalizers: readonly string[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const finalizer of finalizers) {
    for (const problem of isQualifiedName(finalizer)) errors.push(invalid(path, finalizer, problem));
  }
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(invalid(path, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'));
  }
  finalizers.forEach((finalizer, index) => {
    if (isQualifiedName(finalizer).length === 0)
      errors.push(...finalizerNameErrors(finalizer, at(path, index)));
  });
  return errors;
}

/**
 * What is wrong with a change of metadata.
 * Models pkg/apis/core/validation.ValidateObjectMetaUpdate (v1.36).
 */
export function objectMetaUpdateErrors(meta: ObjectMeta, old: ObjectMeta, path = metadata): FieldError[] {
  const errors: FieldError[] = [];
  if (old.deletionTimestamp) {
    const added = (meta.finalizers ?? []).filter((finalizer) => !(old.finalizers ?? []).includes(finalizer));
    if (added.length > 0) {
      const list = added.toSorted().map((finalizer) => JSON.stringify(finalizer));
      errors.push(
        forbidden(
          child(path, 'finalizers'),
          `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list.join(', ')}}`,
        ),
      );
    }
  }
  if (!meta.resourceVersion) {
    errors.push(invalid(child(path, 'resourceVersion'), '', 'must be specified for an update'));
  }
  if ((meta.generation ?? 0) < (old.generation ?? 0)) {
    errors.push(invalid(child(path, 'generation'), meta.generation ?? 0, 'must not be decremented'));
  }
  for (const field of ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp'] as const) {
    const value = meta[field];
    if (value === undefined || value === '') continue;
    errors.push(...immutableErrors(value, old[field], child(path, field)));
  }
  if (old.deletionGracePeriodSeconds !== undefined && meta.deletionGracePeriodSeconds !== undefined) {
    errors.push(
      ...immutableErrors(
        meta.deletionGracePeriodSeconds,
        old.deletionGracePeriodSeconds,
        child(path, 'deletionGracePeriodSeconds'),
      ),
    );
  }
  errors.push(
    ...labelErrors(meta.labels, child(path, 'labels')),
    ...annotationErrors(meta.annotations, child(path, 'annotations')),
    ...ownerErrors(meta.ownerReferences ?? [], child(path, 'ownerReferences')),
  );
  return errors;
}

const fieldImmutable = 'field is immutable';

/** An error when a value that may not change has. Models ValidateImmutableField (v1.36). */
export function immutableErrors(value: unknown, old: unknown, path: string): FieldError[] {
  return deepEqual(value, old) ? [] : [invalid(path, value, fieldImmutable)];
}

/** An error when a number is negative. Models ValidateNonnegativeField (v1.36). */
export function nonNegativeErrors(value: number | undefined, path: string): FieldError[] {
  return value !== undefined && value < 0 ? [invalid(path, value, 'must be greater than or equal to 0')] : [];
}

/** The namespaced kind's usual checks of metadata on create and update, for strategies. */
export function metaChecks<T extends KubeObject>(namespaced: boolean, checkName?: NameCheck) {
  return {
    validateCreate: (draft: T): FieldError[] => objectMetaErrors(draft.metadata, namespaced, checkName),
    validateUpdate: (draft: T, old: T): FieldError[] => objectMetaUpdateErrors(draft.metadata, old.metadata),
  };
}
