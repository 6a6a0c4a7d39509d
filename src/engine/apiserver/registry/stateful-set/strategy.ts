import {
  child,
  forbidden,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../api/field-error.ts';
import type { StatefulSet } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { ceilingErrors, countErrors } from '../common/counts.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { replicaScale } from '../common/replica-scale.ts';
import { specAndStatus } from '../common/spec-and-status.ts';
import { setTemplateDefaults, workloadSelectorErrors, workloadTemplateErrors } from '../common/template.ts';
import { setClaimDefaults } from '../persistent-volume-claim/defaults.ts';
import { setDefault, setTextDefault } from '../pod/defaults.ts';
import { internalForm } from '../pod/internal-form.ts';
import { podTemplateWarnings } from '../pod/warnings.ts';
import type { Strategy } from '../strategy.ts';
import { statefulSetTable } from './table.ts';

type Spec = StatefulSet['spec'];

const { statusUpdate, ...parts } = specAndStatus<StatefulSet>('ApiAppsV1StatefulSetStatus');

/** The rules of StatefulSets. Models pkg/registry/apps/statefulset (v1.36). */
export const statefulSetStrategy: Strategy<StatefulSet> = {
  ...parts,
  defaults: ({ spec }) => {
    setTextDefault(spec, 'podManagementPolicy', 'OrderedReady');
    spec.updateStrategy ??= {};
    if (!spec.updateStrategy.type) {
      spec.updateStrategy.type = 'RollingUpdate';
      spec.updateStrategy.rollingUpdate ??= {};
      setDefault(spec.updateStrategy.rollingUpdate, 'partition', 0);
    }
    if (spec.updateStrategy.type === 'RollingUpdate' && spec.updateStrategy.rollingUpdate) {
      setDefault(spec.updateStrategy.rollingUpdate, 'partition', 0);
    }
    // The feature MaxUnavailableStatefulSet is off.
    delete spec.updateStrategy.rollingUpdate?.maxUnavailable;
    spec.persistentVolumeClaimRetentionPolicy ??= {};
    setTextDefault(spec.persistentVolumeClaimRetentionPolicy, 'whenDeleted', 'Retain');
    setTextDefault(spec.persistentVolumeClaimRetentionPolicy, 'whenScaled', 'Retain');
    setDefault(spec, 'replicas', 1);
    setDefault(spec, 'revisionHistoryLimit', 10);
    setTemplateDefaults(spec.template);
    for (const claim of spec.volumeClaimTemplates ?? []) {
      setTextDefault(claim, 'kind', 'PersistentVolumeClaim');
      setTextDefault(claim, 'apiVersion', 'v1');
      setClaimDefaults(claim as never);
    }
  },
  validateCreate: ({ metadata, spec }) => [...objectMetaErrors(metadata, true), ...specErrors(spec)],
  validateUpdate: ({ spec }, old) => [...specErrors(spec), ...changeErrors(spec, old.spec)],
  warningsOnCreate: ({ spec }) => podTemplateWarnings(spec.template),
  subresources: {
    status: { prepareForUpdate: statusUpdate, validateUpdate: ({ status }) => statusErrors(status) },
  },
  scale: replicaScale,
  table: statefulSetTable,
};

/** Models ValidateStatefulSetSpec (v1.36). */
function specErrors(spec: Spec): FieldError[] {
  const errors: FieldError[] = [];
  const policy = spec.podManagementPolicy as string | undefined;
  if (policy !== 'OrderedReady' && policy !== 'Parallel') {
    errors.push(invalid('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'"));
  }
  return [
    ...errors,
    ...updateStrategyErrors(spec.updateStrategy, 'spec.updateStrategy'),
    ...retentionErrors(spec, 'spec.persistentVolumeClaimRetentionPolicy'),
    ...countErrors(spec, ['replicas', 'minReadySeconds'], 'spec'),
    ...countErrors(spec.ordinals, ['start'], 'spec.ordinals'),
    ...workloadSelectorErrors(spec.selector, 'statefulset'),
    ...workloadTemplateErrors(spec.selector, spec.template, 'StatefulSet'),
  ];
}

function updateStrategyErrors(strategy: Spec['updateStrategy'], path: string): FieldError[] {
  const rollingPath = child(path, 'rollingUpdate');
  switch (strategy?.type as string) {
    case 'OnDelete':
      return strategy?.rollingUpdate === undefined
        ? []
        : [invalid(rollingPath, strategy.rollingUpdate, "only allowed for updateStrategy 'RollingUpdate'")];
    case 'RollingUpdate':
      return countErrors(strategy?.rollingUpdate, ['partition'], rollingPath);
    case '':
    case undefined:
      return [required(path)];
    default: {
      const shown = internalForm('DaemonSetUpdateStrategy', strategy);
      return [invalid(path, shown, "must be 'RollingUpdate' or 'OnDelete'")];
    }
  }
}

function retentionErrors(spec: Spec, path: string): FieldError[] {
  return (['whenDeleted', 'whenScaled'] as const).flatMap((when) => {
    const policy = spec.persistentVolumeClaimRetentionPolicy?.[when];
    if (policy === undefined || policy === 'Retain' || policy === 'Delete') return [];
    return [notSupported(child(path, when), policy, ['Retain', 'Delete'])];
  });
}

const changeable: readonly (keyof Spec)[] = [
  'replicas',
  'template',
  'updateStrategy',
  'minReadySeconds',
  'ordinals',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
];

function changeErrors(spec: Spec, old: Spec): FieldError[] {
  const fixed = (from: Spec): unknown =>
    Object.fromEntries(Object.entries(from).filter(([name]) => !changeable.includes(name as keyof Spec)));
  if (deepEqual(fixed(spec), fixed(old))) return [];
  const detail =
    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
  return [forbidden('spec', detail)];
}

/** Models ValidateStatefulSetStatus (v1.36). */
function statusErrors(status: StatefulSet['status']): FieldError[] {
  const counted = ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'];
  return [
    ...countErrors(status, ['replicas', ...counted, 'observedGeneration', 'collisionCount'], 'status'),
    ...ceilingErrors(status, counted, 'replicas', 'status.replicas'),
    ...ceilingErrors(status, ['availableReplicas'], 'readyReplicas', 'status.readyReplicas'),
  ];
}
