import { deepEqual } from '../../../sim/plain.ts';
import { forbidden, invalid, type FieldError } from '../../../api/field-error.ts';
import { formatTime } from '../../../api/time.ts';
import type { Pod, PodSpec, ResourceRequirements } from '../../../api/types.ts';
import type { Strategy } from '../strategy.ts';
import { setPodDefaults } from './defaults.ts';
import { qosClass } from './quality-of-service.ts';
import { podTable } from './table.ts';
import {
  ephemeralUpdateErrors,
  podCreateErrors,
  podStatusErrors,
  podUpdateErrors,
} from './validation/pod.ts';
import { podWarnings } from './warnings.ts';

const flag = (value: boolean | undefined): string => (value === true ? 'true' : 'false');

/** The rules of pods. Models pkg/registry/core/pod.podStrategy (v1.36). */
export const podStrategy: Strategy<Pod> = {
  defaults: setPodDefaults,
  prepareForCreate(pod, { nowMs }) {
    pod.metadata.generation = 1;
    if ((pod.spec.terminationGracePeriodSeconds ?? 0) < 0) pod.spec.terminationGracePeriodSeconds = 1;
    pod.status = { phase: 'Pending', qosClass: qosClass(pod.spec) };
    if (pod.spec.schedulingGates?.length) {
      pod.status.conditions = [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'SchedulingGated',
          message: 'Scheduling is blocked due to non-empty scheduling gates',
          // Go writes a time that is not set as null.
          lastProbeTime: null as never,
          lastTransitionTime: formatTime(nowMs),
        },
      ];
    }
    mergeMatchLabelKeys(pod.spec, pod.metadata.labels ?? {});
  },
  validateCreate: podCreateErrors,
  warningsOnCreate: (pod) => podWarnings(pod.metadata, pod.spec),
  prepareForUpdate(pod, old) {
    if (old.status === undefined) delete pod.status;
    else pod.status = old.status;
    moveGeneration(pod, old);
  },
  validateUpdate: podUpdateErrors,
  warningsOnUpdate: (pod, old) =>
    pod.metadata.generation === old.metadata.generation ? [] : podWarnings(pod.metadata, pod.spec),
  checkGracefulDelete(pod, requestedSeconds) {
    let seconds = requestedSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30;
    if (!pod.spec.nodeName || pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded')
      seconds = 0;
    return { gracePeriodSeconds: seconds < 0 ? 1 : seconds };
  },
  returnDeletedObject: true,
  subresources: {
    status: {
      prepareForUpdate(pod, old) {
        pod.spec = old.spec;
        pod.metadata.generation = old.metadata.generation;
        if (old.metadata.ownerReferences === undefined) delete pod.metadata.ownerReferences;
        else pod.metadata.ownerReferences = old.metadata.ownerReferences;
        pod.status ??= {};
        if (old.status?.qosClass !== undefined) pod.status.qosClass = old.status.qosClass;
      },
      validateUpdate: podStatusErrors,
    },
    ephemeralcontainers: {
      prepareForUpdate(pod, old) {
        const { ephemeralContainers } = pod.spec;
        replaceAllBut(pod, old, { ...old.spec, ephemeralContainers });
      },
      validateUpdate: ephemeralUpdateErrors,
    },
    resize: {
      prepareForUpdate(pod, old) {
        replaceAllBut(pod, old, withResourcesOf(old.spec, pod.spec));
      },
      validateUpdate: resizeErrors,
    },
  },
  selectableFields: {
    'spec.nodeName': ({ spec }) => spec.nodeName ?? '',
    'spec.restartPolicy': ({ spec }) => spec.restartPolicy ?? '',
    'spec.schedulerName': ({ spec }) => spec.schedulerName ?? '',
    'spec.serviceAccountName': ({ spec }) => spec.serviceAccountName ?? '',
    'spec.hostNetwork': ({ spec }) => flag(spec.hostNetwork),
    'status.phase': ({ status }) => status?.phase ?? '',
    'status.podIP': ({ status }) => status?.podIP ?? '',
    // Known, yet never filled in.
    'status.podIPs': () => '',
    'status.nominatedNodeName': ({ status }) => status?.nominatedNodeName ?? '',
  },
  table: podTable,
};

