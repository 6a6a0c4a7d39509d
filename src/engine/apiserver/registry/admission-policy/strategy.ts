import { deepEqual } from '../../../sim/plain.ts';
import type { FieldError } from '../../../api/field-error.ts';
import { keepMember } from '../common/spec-and-status.ts';
import { setDefault, setTextDefault } from '../pod/defaults.ts';
import type { Strategy } from '../strategy.ts';
import type { AdmissionPolicy, AdmissionPolicyBinding, MatchResources } from './types.ts';
import {
  mutatingBindingErrors,
  mutatingPolicyErrors,
  validatingBindingErrors,
  validatingPolicyErrors,
} from './validation.ts';

function setMatchDefaults(match: MatchResources | undefined): void {
  if (!match) return;
  setTextDefault(match, 'matchPolicy', 'Equivalent');
  setDefault(match, 'namespaceSelector', {});
  setDefault(match, 'objectSelector', {});
  for (const rule of [...(match.resourceRules ?? []), ...(match.excludeResourceRules ?? [])]) {
    setTextDefault(rule, 'scope', '*');
  }
}

interface Counted {
  readonly spec?: object;
  readonly status?: object;
}

/** `metadata.generation` counts changes of the spec; a status is written by its own path only. */
function strategyFor<T extends AdmissionPolicy | AdmissionPolicyBinding>(
  errors: (object: T) => FieldError[],
  defaults: (draft: T) => void,
): Strategy<T> {
  return {
    defaults,
    prepareForCreate: ({ metadata }) => {
      metadata.generation = 1;
    },
    prepareForUpdate(draft, old) {
      keepMember(draft, old, 'status');
      if (!deepEqual((draft as Counted).spec, (old as Counted).spec))
        draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
    },
    validateCreate: errors,
    validateUpdate: errors,
    subresources: {
      status: { prepareForUpdate: (draft, old) => keepMember(draft, old, 'spec') },
    },
  };
}

function setPolicyDefaults({ spec }: AdmissionPolicy): void {
  if (!spec) return;
  setTextDefault(spec as { failurePolicy?: string }, 'failurePolicy', 'Fail');
  setMatchDefaults(spec.matchConstraints);
}

function setBindingDefaults({ spec }: AdmissionPolicyBinding): void {
  setMatchDefaults(spec?.matchResources);
}

/** Models pkg/registry/admissionregistration/validatingadmissionpolicy (v1.36). */
export const validatingAdmissionPolicyStrategy = strategyFor(validatingPolicyErrors, setPolicyDefaults);
/** Models pkg/registry/admissionregistration/mutatingadmissionpolicy (v1.36). */
export const mutatingAdmissionPolicyStrategy = strategyFor(mutatingPolicyErrors, setPolicyDefaults);
/** Models pkg/registry/admissionregistration/validatingadmissionpolicybinding (v1.36). */
export const validatingAdmissionPolicyBindingStrategy = strategyFor(
  validatingBindingErrors,
  setBindingDefaults,
);
/** Models pkg/registry/admissionregistration/mutatingadmissionpolicybinding (v1.36). */
export const mutatingAdmissionPolicyBindingStrategy = strategyFor(mutatingBindingErrors, setBindingDefaults);
