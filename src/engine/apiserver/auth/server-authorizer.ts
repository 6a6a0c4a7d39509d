import type { UserInfo } from '../../api/http.ts';
import type { Storage } from '../storage/storage.ts';
import type { AccessAttributes, Authorizer, Decision, NonResourceAttributes } from './authorizer.ts';
import { NodeAuthorizer } from './node-authorizer.ts';
import { RbacAuthorizer, type Grant, type PolicyRule, type RoleRef } from './rbac.ts';

/** `--authorization-mode=Node,RBAC`: the first that allows decides. */
export class ServerAuthorizer implements Authorizer {
  readonly #node: NodeAuthorizer;
  readonly #rbac: RbacAuthorizer;

  constructor(storage: Storage) {
    this.#node = new NodeAuthorizer(storage);
    this.#rbac = new RbacAuthorizer(storage);
  }

  authorize(attributes: AccessAttributes | NonResourceAttributes): Decision {
    if (attributes.user.groups.includes('system:masters')) return { allowed: true, reason: '' };
    const byNode = this.#node.authorize(attributes);
    if (byNode.allowed) return byNode;
    const byRole = this.#rbac.authorize(attributes);
    return byRole.allowed || byNode.reason === '' ? byRole : byNode;
  }

  /** What roles give the user in a namespace. */
  grants(user: UserInfo, namespace: string): Iterable<Grant> {
    return this.#rbac.grants(user, namespace);
  }

  rulesOf(roleRef: RoleRef, namespace: string): readonly PolicyRule[] {
    return this.#rbac.rulesOf(roleRef, namespace);
  }
}
