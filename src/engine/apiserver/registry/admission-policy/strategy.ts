import type { KubeObject } from '../../../api/types.ts';
import { countedKind } from '../common/counted-kind.ts';
import { setDefault, setTextDefault } from '../pod/defaults.ts';
import type { Strategy } from '../strategy.ts';

interface MatchResources {
  matchPolicy?: string;
  namespaceSelector?: object;
  objectSelector?: object;
  resourceRules?: { scope?: string }[];
  excludeResourceRules?: { scope?: string }[];
}

interface AdmissionPolicy extends KubeObject {
  spec?: { failurePolicy?: string; matchConstraints?: MatchResources };
}

interface AdmissionPolicyBinding extends KubeObject {
  spec?: { matchResources?: MatchResources };
}

function setMatchDefaults(match: MatchResources | undefined): void {
  if (!match) return;
  setTextDefault(match, 'matchPolicy', 'Equivalent');
  setDefault(match, 'namespaceSelector', {});
  setDefault(match, 'objectSelector', {});
  for (const rule of [...(match.resourceRules ?? []), ...(match.excludeResourceRules ?? [])]) {
    setTextDefault(rule, 'scope', '*');
  }
}

/** Policies of both kinds. Models pkg/registry/admissionregistration/validatingadmissionpolicy (v1.36). */
export const admissionPolicyStrategy: Strategy<AdmissionPolicy> = {
  ...countedKind<AdmissionPolicy>(false, ['spec']),
  defaults: ({ spec }) => {
    if (!spec) return;
    setTextDefault(spec, 'failurePolicy', 'Fail');
    setMatchDefaults(spec.matchConstraints);
  },
};

/** Bindings of both kinds. Models pkg/registry/admissionregistration/validatingadmissionpolicybinding (v1.36). */
export const admissionPolicyBindingStrategy: Strategy<AdmissionPolicyBinding> = {
  ...countedKind<AdmissionPolicyBinding>(false, ['spec']),
  defaults: ({ spec }) => setMatchDefaults(spec?.matchResources),
};