function moveGeneration(pod: Pod, old: Pod): void {
  const generation = old.metadata.generation ?? 0;
  pod.metadata.generation = deepEqual(pod.spec, old.spec) ? generation : generation + 1;
}

/** A subresource that may change one part of the spec: all else is as it was. */
function replaceAllBut(pod: Pod, old: Pod, spec: PodSpec): void {
  pod.metadata = { ...old.metadata };
  pod.spec = Object.fromEntries(
    Object.entries(spec).filter(([, value]) => value !== undefined),
  ) as unknown as PodSpec;
  if (old.status === undefined) delete pod.status;
  else pod.status = old.status;
  moveGeneration(pod, old);
}

function withResourcesOf(spec: PodSpec, asked: PodSpec): PodSpec {
  const merge = (list: 'containers' | 'initContainers') =>
    spec[list]?.map((container) => {
      const change = asked[list]?.find(({ name }) => name === container.name);
      if (change === undefined) return container;
      const { resources, resizePolicy } = change;
      return { ...container, resources, ...(resizePolicy === undefined ? {} : { resizePolicy }) };
    });
  const containers = merge('containers') as PodSpec['containers'];
  return { ...spec, containers, initContainers: merge('initContainers') };
}

/** Models ValidatePodResize (v1.36). */
function resizeErrors(pod: Pod, old: Pod): FieldError[] {
  const specOnly = podUpdateErrors({ ...pod, spec: pod.spec }, pod);
  if (specOnly.length > 0) return specOnly;
  const errors: FieldError[] = [];
  if (qosClass(pod.spec) !== (old.status?.qosClass ?? qosClass(old.spec))) {
    errors.push(
      invalid(
        'spec',
        old.status?.qosClass ?? qosClass(old.spec),
        'Pod QOS Class may not change as a result of resizing',
      ),
    );
  }
  const others = (resources: ResourceRequirements | undefined): unknown =>
    (['limits', 'requests'] as const).map((list) =>
      Object.entries(resources?.[list] ?? {}).filter(([name]) => name !== 'cpu' && name !== 'memory'),
    );
  const changed = pod.spec.containers.some(
    ({ resources }, index) => !deepEqual(others(resources), others(old.spec.containers[index]?.resources)),
  );
  if (changed) errors.push(forbidden('spec', 'only cpu and memory resources are mutable'));
  return errors;
}

/** Selectors that shall follow the pod's own labels get them. Models applyMatchLabelKeysAndMismatchLabelKeys (v1.36). */
function mergeMatchLabelKeys(spec: PodSpec, labels: Readonly<Record<string, string>>): void {
  const extend = (
    holder: { labelSelector?: NonNullable<PodSpec['topologySpreadConstraints']>[number]['labelSelector'] },
    keys: readonly string[] | undefined,
    operator: 'In' | 'NotIn',
  ): void => {
    if (!holder.labelSelector) return;
    for (const key of keys ?? []) {
      const value = labels[key];
      if (value === undefined) continue;
      holder.labelSelector.matchExpressions = [
        ...(holder.labelSelector.matchExpressions ?? []),
        { key, operator, values: [value] },
      ];
    }
  };
  for (const kind of ['podAffinity', 'podAntiAffinity'] as const) {
    const rules = spec.affinity?.[kind];
    const terms = [
      ...(rules?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
      ...(rules?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(
        ({ podAffinityTerm }) => podAffinityTerm,
      ),
    ];
    for (const term of terms) {
      extend(term, term.matchLabelKeys, 'In');
      extend(term, term.mismatchLabelKeys, 'NotIn');
    }
  }
  for (const constraint of spec.topologySpreadConstraints ?? [])
    extend(constraint, constraint.matchLabelKeys, 'In');
}
