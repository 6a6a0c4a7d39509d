import {
  at,
  child,
  forbidden,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../api/field-error.ts';
import type { ResourceList } from '../../../api/pod-resources.ts';
import { formatQuantity, parseQuantity } from '../../../api/quantity.ts';
import { formatTime } from '../../../api/time.ts';
import type { PersistentVolume } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { keepMember } from '../common/spec-and-status.ts';
import { accessModeErrors, volumeModes } from '../persistent-volume-claim/claim-spec.ts';
import { canonicalizeResourceList, setDefault, setTextDefault } from '../pod/defaults.ts';
import { nodeSelectorErrors } from '../pod/validation/scheduling.ts';
import type { Strategy } from '../strategy.ts';
import { persistentVolumeTable } from './table.ts';

type Spec = PersistentVolume['spec'];

const reclaimPolicies = ['Delete', 'Recycle', 'Retain'];
const sources = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
] as const satisfies readonly (keyof Spec)[];

/** The rules of PersistentVolumes. Models pkg/registry/core/persistentvolume (v1.36). */
export const persistentVolumeStrategy: Strategy<PersistentVolume> = {
  defaults(draft) {
    draft.status ??= {};
    if (!draft.status.phase) draft.status.phase = 'Pending';
    const { spec } = draft;
    setTextDefault(spec, 'persistentVolumeReclaimPolicy', 'Retain');
    setDefault(spec, 'volumeMode', 'Filesystem');
    if (spec.hostPath) setDefault(spec.hostPath, 'type', '');
    canonicalizeResourceList(spec.capacity);
  },
  prepareForCreate(draft, { nowMs }) {
    draft.status = { phase: 'Pending', lastPhaseTransitionTime: formatTime(nowMs) };
  },
  validateCreate: ({ metadata, spec }) => [...objectMetaErrors(metadata, false), ...specErrors(spec)],
  prepareForUpdate(draft, old) {
    keepMember(draft, old, 'status');
  },
  validateUpdate: ({ spec }, old) => [...specErrors(spec), ...sourceChangeErrors(spec, old.spec)],
  returnDeletedObject: true,
  subresources: {
    status: {
      prepareForUpdate(draft, old) {
        keepMember(draft, old, 'spec');
      },
    },
  },
  table: persistentVolumeTable,
};

/** Models ValidatePersistentVolumeSpec (v1.36). Simplified: what stands inside a source is not checked. */
function specErrors(spec: Spec): FieldError[] {
  const errors: FieldError[] = [];
  const modes = (spec.accessModes ?? []) as readonly string[];
  if (modes.length === 0) errors.push(required('spec.accessModes'));
  errors.push(...accessModeErrors(modes, 'spec.accessModes'));
  const capacity = (spec.capacity ?? {}) as ResourceList;
  const names = Object.keys(capacity);
  if (names.length === 0) errors.push(required('spec.capacity'));
  if (capacity['storage'] === undefined || names.length > 1) {
    errors.push(notSupported('spec.capacity', capacity, ['storage']));
  }
  for (const name of names) {
    const quantity = parseQuantity(capacity[name] ?? '0');
    if (quantity.nanos <= 0n) {
      errors.push(invalid(at('spec.capacity', name), formatQuantity(quantity), 'must be greater than zero'));
    }
  }
  const policy = spec.persistentVolumeReclaimPolicy as string | undefined;
  if (policy && !reclaimPolicies.includes(policy)) {
    errors.push(notSupported('spec.persistentVolumeReclaimPolicy', policy, reclaimPolicies));
  }
  if (spec.nodeAffinity?.required) {
    errors.push(...nodeSelectorErrors(spec.nodeAffinity.required, 'spec.nodeAffinity.required'));
  } else if (spec.local) {
    errors.push(required('spec.nodeAffinity', 'Local volume requires node affinity'));
  }
  const used = sources.filter((source) => spec[source] !== undefined);
  if (used.length === 0) errors.push(required('spec', 'must specify a volume type'));
  for (const extra of used.slice(1)) {
    errors.push(forbidden(child('spec', extra), 'may not specify more than 1 volume type'));
  }
  if (spec.volumeMode !== undefined && !volumeModes.includes(spec.volumeMode)) {
    errors.push(notSupported('spec.volumeMode', spec.volumeMode, volumeModes));
  }
  return errors;
}

function sourceChangeErrors(spec: Spec, old: Spec): FieldError[] {
  const same = sources.every((source) => deepEqual(spec[source], old[source]));
  return same
    ? []
    : [forbidden('spec.persistentvolumesource', 'spec.persistentvolumesource is immutable after creation')];
}
