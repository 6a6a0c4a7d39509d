import type { UserInfo } from '../../api/http.ts';
import type { KubeObject } from '../../api/types.ts';
import type { Storage } from '../storage/storage.ts';
import type { AccessAttributes, Authorizer, Decision, NonResourceAttributes } from './authorizer.ts';

export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

export interface RoleRef {
  readonly apiGroup: string;
  readonly kind: string;
  readonly name: string;
}

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

interface RoleBinding extends KubeObject {
  readonly subjects?: readonly Subject[];
  readonly roleRef: RoleRef;
}

interface Role extends KubeObject {
  readonly rules?: readonly PolicyRule[] | null;
}

/** Rules that a user has, and through which binding. */
export interface Grant {
  readonly rules: readonly PolicyRule[];
  readonly reason: string;
}

const group = 'rbac.authorization.k8s.io';
const tables = ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'].map(
  (name) => `${name}.${group}`,
);

/** What has been found out about a user. */
interface Known {
  readonly decisions: Map<string, Decision>;
  /** By namespace. */
  readonly grants: Map<string, readonly Grant[]>;
}

const denied: Decision = Object.freeze({ allowed: false, reason: '' });

/**
 * Allows what a role gives that is bound to the user. Decisions are remembered until a role or a
 * binding changes. Models plugin/pkg/auth/authorizer/rbac (v1.36).
 */
export class RbacAuthorizer implements Authorizer {
  readonly #storage: Storage;
  #known = new WeakMap<UserInfo, Known>();

  constructor(storage: Storage) {
    this.#storage = storage;
    storage.onChange(({ resource }) => {
      if (tables.includes(resource)) this.#known = new WeakMap();
    });
  }

  authorize(attributes: AccessAttributes | NonResourceAttributes): Decision {
    if ('path' in attributes) return this.#remember(attributes, `${attributes.verb} ${attributes.path}`);
    const { verb, group: apiGroup, resource, subresource, namespace, name } = attributes;
    const key = `${verb} ${apiGroup}/${resource}/${subresource} ${namespace}`;
    // Most rules hold for every name, so that one decision serves all objects.
    const forAnyName = this.#remember(name === '' ? attributes : { ...attributes, name: '' }, key);
    return forAnyName.allowed || name === '' ? forAnyName : this.#remember(attributes, `${key}/${name}`);
  }

  #remember(attributes: AccessAttributes | NonResourceAttributes, key: string): Decision {
    const { decisions } = this.#knownOf(attributes.user);
    let decision = decisions.get(key);
    if (decision === undefined) {
      decision = this.#decide(attributes);
      if (decisions.size >= mostDecisions) decisions.clear();
      decisions.set(key, decision);
    }
    return decision;
  }

  #knownOf(user: UserInfo): Known {
    let known = this.#known.get(user);
    if (known === undefined) {
      known = { decisions: new Map(), grants: new Map() };
      this.#known.set(user, known);
    }
    return known;
  }

  /** What the user may do in a namespace (`''`: everywhere), binding by binding. */
  grants(user: UserInfo, namespace: string): readonly Grant[] {
    const { grants } = this.#knownOf(user);
    let found = grants.get(namespace);
    if (found === undefined) {
      found = [...this.#findGrants(user, namespace)];
      if (grants.size >= mostDecisions) grants.clear();
      grants.set(namespace, found);
    }
    return found;
  }

  *#findGrants(user: UserInfo, namespace: string): Iterable<Grant> {
    for (const binding of this.#list<RoleBinding>('clusterrolebindings')) {
      const subject = subjectOf(user, binding, '');
      if (subject === undefined) continue;
      yield {
        rules: this.rulesOf(binding.roleRef, ''),
        reason: `RBAC: allowed by ClusterRoleBinding ${quote(binding.metadata.name)} of ${roleText(binding.roleRef)} to ${subject}`,
      };
    }
    if (namespace === '') return;
    for (const binding of this.#list<RoleBinding>('rolebindings', namespace)) {
      const subject = subjectOf(user, binding, namespace);
      if (subject === undefined) continue;
      yield {
        rules: this.rulesOf(binding.roleRef, namespace),
        reason: `RBAC: allowed by RoleBinding ${quote(`${binding.metadata.name}/${namespace}`)} of ${roleText(binding.roleRef)} to ${subject}`,
      };
    }
  }

  /** The rules of the role that a binding names. */
  rulesOf({ kind, name }: RoleRef, namespace: string): readonly PolicyRule[] {
    const role: Role | undefined =
      kind === 'ClusterRole'
        ? this.#storage.get(`clusterroles.${group}`, '', name)
        : this.#storage.get(`roles.${group}`, namespace, name);
    return role?.rules ?? [];
  }

  #decide(attributes: AccessAttributes | NonResourceAttributes): Decision {
    const namespace = 'path' in attributes ? '' : attributes.namespace;
    for (const { rules, reason } of this.grants(attributes.user, namespace))
      if (rules.some((rule) => ruleAllows(rule, attributes))) return { allowed: true, reason };
    return denied;
  }

  #list<T extends KubeObject>(resource: string, namespace?: string): T[] {
    return this.#storage.list(`${resource}.${group}`, namespace) as T[];
  }
}

/** How many decisions are remembered for one user, and for how many namespaces its grants. */
const mostDecisions = 10_000;

function quote(text: string): string {
  return JSON.stringify(text);
}

function roleText({ kind, name }: RoleRef): string {
  return `${kind} ${quote(name)}`;
}

/** The subject of a binding that is this user, in words. */
function subjectOf(user: UserInfo, { subjects }: RoleBinding, namespace: string): string | undefined {
  const subject = (subjects ?? []).find((candidate) => isSubject(user, candidate, namespace));
  if (subject === undefined) return undefined;
  const { kind, name } = subject;
  if (kind !== 'ServiceAccount') return `${kind} ${quote(name)}`;
  return `ServiceAccount ${quote(`${name}/${subject.namespace ?? namespace}`)}`;
}

function isSubject(user: UserInfo, { kind, name, namespace }: Subject, bindingNamespace: string): boolean {
  if (kind === 'User') return user.name === name;
  if (kind === 'Group') return user.groups.includes(name);
  return user.name === `system:serviceaccount:${namespace || bindingNamespace}:${name}`;
}

/** Models rbac.RuleAllows (v1.36). */
export function ruleAllows(rule: PolicyRule, attributes: AccessAttributes | NonResourceAttributes): boolean {
  if (!includes(rule.verbs, attributes.verb)) return false;
  if ('path' in attributes)
    return (rule.nonResourceURLs ?? []).some((url) => matchesUrl(url, attributes.path));
  const { group: apiGroup, resource, subresource, name } = attributes;
  return (
    includes(rule.apiGroups ?? [], apiGroup) &&
    matchesResource(rule.resources ?? [], resource, subresource) &&
    ((rule.resourceNames ?? []).length === 0 || (rule.resourceNames ?? []).includes(name))
  );
}

function includes(values: readonly string[], value: string): boolean {
  return values.includes('*') || values.includes(value);
}

function matchesResource(resources: readonly string[], resource: string, subresource: string): boolean {
  const target = subresource === '' ? resource : `${resource}/${subresource}`;
  return includes(resources, target) || (subresource !== '' && resources.includes(`*/${subresource}`));
}

function matchesUrl(url: string, path: string): boolean {
  return url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1)));
}
