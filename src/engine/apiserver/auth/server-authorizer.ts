import type { UserInfo } from '../../api/http.ts';
import type { Storage } from '../storage/storage.ts';
import type { AccessAttributes, Authorizer, Decision, NonResourceAttributes } from './authorizer.ts';
import { NodeAuthorizer } from './node-authorizer.ts';
import { RbacAuthorizer, type Grant, type PolicyRule, type RoleRef } from './rbac.ts';

/** `--authorization-mode`: of `Node,RBAC` the first that allows decides; `AlwaysAllow` asks neither. */
export class ServerAuthorizer implements Authorizer {
  readonly #node: NodeAuthorizer;
  readonly #rbac: RbacAuthorizer;
  readonly #allowsAll: boolean;

  constructor(storage: Storage, mode: 'AlwaysAllow' | 'Node,RBAC' = 'Node,RBAC') {
    this.#allowsAll = mode === 'AlwaysAllow';
    this.#node = new NodeAuthorizer(storage);
    this.#rbac = new RbacAuthorizer(storage);
  }

  authorize(attributes: AccessAttributes | NonResourceAttributes): Decision {
    if (this.#allowsAll || attributes.user.groups.includes('system:masters'))
      return { allowed: true, reason: '' };
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
