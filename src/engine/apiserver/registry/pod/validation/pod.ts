import { at, child, forbidden, invalid, required, type FieldError } from '../../../../api/field-error.ts';
import { rangeError } from '../../../../api/names.ts';
import { deepCopy, deepEqual } from '../../../../sim/plain.ts';
import type { Container, Pod, PodSpec, Toleration } from '../../../../api/types.ts';
import { jsonDiff } from '../../common/line-diff.ts';
import { nameChecks, objectMetaErrors } from '../../common/object-meta.ts';
import { internalForm, internalPodSpec } from '../internal-form.ts';
import { each } from './handlers.ts';
import { ipErrors, podSpecErrors } from './pod-spec.ts';
import { isHugePages } from './resources.ts';
import { nodeAffinityMutationErrors } from './gated-updates.ts';

const mirrorAnnotation = 'kubernetes.io/config.mirror';
const annotationsPath = 'metadata.annotations';
const maxInt32 = 2 ** 31 - 1;

/** What is wrong with a new pod. Models ValidatePodCreate (v1.36). */
export function podCreateErrors(pod: Pod): FieldError[] {
  const errors = [
    ...objectMetaErrors(pod.metadata, true, nameChecks.subdomain),
    ...annotationErrors(pod),
    ...specErrors(pod),
  ];
  if (pod.spec.ephemeralContainers?.length) {
    errors.push(forbidden('spec.ephemeralContainers', 'cannot be set on create'));
  }
  if (pod.spec.nodeName && pod.spec.schedulingGates?.length) {
    errors.push(forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
  }
  return errors;
}

/** Stored specs without fault: pods of one template share theirs, and stored objects never change. */
const faultlessSpecs = new WeakSet<PodSpec>();

/** The spec, with what only pods but no templates must obey. */
function specErrors({ spec }: Pod): FieldError[] {
  if (faultlessSpecs.has(spec)) return [];
  const errors = newSpecErrors(spec);
  if (errors.length === 0 && Object.isFrozen(spec)) faultlessSpecs.add(spec);
  return errors;
}

function newSpecErrors(spec: PodSpec): FieldError[] {
  const errors = podSpecErrors(spec, 'spec');
  for (const list of ['containers', 'initContainers'] as const) {
    errors.push(
      ...each(spec[list], `spec.${list}`, ({ image }, path) =>
        image !== undefined && image.trim() !== image
          ? [invalid(child(path, 'image'), image, 'must not have leading or trailing whitespace')]
          : [],
      ),
    );
  }
  const pages = new Set(
    (spec.containers ?? []).flatMap(({ resources }) =>
      Object.keys({ ...resources?.limits, ...resources?.requests }).filter(isHugePages),
    ),
  );
  return pages.size > 1
    ? [...errors, invalid('spec', [...pages], 'must use a single hugepage size in a pod spec')]
    : errors;
}

function annotationErrors(pod: Pod): FieldError[] {
  const mirror = pod.metadata.annotations?.[mirrorAnnotation];
  if (mirror === undefined || pod.spec.nodeName) return [];
  return [
    invalid(
      at(annotationsPath, mirrorAnnotation),
      mirror,
      'must set spec.nodeName if mirror pod annotation is set',
    ),
  ];
}

function mirrorChangeErrors(pod: Pod, old: Pod): FieldError[] {
  const before = old.metadata.annotations?.[mirrorAnnotation];
  const after = pod.metadata.annotations?.[mirrorAnnotation];
  if (before === after) return [];
  const detail =
    before === undefined
      ? 'may not add mirror pod annotation'
      : 'may not remove or update mirror pod annotation';
  return [forbidden(at(annotationsPath, mirrorAnnotation), detail)];
}

const updatable = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

/** What is wrong with a change of a pod through its main path. Models ValidatePodUpdate (v1.36). */
export function podUpdateErrors(pod: Pod, old: Pod): FieldError[] {
  const { spec } = pod;
  const errors = [
    ...objectMetaErrors(pod.metadata, true),
    ...annotationErrors(pod),
    ...specErrors(pod),
    ...mirrorChangeErrors(pod, old),
  ];
  for (const list of ['containers', 'initContainers'] as const) {
    const path = `spec.${list}`;
    if ((spec[list]?.length ?? 0) !== (old.spec[list]?.length ?? 0)) {
      return [...errors, forbidden(path, 'pod updates may not add or remove containers')];
    }
    errors.push(
      ...each(spec[list], path, ({ image }, here) => (image ? [] : [required(child(here, 'image'))])),
    );
  }
  const deadline = deadlineErrors(spec.activeDeadlineSeconds, old.spec.activeDeadlineSeconds);
  if (deadline.length > 0) return [...errors, ...deadline];
  errors.push(...addedTolerationErrors(spec.tolerations ?? [], old.spec.tolerations ?? []));
  errors.push(...gateErrors(spec, old.spec));
  const munged = withUpdatableFieldsOf(old.spec, spec, errors);
  if (!deepEqual(munged, old.spec)) {
    const difference = jsonDiff(internalPodSpec(old.spec as never), internalPodSpec(munged as never));
    errors.push(
      forbidden('spec', `pod updates may not change fields other than ${updatable}\n${difference}`),
    );
  }
  return errors;
}

function deadlineErrors(seconds: number | undefined, before: number | undefined): FieldError[] {
  const path = 'spec.activeDeadlineSeconds';
  if (seconds === undefined) {
    return before === undefined
      ? []
      : [invalid(path, undefined, 'must not update from a positive integer to nil value')];
  }
  if (seconds < 0 || seconds > maxInt32) return [invalid(path, seconds, rangeError(0, maxInt32))];
  return before !== undefined && before < seconds
    ? [invalid(path, seconds, 'must be less than or equal to previous value')]
    : [];
}

function addedTolerationErrors(
  tolerations: readonly Toleration[],
  before: readonly Toleration[],
): FieldError[] {
  const withoutSeconds = (toleration: Toleration): Toleration => ({
    ...toleration,
    tolerationSeconds: undefined,
  });
  const kept = before.every((old) =>
    tolerations.some((candidate) => deepEqual(withoutSeconds(candidate), withoutSeconds(old))),
  );
  return kept
    ? []
    : [forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')];
}

function gateErrors(spec: PodSpec, before: PodSpec): FieldError[] {
  const known = new Set((before.schedulingGates ?? []).map(({ name }) => name));
  return each(spec.schedulingGates, 'spec.schedulingGates', ({ name }, path) =>
    known.has(name)
      ? []
      : [forbidden(child(path, 'name'), `only deletion is allowed, but found new scheduling gate '${name}'`)],
  );
}

/** The new spec with all that may change put back. Changes that only gated pods may make are checked on the way. */
function withUpdatableFieldsOf(old: PodSpec, spec: PodSpec, errors: FieldError[]): PodSpec {
  const munged = deepCopy(spec);
  for (const list of ['containers', 'initContainers'] as const) {
    (munged[list] ?? []).forEach((container: Container, index) => {
      container.image = old[list]?.[index]?.image;
    });
  }
  restore(munged, old, 'activeDeadlineSeconds');
  restore(munged, old, 'tolerations');
  restore(munged, old, 'schedulingGates');
  if ((old.terminationGracePeriodSeconds ?? 0) < 0 && munged.terminationGracePeriodSeconds === 1) {
    restore(munged, old, 'terminationGracePeriodSeconds');
  }
  if (old.schedulingGates?.length) {
    if (!deepEqual(munged.nodeSelector, old.nodeSelector)) {
      const mutated = Object.entries(old.nodeSelector ?? {}).some(
        ([key, value]) => munged.nodeSelector?.[key] !== value,
      );
      if (mutated) {
        const detail = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
        errors.push(invalid('spec.nodeSelector', munged.nodeSelector, detail));
      }
      restore(munged, old, 'nodeSelector');
    }
    const affinity = nodeAffinityMutationErrors(munged.affinity?.nodeAffinity, old.affinity?.nodeAffinity);
    errors.push(...affinity);
    const { nodeAffinity: _replaced, ...rest } = munged.affinity ?? {};
    const before = old.affinity?.nodeAffinity;
    munged.affinity = { ...rest, ...(before === undefined ? {} : { nodeAffinity: before }) };
    if (Object.keys(munged.affinity).length === 0) restore(munged, old, 'affinity');
  }
  return munged;
}

function restore(target: PodSpec, source: PodSpec, field: keyof PodSpec): void {
  if (source[field] === undefined) delete target[field];
  else Object.assign(target, { [field]: source[field] });
}

/** What is wrong with a change of a pod's status. Models ValidatePodStatusUpdate (v1.36). */
export function podStatusErrors(pod: Pod, old: Pod): FieldError[] {
  const errors = mirrorChangeErrors(pod, old);
  const { status = {} } = pod;
  if (old.spec.restartPolicy === 'Never' || old.spec.restartPolicy === 'OnFailure') {
    errors.push(...transitionErrors(pod, old));
  }
  errors.push(
    ...each(status.podIPs, 'status.podIPs', ({ ip }, path) => ipErrors(ip ?? '', path)),
    ...each(status.hostIPs, 'status.hostIPs', ({ ip }, path) => ipErrors(ip ?? '', path)),
  );
  return errors;
}

/** A container that ended for good may not run again. */
function transitionErrors(pod: Pod, old: Pod): FieldError[] {
  return (old.status?.containerStatuses ?? []).flatMap((before) => {
    const ended = before.state?.terminated;
    if (!ended || (ended.exitCode !== 0 && old.spec.restartPolicy === 'OnFailure')) return [];
    const index = pod.status?.containerStatuses?.findIndex(({ name }) => name === before.name) ?? -1;
    const after = pod.status?.containerStatuses?.[index];
    if (after === undefined || after.state?.terminated) return [];
    const path = child(at('status.containerStatuses', index), 'state');
    return [forbidden(path, 'may not be transitioned to non-terminated state')];
  });
}

/** Ephemeral containers are only added. Models ValidatePodEphemeralContainersUpdate (v1.36). */
export function ephemeralUpdateErrors(pod: Pod, old: Pod): FieldError[] {
  const path = 'spec.ephemeralContainers';
  const errors = [
    ...objectMetaErrors(pod.metadata, true),
    ...annotationErrors(pod),
    ...specErrors(pod),
    ...mirrorChangeErrors(pod, old),
  ];
  const added = pod.spec.ephemeralContainers ?? [];
  for (const before of old.spec.ephemeralContainers ?? []) {
    const after = added.find(({ name }) => name === before.name);
    if (after === undefined) {
      errors.push(forbidden(path, `existing ephemeral containers "${before.name}" may not be removed\n`));
    } else if (!deepEqual(after, before)) {
      const difference = jsonDiff(
        internalForm('EphemeralContainer', before),
        internalForm('EphemeralContainer', after),
      );
      errors.push(
        forbidden(path, `existing ephemeral containers "${before.name}" may not be changed\n${difference}`),
      );
    }
  }
  return errors;
}
