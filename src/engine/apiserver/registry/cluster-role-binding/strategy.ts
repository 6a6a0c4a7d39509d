import type { ClusterRoleBinding } from '../../../api/types.ts';
import { nameChecks, objectMetaErrors } from '../common/object-meta.ts';
import { bindingErrors, roleRefChangeErrors, setBindingDefaults } from '../role/rules.ts';
import type { Strategy } from '../strategy.ts';
import { clusterRoleBindingTable } from './table.ts';

const roleKinds = ['ClusterRole'];

/** The rules of ClusterRoleBindings. Models pkg/registry/rbac/clusterrolebinding (v1.36). */
export const clusterRoleBindingStrategy: Strategy<ClusterRoleBinding> = {
  defaults: setBindingDefaults,
  validateCreate: (draft) => [
    ...objectMetaErrors(draft.metadata, false, nameChecks.pathSegment),
    ...bindingErrors(draft, roleKinds, false),
  ],
  validateUpdate: (draft, old) => [
    ...bindingErrors(draft, roleKinds, false),
    ...roleRefChangeErrors(draft, old),
  ],
  allowCreateOnUpdate: true,
  table: clusterRoleBindingTable,
};
