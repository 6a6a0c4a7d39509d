import type { ClusterRole } from '../../../api/types.ts';
import { nameChecks, objectMetaErrors } from '../common/object-meta.ts';
import { ruleErrors } from '../role/rules.ts';
import type { Strategy } from '../strategy.ts';

/** The rules of ClusterRoles. Models pkg/registry/rbac/clusterrole (v1.36). */
export const clusterRoleStrategy: Strategy<ClusterRole> = {
  validateCreate: ({ metadata, rules }) => [
    ...objectMetaErrors(metadata, false, nameChecks.pathSegment),
    ...ruleErrors(rules, false),
  ],
  validateUpdate: ({ rules }) => ruleErrors(rules, false),
  allowCreateOnUpdate: true,
};
