import { forbiddenError } from '../../api/status-error.ts';
import type { KubeObject, Node, Pod } from '../../api/types.ts';
import { deepEqual } from '../../sim/plain.ts';
import { nodeNameOf } from '../auth/node-authorizer.ts';
import type { AdmissionPlugin, AdmissionRequest } from './admission.ts';

const mirrorAnnotation = 'kubernetes.io/config.mirror';

/**
 * A kubelet writes its own node and the pods on it, and not everything there.
 * Models plugin/pkg/admission/noderestriction (v1.36).
 */
export const nodeRestriction: AdmissionPlugin = {
  name: 'NodeRestriction',
  resources: ['pods', 'pods/status', 'pods/eviction', 'nodes', 'nodes/status'],
  validate(request) {
    const node = nodeNameOf(request.user);
    if (node === undefined) return;
    if (request.resource.storedAs === 'nodes') checkNode(request, node);
    else if (request.subresource === '') checkPod(request, node);
    else if (request.subresource === 'status') checkPodStatus(request, node);
  },
};

function refuse({ resource, name }: AdmissionRequest, problem: string): Error {
  return forbiddenError(resource, name, problem);
}

function checkPod(request: AdmissionRequest, node: string): void {
  const { operation, object, old } = request;
  if (operation === 'DELETE') {
    if (old !== undefined && nodeOf(old) !== node)
      throw refuse(request, `node "${node}" can only delete pods with spec.nodeName set to itself`);
    return;
  }
  if (operation !== 'CREATE') throw refuse(request, `unexpected operation "${operation}"`);
  if (object?.metadata.annotations?.[mirrorAnnotation] === undefined)
    throw refuse(
      request,
      `pod does not have "${mirrorAnnotation}" annotation, node "${node}" can only create mirror pods`,
    );
  if (nodeOf(object) !== node)
    throw refuse(request, `node "${node}" can only create pods with spec.nodeName set to itself`);
}

function checkPodStatus(request: AdmissionRequest, node: string): void {
  const { object, old } = request;
  if (old !== undefined && nodeOf(old) !== node)
    throw refuse(
      request,
      `node "${node}" can only update pod status for pods with spec.nodeName set to itself`,
    );
  if (!deepEqual(old?.metadata.labels, object?.metadata.labels))
    throw refuse(request, `node "${node}" cannot update labels through pod status`);
}

function nodeOf(object: KubeObject): string {
  return (object as Pod).spec.nodeName ?? '';
}

function checkNode(request: AdmissionRequest, node: string): void {
  const { operation, name, object, old } = request;
  if (name !== node) throw refuse(request, `node "${node}" is not allowed to modify node "${name}"`);
  if (operation === 'CREATE') {
    const forbidden = restrictedLabels(object?.metadata.labels ?? {}, {});
    if (forbidden.length > 0)
      throw refuse(request, `is not allowed to set the following labels: ${forbidden.join(', ')}`);
    return;
  }
  if (operation !== 'UPDATE') return;
  const spec = (object as Node).spec ?? {};
  const before = (old as Node).spec ?? {};
  if (!deepEqual(spec.taints ?? [], before.taints ?? []))
    throw refuse(request, `node "${node}" is not allowed to modify taints`);
  const changed = restrictedLabels(object?.metadata.labels ?? {}, old?.metadata.labels ?? {});
  if (changed.length > 0) throw refuse(request, `is not allowed to modify labels: ${changed.join(', ')}`);
}

const kubeletLabels = new Set([
  'kubernetes.io/hostname',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
  'beta.kubernetes.io/instance-type',
  'node.kubernetes.io/instance-type',
  'failure-domain.beta.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.kubernetes.io/region',
  'failure-domain.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
]);

type Labels = Readonly<Record<string, string>>;

/** The labels that differ and are not the kubelet's to set. */
function restrictedLabels(labels: Labels, before: Labels): string[] {
  const keys = new Set([...Object.keys(labels), ...Object.keys(before)]);
  return [...keys].filter((key) => labels[key] !== before[key] && isRestricted(key)).toSorted();
}

function isRestricted(key: string): boolean {
  const namespace = key.includes('/') ? (key.split('/')[0] as string) : '';
  const within = (domain: string): boolean => namespace === domain || namespace.endsWith(`.${domain}`);
  if (within('node-restriction.kubernetes.io')) return true;
  if (!within('kubernetes.io') && !within('k8s.io')) return false;
  if (within('kubelet.kubernetes.io') || within('node.kubernetes.io')) return false;
  return !kubeletLabels.has(key);
}
