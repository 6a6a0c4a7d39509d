import { forbiddenError } from '../../api/status-error.ts';
import type { KubeObject, Pod, Toleration } from '../../api/types.ts';
import { deepEqual } from '../../sim/plain.ts';
import type { AdmissionPlugin, AdmissionRequest } from './admission.ts';

interface RuntimeClass extends KubeObject {
  readonly overhead?: { readonly podFixed?: Readonly<Record<string, string>> };
  readonly scheduling?: {
    readonly nodeSelector?: Readonly<Record<string, string>>;
    readonly tolerations?: readonly Toleration[];
  };
}

/**
 * A pod takes the overhead and the scheduling wishes of its runtime class.
 * Models plugin/pkg/admission/runtimeclass (v1.36).
 */
export const runtimeClass: AdmissionPlugin = {
  name: 'RuntimeClass',
  resources: ['pods'],
  operations: ['CREATE'],
  admit(request) {
    const found = classOf(request);
    if (found === undefined) return;
    setOverhead(request, found);
    setScheduling(request, found);
  },
  validate(request) {
    const { spec } = request.object as Pod;
    const overhead = classOf(request)?.overhead?.podFixed;
    if (spec.overhead === undefined || deepEqual(spec.overhead, overhead)) return;
    throw refuse(request, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
  },
};

function refuse({ resource, name }: AdmissionRequest, problem: string): Error {
  return forbiddenError(resource, name, problem);
}

function classOf(request: AdmissionRequest): RuntimeClass | undefined {
  const { runtimeClassName } = (request.object as Pod).spec;
  if (!runtimeClassName) return undefined;
  const found = request.server.storage.get('runtimeclasses.node.k8s.io', '', runtimeClassName);
  if (found === undefined)
    throw refuse(request, `pod rejected: RuntimeClass "${runtimeClassName}" not found`);
  return found;
}

function setOverhead(request: AdmissionRequest, { overhead }: RuntimeClass): void {
  const { spec } = request.object as Pod;
  const fixed = overhead?.podFixed;
  if (fixed === undefined) return;
  if (spec.overhead !== undefined && !deepEqual(spec.overhead, fixed))
    throw refuse(request, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
  spec.overhead = { ...fixed };
}

function setScheduling(request: AdmissionRequest, { scheduling }: RuntimeClass): void {
  if (scheduling === undefined) return;
  const { spec } = request.object as Pod;
  const own = spec.nodeSelector ?? {};
  const wanted = scheduling.nodeSelector ?? {};
  for (const [key, value] of Object.entries(wanted))
    if (own[key] !== undefined && own[key] !== value)
      throw refuse(
        request,
        `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own[key]}`,
      );
  if (Object.keys(wanted).length > 0) spec.nodeSelector = { ...own, ...wanted };
  const missing = (scheduling.tolerations ?? []).filter(
    (toleration) => !(spec.tolerations ?? []).some((existing) => deepEqual(existing, toleration)),
  );
  if (missing.length > 0) spec.tolerations = [...(spec.tolerations ?? []), ...missing];
}
