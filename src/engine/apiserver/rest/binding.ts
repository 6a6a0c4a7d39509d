import { formatTime } from '../../api/time.ts';
import { aggregateText, notSupported, required, type FieldError } from '../../api/field-error.ts';
import {
  badRequestError,
  conflictError,
  failure,
  notFoundError,
  type Status,
} from '../../api/status-error.ts';
import type { Binding, Pod, PodCondition } from '../../api/types.ts';
import type { AdmissionRequest } from '../admission/admission.ts';
import { decodeBody } from './body.ts';
import { ensureNamespace } from './create.ts';
import type { Scope } from './scope.ts';

const bindingKind = { group: '', version: 'v1', kind: 'Binding' };
const podsResource = { group: '', resource: 'pods' };

/** How subresources that create something say that it went well. */
export const created: Status = Object.freeze({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: Object.freeze({}),
  status: 'Success',
  code: 201,
});

/**
 * Puts a pod on a node. The node is not looked up: any name will do.
 * Models pkg/registry/core/pod/storage.BindingREST and LegacyBindingREST (v1.36).
 */
export function bindPod(scope: Scope): Status {
  const { info, server } = scope;
  const named = info.subresource === 'binding';
  if (named && info.name === '') throw badRequestError('name must be provided');
  const binding = decodeBody(scope, bindingKind) as Binding;
  ensureNamespace(scope, binding);
  const { name } = binding.metadata;
  const admission = bindingAdmission(scope, binding);
  server.admission.admit(admission);
  if (!named && !name) throw badRequestError('Name parameter required.');
  if (named && name !== info.name) throw badRequestError('name in URL does not match name in Binding object');
  const errors = bindingErrors(binding);
  if (errors.length > 0) throw failure(500, '', aggregateText(errors));
  server.admission.validate(admission);
  assign(scope, binding);
  return created;
}

function bindingErrors({ target }: Binding): FieldError[] {
  const errors: FieldError[] = [];
  if (target?.kind && target.kind !== 'Node')
    errors.push(notSupported('target.kind', target.kind, ['Node', '<empty>']));
  if (!target?.name) errors.push(required('target.name'));
  return errors;
}

function assign(scope: Scope, binding: Binding): void {
  const { server, info } = scope;
  const { name, uid, resourceVersion } = binding.metadata;
  const pod = server.storage.get('pods', info.namespace, name) as Pod | undefined;
  if (pod === undefined) throw notFoundError(podsResource, name);
  checkPrecondition(pod, 'UID', uid, pod.metadata.uid);
  checkPrecondition(pod, 'ResourceVersion', resourceVersion, pod.metadata.resourceVersion);
  const problem = bindingProblem(pod);
  if (problem !== undefined) throw conflictError({ group: '', resource: 'pods/binding' }, name, problem);
  if (scope.dryRun) return;
  server.storage.replace('pods', pod, boundPod(pod, binding, formatTime(scope.nowMs)));
}

function checkPrecondition(
  pod: Pod,
  what: string,
  wanted: string | undefined,
  actual: string | undefined,
): void {
  if (!wanted || wanted === actual) return;
  const { name, namespace } = pod.metadata;
  const text = `Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${actual}`;
  throw conflictError(
    podsResource,
    name,
    `StorageError: invalid object, Code: 4, Key: /registry/pods/${namespace}/${name}, ResourceVersion: 0, AdditionalErrorMsg: ${text}`,
  );
}

function bindingProblem({ metadata, spec }: Pod): string | undefined {
  if (metadata.deletionTimestamp !== undefined)
    return `pod ${metadata.name} is being deleted, cannot be assigned to a host`;
  if (spec.nodeName)
    return `pod ${metadata.name} is already assigned to node ${JSON.stringify(spec.nodeName)}`;
  if (spec.schedulingGates?.length) return `pod ${metadata.name} has non-empty .spec.schedulingGates`;
  return undefined;
}

/** The pod on its node. What the binding does not touch is shared with the old one. */
function boundPod(pod: Pod, binding: Binding, now: string): Pod {
  const { annotations, labels } = binding.metadata;
  const metadata = { ...pod.metadata };
  if (annotations !== undefined) metadata.annotations = { ...metadata.annotations, ...annotations };
  if (labels !== undefined) metadata.labels = { ...labels, ...metadata.labels };
  const scheduled: PodCondition = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null as unknown as undefined,
    lastTransitionTime: now,
  };
  const others = pod.status?.conditions ?? [];
  const index = others.findIndex(({ type }) => type === 'PodScheduled');
  const conditions = index < 0 ? [...others, scheduled] : others.with(index, scheduled);
  const { nominatedNodeName: _served, ...status } = pod.status ?? {};
  return {
    ...pod,
    metadata,
    spec: { ...pod.spec, nodeName: binding.target.name },
    status: { ...status, conditions },
  };
}

function bindingAdmission(scope: Scope, binding: Binding): AdmissionRequest {
  const { server, resource, info, user, nowMs, dryRun, warnings } = scope;
  return {
    server,
    operation: 'CREATE',
    resource,
    subresource: info.subresource,
    namespace: info.namespace,
    name: binding.metadata.name,
    object: binding,
    user,
    nowMs,
    dryRun,
    warnings,
  };
}
