import { invalid, notSupported, required, type FieldError } from '../../../api/field-error.ts';
import { isDnsLabel, isDnsSubdomain } from '../../../api/names.ts';
import type { FlowSchema } from '../../../api/types.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { specAndStatus } from '../common/spec-and-status.ts';
import { each } from '../pod/validation/handlers.ts';
import type { Strategy } from '../strategy.ts';
import { subjectErrors } from './subjects.ts';
import { flowSchemaTable } from './table.ts';

type Spec = FlowSchema['spec'];
type Rule = NonNullable<Spec['rules']>[number];
type ResourceRule = Loose<NonNullable<Rule['resourceRules']>[number]>;
type NonResourceRule = Loose<NonNullable<Rule['nonResourceRules']>[number]>;
/** Lists that clients leave out are null. */
type Loose<T> = { readonly [K in keyof T]?: T[K] | null };

const defaultPrecedence = 1000;
const maxPrecedence = 10_000;
const distinguishers = ['ByNamespace', 'ByUser'];
const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];

const parts = specAndStatus<FlowSchema>('ApiFlowcontrolV1FlowSchemaStatus');

/**
 * The rules of FlowSchemas. Simplified: the specs of `exempt` and `catch-all` are not held fixed, nor
 * are those objects there. Models pkg/registry/flowcontrol/flowschema (v1.36).
 */
export const flowSchemaStrategy: Strategy<FlowSchema> = {
  defaults: ({ spec }) => {
    if (!spec.matchingPrecedence) spec.matchingPrecedence = defaultPrecedence;
  },
  prepareForCreate: parts.prepareForCreate,
  prepareForUpdate: parts.prepareForUpdate,
  validateCreate: schemaErrors,
  validateUpdate: schemaErrors,
  subresources: { status: { prepareForUpdate: parts.statusUpdate } },
  table: flowSchemaTable,
};

function schemaErrors({ metadata, spec }: FlowSchema): FieldError[] {
  return [
    ...objectMetaErrors(metadata, false),
    ...precedenceErrors(spec.matchingPrecedence ?? 0, metadata.name),
    ...distinguisherErrors(spec.distinguisherMethod),
    ...levelErrors(spec.priorityLevelConfiguration.name),
    ...each(spec.rules, 'spec.rules', ruleErrors),
  ];
}

function precedenceErrors(precedence: number, name: string): FieldError[] {
  const problem = (text: string): FieldError[] => [invalid('spec.matchingPrecedence', precedence, text)];
  if (precedence <= 0) return problem('must be a positive value');
  if (precedence > maxPrecedence) return problem(`must not be greater than ${maxPrecedence}`);
  return precedence === 1 && name !== 'exempt'
    ? problem("only the schema named 'exempt' may have matchingPrecedence 1")
    : [];
}

function distinguisherErrors(method: Spec['distinguisherMethod']): FieldError[] {
  return !method || distinguishers.includes(method.type)
    ? []
    : [notSupported('spec.distinguisherMethod.type', { Type: method.type }, distinguishers)];
}

function levelErrors(name: string): FieldError[] {
  const path = 'spec.priorityLevelConfiguration.name';
  return name
    ? isDnsSubdomain(name).map((problem) => invalid(path, name, problem))
    : [required(path, 'must reference a priority level')];
}

function ruleErrors(rule: Rule, path: string): FieldError[] {
  return [
    ...(rule.subjects?.length
      ? each(rule.subjects, `${path}.subjects`, subjectErrors)
      : [required(`${path}.subjects`, 'subjects must contain at least one value')]),
    ...(rule.resourceRules?.length || rule.nonResourceRules?.length
      ? []
      : [required(path, 'at least one of resourceRules and nonResourceRules has to be non-empty')]),
    ...each(rule.resourceRules, `${path}.resourceRules`, resourceRuleErrors),
    ...each(rule.nonResourceRules, `${path}.nonResourceRules`, nonResourceRuleErrors),
  ];
}

function verbErrors(list: readonly string[], path: string): FieldError[] {
  if (list.length === 0) return [required(path, 'verbs must contain at least one value')];
  if (list.includes('*')) return aloneErrors(list, path, 'verbs');
  return list.every((verb) => verbs.includes(verb)) ? [] : [notSupported(path, list, verbs)];
}

/** `*` stands for all and so stands alone. */
function aloneErrors(list: readonly string[], path: string, what: string): FieldError[] {
  return list.length > 1 && list.includes('*')
    ? [invalid(path, list, `if '*' is present, must not specify other ${what}`)]
    : [];
}

function resourceRuleErrors(rule: ResourceRule, path: string): FieldError[] {
  const listErrors = (name: 'apiGroups' | 'resources', what: string): FieldError[] => {
    const list = rule[name] ?? [];
    return list.length === 0
      ? [required(`${path}.${name}`, `resource rules must supply at least one ${what}`)]
      : aloneErrors(list, `${path}.${name}`, `${what}s`);
  };
  return [
    ...verbErrors(rule.verbs ?? [], `${path}.verbs`),
    ...listErrors('apiGroups', 'api group'),
    ...listErrors('resources', 'resource'),
    ...namespaceErrors(rule.namespaces ?? [], rule.clusterScope === true, `${path}.namespaces`),
  ];
}

function namespaceErrors(namespaces: readonly string[], clusterScope: boolean, path: string): FieldError[] {
  if (namespaces.length === 0)
    return clusterScope
      ? []
      : [required(path, 'resource rules that are not cluster scoped must supply at least one namespace')];
  if (namespaces.includes('*')) return aloneErrors(namespaces, path, 'namespaces');
  return each(namespaces, path, (name, namePath) =>
    isDnsLabel(name).map((problem) =>
      invalid(namePath, name, `each member of this list must be '*' or a DNS-1123 label; ${problem}`),
    ),
  );
}

function nonResourceRuleErrors(rule: NonResourceRule, path: string): FieldError[] {
  const urls = rule.nonResourceURLs ?? [];
  const urlsPath = `${path}.nonResourceURLs`;
  return [
    ...verbErrors(rule.verbs ?? [], `${path}.verbs`),
    ...(urls.length === 0 ? [required(urlsPath, 'nonResourceURLs must contain at least one value')] : []),
    ...(urls.includes('*')
      ? aloneErrors(urls, urlsPath, 'non-resource URLs')
      : each(urls, urlsPath, urlErrors)),
  ];
}

/** Models ValidateNonResourceURLPath (v1.36). */
function urlErrors(url: string, path: string): FieldError[] {
  const problem = (text: string): FieldError[] => [invalid(path, url, text)];
  if (url === '') return problem('must not be empty');
  if (url === '/') return [];
  if (!url.startsWith('/')) return problem('must start with slash');
  if (url.includes(' ')) return problem('must not contain white-space');
  if (url.includes('//')) return problem('must not contain double slash');
  const star = url.indexOf('*');
  return star >= 0 && (star !== url.length - 1 || !url.endsWith('/*'))
    ? problem('wildcard can only do suffix matching')
    : [];
}
