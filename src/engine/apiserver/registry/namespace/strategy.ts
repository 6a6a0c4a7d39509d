import { at, invalid, type FieldError } from '../../../api/field-error.ts';
import type { Namespace } from '../../../api/types.ts';
import { finalizerNameErrors, nameChecks, objectMetaErrors } from '../common/object-meta.ts';
import { keepMember } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';
import { namespaceTable } from './table.ts';

const nameLabel = 'kubernetes.io/metadata.name';
const kubernetesFinalizer = 'kubernetes';

/** The label that lets selectors choose namespaces by name cannot be taken away. */
function labelName({ metadata }: Namespace): void {
  if (metadata.name && metadata.labels?.[nameLabel] !== metadata.name) {
    metadata.labels = { ...metadata.labels, [nameLabel]: metadata.name };
  }
}

/** The rules of Namespaces. Models pkg/registry/core/namespace (v1.36). */
export const namespaceStrategy: Strategy<Namespace> = {
  defaults: labelName,
  prepareForCreate(draft) {
    draft.status = { phase: 'Active' };
    labelName(draft);
    draft.spec ??= {};
    const finalizers = draft.spec.finalizers ?? [];
    if (!finalizers.includes(kubernetesFinalizer))
      draft.spec.finalizers = [...finalizers, kubernetesFinalizer];
  },
  validateCreate: ({ metadata }) => objectMetaErrors(metadata, false, nameChecks.label),
  prepareForUpdate(draft, old) {
    draft.spec = old.spec;
    keepMember(draft, old, 'status');
  },
  subresources: {
    status: {
      prepareForUpdate(draft, old) {
        draft.spec = old.spec;
      },
      validateUpdate: ({ metadata, status }) =>
        phaseErrors(status?.phase, metadata.deletionTimestamp !== undefined),
    },
    finalize: {
      prepareForUpdate(draft, old) {
        keepMember(draft, old, 'status');
      },
      validateUpdate: ({ spec }) =>
        (spec?.finalizers ?? []).flatMap((finalizer, index) =>
          finalizerNameErrors(finalizer, at('spec.finalizers', index)),
        ),
    },
  },
  selectableFields: {
    'status.phase': ({ status }) => status?.phase ?? '',
    name: ({ metadata }) => metadata.name,
  },
  table: namespaceTable,
};

/** Models ValidateNamespaceStatusUpdate (v1.36), which writes the field as Go does. */
function phaseErrors(phase: string | undefined, isDeleted: boolean): FieldError[] {
  const expected = isDeleted ? 'Terminating' : 'Active';
  if (phase === expected) return [];
  const when = isDeleted ? 'is not empty' : 'is empty';
  return [invalid('status.Phase', phase ?? '', `may only be '${expected}' if \`deletionTimestamp\` ${when}`)];
}
