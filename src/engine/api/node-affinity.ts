import { parseInt64 } from './labels.ts';
import { isLabelValue, isQualifiedName } from './names.ts';
import type { Node, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, Pod } from './types.ts';

type Labels = Readonly<Record<string, string>> | undefined;

/** A node as affinity looks at it. */
export type NodeForAffinity = Pick<Node, 'metadata'>;

/**
 * Whether a node satisfies the pod's nodeSelector and required node affinity.
 * Models component-helpers/scheduling/corev1/nodeaffinity.GetRequiredNodeAffinity(pod).Match (v1.36).
 */
export function matchesRequiredNodeAffinity(pod: Pick<Pod, 'spec'>, node: NodeForAffinity): boolean {
  const { nodeSelector, affinity } = pod.spec;
  if (nodeSelector) {
    const labels = node.metadata.labels;
    for (const key of Object.keys(nodeSelector)) {
      if (labels === undefined || !Object.hasOwn(labels, key) || labels[key] !== nodeSelector[key])
        return false;
    }
  }
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return !required || matchesNodeSelector(required, node);
}

/** Whether any term matches; a selector without terms matches nothing. */
export function matchesNodeSelector(selector: NodeSelector, node: NodeForAffinity): boolean {
  return selector.nodeSelectorTerms.some((term) => matchesNodeSelectorTerm(term, node));
}

/** Whether all of a term's requirements hold; an empty term, or a malformed one, matches nothing. */
export function matchesNodeSelectorTerm(term: NodeSelectorTerm, node: NodeForAffinity): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return false;
  return (
    expressions.every((requirement) => matchesNodeRequirement(requirement, node.metadata.labels)) &&
    fields.every((requirement) => matchesNodeField(requirement, node))
  );
}

/** Whether labels satisfy one requirement. A requirement that Kubernetes cannot parse matches nothing. */
function matchesNodeRequirement(requirement: NodeSelectorRequirement, labels: Labels): boolean {
  const { key, operator } = requirement;
  const values = requirement.values ?? [];
  const value = labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator as string) {
    case 'In':
      return value !== undefined && values.includes(value) && isWellFormed(requirement);
    case 'NotIn':
      return (value === undefined || !values.includes(value)) && isWellFormed(requirement);
    case 'Exists':
      return value !== undefined && values.length === 0;
    case 'DoesNotExist':
      return value === undefined && values.length === 0;
    case 'Gt':
    case 'Lt': {
      const actual = parseInt64(value);
      const bound = values.length === 1 ? parseInt64(values[0]) : undefined;
      if (actual === undefined || bound === undefined || !isWellFormed(requirement)) return false;
      return operator === 'Gt' ? actual > bound : actual < bound;
    }
    default:
      return false;
  }
}

const wellFormed = new WeakMap<NodeSelectorRequirement, boolean>();

/** Whether the key and the values, of which there must be some, are valid labels. */
function isWellFormed(requirement: NodeSelectorRequirement): boolean {
  let known = wellFormed.get(requirement);
  if (known === undefined) {
    const values = requirement.values ?? [];
    known =
      values.length > 0 &&
      isQualifiedName(requirement.key).length === 0 &&
      values.every((value) => isLabelValue(value).length === 0);
    if (Object.isFrozen(requirement)) wellFormed.set(requirement, known);
  }
  return known;
}

function matchesNodeField(
  { key, operator, values }: NodeSelectorRequirement,
  node: NodeForAffinity,
): boolean {
  if (values?.length !== 1 || (operator !== 'In' && operator !== 'NotIn')) return false;
  // Upstream asks about a volume's affinity with the node's labels alone: there are no fields to look at.
  if (node.metadata.name === '') return true;
  const value = key === 'metadata.name' ? node.metadata.name : '';
  return (value === values[0]) === (operator === 'In');
}
