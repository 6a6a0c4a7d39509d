/** Whether a policy is about a request. Models k8s.io/apiserver/pkg/admission/plugin/policy/matching (v1.36). */
import { matchesLabels, selectorFrom } from '../../../api/labels.ts';
import type { KubeObject, LabelSelector } from '../../../api/types.ts';
import type { MatchResources, OperationRule } from '../../registry/admission-policy/types.ts';
import type { ServedResource } from '../../registry/resource-registry.ts';
import type { AdmissionRequest } from '../admission.ts';

/** Kinds that no policy may be about, so that a wrong one can be mended. */
const excluded: ReadonlySet<string> = new Set([
  'validatingadmissionpolicies.admissionregistration.k8s.io',
  'validatingadmissionpolicybindings.admissionregistration.k8s.io',
  'mutatingadmissionpolicies.admissionregistration.k8s.io',
  'mutatingadmissionpolicybindings.admissionregistration.k8s.io',
  'validatingwebhookconfigurations.admissionregistration.k8s.io',
  'mutatingwebhookconfigurations.admissionregistration.k8s.io',
]);

export function mayHavePolicies({ resource }: AdmissionRequest): boolean {
  return !excluded.has(resource.groupResource);
}

export function matchesRequest(match: MatchResources, request: AdmissionRequest): boolean {
  return (
    matchesNamespace(match.namespaceSelector, request) &&
    matchesObject(match.objectSelector, request) &&
    !matchesRules(match.excludeResourceRules ?? [], match, request) &&
    (!match.resourceRules?.length || matchesRules(match.resourceRules, match, request))
  );
}

/** A cluster-wide object that is no namespace is in none, and so matches every selector. */
function matchesNamespace(selector: LabelSelector | undefined, request: AdmissionRequest): boolean {
  const { server, resource, namespace, object } = request;
  const isNamespace = resource.groupResource === 'namespaces';
  if (!resource.namespaced && !isNamespace) return true;
  if (isEverything(selector)) return true;
  const where =
    isNamespace && object !== undefined
      ? object
      : server.storage.get('namespaces', '', isNamespace ? request.name : namespace);
  return matchesLabels(selectorFrom(selector), where?.metadata.labels);
}

function matchesObject(selector: LabelSelector | undefined, { object, old }: AdmissionRequest): boolean {
  if (isEverything(selector)) return true;
  const parsed = selectorFrom(selector);
  return [object, old].some((one) => one !== undefined && matchesLabels(parsed, one.metadata.labels));
}

function isEverything(selector: LabelSelector | undefined): boolean {
  return !selector?.matchExpressions?.length && Object.keys(selector?.matchLabels ?? {}).length === 0;
}

function matchesRules(
  rules: readonly OperationRule[],
  { matchPolicy }: MatchResources,
  request: AdmissionRequest,
): boolean {
  if (rules.some((rule) => matchesRule(rule, request, request.resource))) return true;
  if (matchPolicy !== 'Equivalent') return false;
  return equivalents(request).some((resource) => rules.some((rule) => matchesRule(rule, request, resource)));
}

/** The same objects in other versions and groups. */
function equivalents({ server, resource }: AdmissionRequest): ServedResource[] {
  return server.registry
    .all()
    .filter((other) => other.storedAs === resource.storedAs && other.apiVersion !== resource.apiVersion);
}

function matchesRule(rule: OperationRule, request: AdmissionRequest, resource: ServedResource): boolean {
  return (
    includes(rule.operations, request.operation) &&
    includes(rule.apiGroups, resource.group) &&
    includes(rule.apiVersions, resource.version) &&
    matchesScope(rule.scope, request) &&
    (rule.resources ?? []).some((name) => matchesResource(name, resource.resource, request.subresource)) &&
    (!rule.resourceNames?.length || rule.resourceNames.includes(request.name))
  );
}

function includes(values: readonly string[] = [], value: string): boolean {
  return values.includes('*') || values.includes(value);
}

function matchesScope(scope: string | undefined, { resource }: AdmissionRequest): boolean {
  if (scope === undefined || scope === '*') return true;
  return (scope === 'Namespaced') === (resource.namespaced && resource.groupResource !== 'namespaces');
}

function matchesResource(rule: string, resource: string, subresource: string): boolean {
  const [wanted = '', wantedSubresource = ''] = rule.split('/', 2);
  return (
    (wanted === '*' || wanted === resource) &&
    (wantedSubresource === '*' || wantedSubresource === subresource)
  );
}

/** The namespace object that expressions see; none for namespaces themselves. */
export function namespaceOf({ server, resource, namespace }: AdmissionRequest): KubeObject | undefined {
  return resource.namespaced ? server.storage.get('namespaces', '', namespace) : undefined;
}
