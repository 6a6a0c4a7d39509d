import type { UserInfo } from '../../api/http.ts';
import type { KubeObject, Pod } from '../../api/types.ts';
import { nodeRules } from '../bootstrap/rbac-policy.ts';
import type { Storage } from '../storage/storage.ts';
import type { AccessAttributes, Authorizer, Decision, NonResourceAttributes } from './authorizer.ts';
import { ruleAllows } from './rbac.ts';

const nodesGroup = 'system:nodes';
const userPrefix = 'system:node:';

/** The node that a user is the kubelet of; undefined for everybody else. */
export function nodeNameOf({ name, groups }: UserInfo): string | undefined {
  return name.startsWith(userPrefix) && groups.includes(nodesGroup)
    ? name.slice(userPrefix.length)
    : undefined;
}

const allowed: Decision = Object.freeze({ allowed: true, reason: '' });
const noOpinion: Decision = Object.freeze({ allowed: false, reason: '' });

function denied(reason: string): Decision {
  return { allowed: false, reason };
}

/**
 * Lets a kubelet do what it needs for its own node and the pods on it.
 * Simplified: lists of pods are not held to a selector for the node.
 * Models plugin/pkg/auth/authorizer/node (v1.36).
 */
export class NodeAuthorizer implements Authorizer {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  authorize(attributes: AccessAttributes | NonResourceAttributes): Decision {
    const node = nodeNameOf(attributes.user);
    if (node === undefined || 'path' in attributes) return noOpinion;
    const { group, resource, subresource, verb, name } = attributes;
    switch (group === '' ? resource : `${resource}.${group}`) {
      case 'secrets':
      case 'configmaps':
      case 'persistentvolumeclaims':
        if (verb === 'get' || (name !== '' && (verb === 'list' || verb === 'watch')))
          return this.#byRelation(node, attributes);
        break;
      case 'nodes':
        if (verb === 'get' && subresource === '' && name !== node)
          return denied(`node '${node}' cannot read '${name}', only its own Node object`);
        break;
      case 'leases.coordination.k8s.io':
        return leaseDecision(node, attributes);
      case 'csinodes.storage.k8s.io':
        if (name !== '' && name !== node)
          return denied('can only access CSINode with the same name as the requesting node');
        break;
      default:
    }
    return nodeRules.some((rule) => ruleAllows(rule, attributes)) ? allowed : noOpinion;
  }

  /** What a pod on the node refers to is the node's to read. */
  #byRelation(node: string, { resource, namespace, name }: AccessAttributes): Decision {
    const refers = this.#storage
      .listByNode(node)
      .some((pod) => pod.metadata.namespace === namespace && references(pod, resource, name));
    return refers ? allowed : denied(`no relationship found between node '${node}' and this object`);
  }
}

function leaseDecision(node: string, { verb, namespace, name }: AccessAttributes): Decision {
  if (!['get', 'create', 'update', 'patch', 'delete'].includes(verb))
    return denied('can only get, create, update, patch, or delete a node lease');
  if (namespace !== 'kube-node-lease')
    return denied('can only access leases in the "kube-node-lease" system namespace');
  if (verb !== 'create' && name !== node)
    return denied('can only access node lease with the same name as the requesting node');
  return allowed;
}

/** Whether a pod mounts, reads or pulls with an object of that name. */
function references(object: KubeObject, resource: string, name: string): boolean {
  const { spec, metadata } = object as Pod;
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  const volumes = spec.volumes ?? [];
  const sources = volumes.flatMap(({ projected }) => projected?.sources ?? []);
  switch (resource) {
    case 'persistentvolumeclaims':
      return volumes.some(({ name: volume, persistentVolumeClaim, ephemeral }) =>
        ephemeral ? `${metadata.name}-${volume}` === name : persistentVolumeClaim?.claimName === name,
      );
    case 'secrets':
      return (
        volumes.some(({ secret }) => secret?.secretName === name) ||
        sources.some(({ secret }) => secret?.name === name) ||
        (spec.imagePullSecrets ?? []).some((secret) => secret.name === name) ||
        containers.some(
          ({ env = [], envFrom = [] }) =>
            env.some(({ valueFrom }) => valueFrom?.secretKeyRef?.name === name) ||
            envFrom.some(({ secretRef }) => secretRef?.name === name),
        )
      );
    default:
      return (
        volumes.some(({ configMap }) => configMap?.name === name) ||
        sources.some(({ configMap }) => configMap?.name === name) ||
        containers.some(
          ({ env = [], envFrom = [] }) =>
            env.some(({ valueFrom }) => valueFrom?.configMapKeyRef?.name === name) ||
            envFrom.some(({ configMapRef }) => configMapRef?.name === name),
        )
      );
  }
}
