import type { RoleBinding } from '../../../api/types.ts';
import { nameChecks, objectMetaErrors } from '../common/object-meta.ts';
import { bindingErrors, roleRefChangeErrors, setBindingDefaults } from '../role/rules.ts';
import type { Strategy } from '../strategy.ts';
import { roleBindingTable } from './table.ts';

const roleKinds = ['Role', 'ClusterRole'];

/** The rules of RoleBindings. Models pkg/registry/rbac/rolebinding (v1.36). */
export const roleBindingStrategy: Strategy<RoleBinding> = {
  defaults: setBindingDefaults,
  validateCreate: (draft) => [
    ...objectMetaErrors(draft.metadata, true, nameChecks.pathSegment),
    ...bindingErrors(draft, roleKinds, true),
  ],
  validateUpdate: (draft, old) => [
    ...bindingErrors(draft, roleKinds, true),
    ...roleRefChangeErrors(draft, old),
  ],
  allowCreateOnUpdate: true,
  table: roleBindingTable,
};
