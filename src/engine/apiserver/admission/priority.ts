import { forbiddenError } from '../../api/status-error.ts';
import type { Pod, PriorityClass } from '../../api/types.ts';
import type { AdmissionPlugin, AdmissionRequest } from './admission.ts';

const classes = 'priorityclasses.scheduling.k8s.io';

/**
 * A pod's priority is its class's, or that of the class that is the default for all.
 * Models plugin/pkg/admission/priority (v1.36).
 */
export const priority: AdmissionPlugin = {
  name: 'Priority',
  resources: ['pods', classes],
  operations: ['CREATE', 'UPDATE'],
  admit(request) {
    if (request.resource.storedAs === 'pods') admitPod(request);
  },
  validate(request) {
    if (request.resource.storedAs === classes) validateClass(request);
  },
};

function admitPod(request: AdmissionRequest): void {
  const { resource, name, operation } = request;
  const { spec } = request.object as Pod;
  if (operation === 'UPDATE') {
    const old = (request.old as Pod).spec;
    spec.priority ??= old.priority;
    spec.preemptionPolicy ??= old.preemptionPolicy;
    if (spec.priority === undefined) delete spec.priority;
    if (spec.preemptionPolicy === undefined) delete spec.preemptionPolicy;
    return;
  }
  const priorityClass = classOf(request, spec.priorityClassName ?? '');
  const value = priorityClass?.value ?? 0;
  const policy = priorityClass?.preemptionPolicy ?? 'PreemptLowerPriority';
  if (priorityClass !== undefined) spec.priorityClassName = priorityClass.metadata.name;
  if (spec.priority !== undefined && spec.priority !== value)
    throw forbiddenError(
      resource,
      name,
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
    );
  spec.priority = value;
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy)
    throw forbiddenError(
      resource,
      name,
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${policy} from the given PriorityClass name`,
    );
  spec.preemptionPolicy = policy;
}

function classOf({ server, resource, name }: AdmissionRequest, className: string): PriorityClass | undefined {
  if (className === '') return defaultClass(server.storage.list(classes));
  const found = server.storage.get(classes, '', className);
  if (found === undefined)
    throw forbiddenError(resource, name, `no PriorityClass with name ${className} was found`);
  return found;
}

/** Of several that claim to be the default, the lowest counts. */
function defaultClass(all: readonly PriorityClass[]): PriorityClass | undefined {
  let lowest: PriorityClass | undefined;
  for (const candidate of all)
    if (
      candidate.globalDefault === true &&
      (lowest === undefined || (candidate.value ?? 0) < (lowest.value ?? 0))
    )
      lowest = candidate;
  return lowest;
}

function validateClass({ server, resource, name, object, operation }: AdmissionRequest): void {
  const priorityClass = object as PriorityClass;
  if (priorityClass.globalDefault !== true) return;
  const other = (server.storage.list(classes) as PriorityClass[]).find(
    ({ globalDefault, metadata }) =>
      globalDefault === true && !(operation === 'UPDATE' && metadata.name === name),
  );
  if (other === undefined) return;
  throw forbiddenError(
    resource,
    name,
    `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`,
  );
}
