import type { Role } from '../../../api/types.ts';
import { nameChecks, objectMetaErrors } from '../common/object-meta.ts';
import { ruleErrors } from './rules.ts';
import type { Strategy } from '../strategy.ts';

/** The rules of Roles. Models pkg/registry/rbac/role (v1.36). */
export const roleStrategy: Strategy<Role> = {
  validateCreate: ({ metadata, rules }) => [
    ...objectMetaErrors(metadata, true, nameChecks.pathSegment),
    ...ruleErrors(rules, true),
  ],
  validateUpdate: ({ rules }) => ruleErrors(rules, true),
  allowCreateOnUpdate: true,
};
