import {
  canonicalQuantity,
  type CSINode,
  type NodeSelectorRequirement,
  type PersistentVolume,
  type PersistentVolumeClaim,
  type Pod,
  type StorageClass,
} from '../../engine/index.ts';
import { pods } from '../api/known-resources.ts';
import { compareStrings, goSort } from '../go/sort.ts';
import { since } from '../print/event-times.ts';
import { writeEvents, type DescribeRequest } from './describer.ts';
import { writeVolumeSource } from './volumes.ts';
import { inlineLabels, longTime, titleBool, type DescribeWriter } from './writer.ts';

const classAnnotation = 'volume.beta.kubernetes.io/storage-class';
const modeShort: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

/** `RWO,ROX`. Models util/storage.GetAccessModesAsString (v1.36). */
function accessModes(modes: readonly string[] | null | undefined): string {
  return Object.keys(modeShort)
    .filter((mode) => modes?.includes(mode))
    .map((mode) => modeShort[mode])
    .join(',');
}

function phaseText(
  w: DescribeWriter,
  deletion: string | null | undefined,
  phase: string | undefined,
): string {
  return deletion ? `Terminating (lasts ${since(deletion, w.nowMs)})` : (phase ?? '');
}

/** Models describe.describePersistentVolume (v1.36). */
export async function describePersistentVolume(
  volume: PersistentVolume,
  request: DescribeRequest,
): Promise<string> {
  const events = await request.eventsOf(volume);
  const { metadata, spec, status } = volume;
  const w = request.writer();
  w.write(0, `Name:\t${metadata.name}\n`);
  w.labels('Labels', metadata.labels);
  w.annotations('Annotations', metadata.annotations);
  w.write(0, `Finalizers:\t[${(metadata.finalizers ?? []).join(' ')}]\n`);
  w.write(0, `StorageClass:\t${metadata.annotations?.[classAnnotation] ?? spec.storageClassName ?? ''}\n`);
  w.write(0, `Status:\t${phaseText(w, metadata.deletionTimestamp, status?.phase)}\n`);
  w.write(
    0,
    `Claim:\t${spec.claimRef ? `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}` : ''}\n`,
  );
  w.write(0, `Reclaim Policy:\t${spec.persistentVolumeReclaimPolicy ?? ''}\n`);
  w.write(0, `Access Modes:\t${accessModes(spec.accessModes)}\n`);
  if (spec.volumeMode) w.write(0, `VolumeMode:\t${spec.volumeMode}\n`);
  w.write(0, `Capacity:\t${canonicalQuantity(spec.capacity?.['storage'] ?? '0')}\n`);
  writeNodeAffinity(w, spec.nodeAffinity?.required?.nodeSelectorTerms);
  w.write(0, `Message:\t${status?.message ?? ''}\n`);
  w.write(0, 'Source:\n');
  writeVolumeSource(w, spec);
  writeEvents(w, events);
  return w.finish();
}

function writeNodeAffinity(
  w: DescribeWriter,
  terms: readonly { matchExpressions?: NodeSelectorRequirement[] | null }[] | undefined,
): void {
  w.write(0, 'Node Affinity:\t');
  if (terms === undefined) {
    w.write(0, '<none>\n');
    return;
  }
  w.write(0, '\n');
  w.write(1, 'Required Terms:\t');
  w.write(0, terms.length === 0 ? '<none>\n' : '\n');
  for (const [index, { matchExpressions }] of terms.entries()) {
    const requirements = matchExpressions ?? [];
    w.write(2, `Term ${index}:\t`);
    if (requirements.length === 0) w.write(0, '<none>\n');
    for (const [at, { key, operator, values }] of requirements.entries()) {
      if (at > 0) w.write(2, '\t');
      const list = values && values.length > 0 ? ` [${values.join(', ')}]` : '';
      w.write(0, `${key} ${operator.toLowerCase()}${list}\n`);
    }
  }
}

/** Models describe.describePersistentVolumeClaim (v1.36). */
export async function describePersistentVolumeClaim(
  claim: PersistentVolumeClaim,
  request: DescribeRequest,
): Promise<string> {
  const { metadata, spec, status } = claim;
  const all = await request.list<Pod>(pods, { namespace: metadata.namespace });
  const users = all.filter((pod) =>
    pod.spec.volumes?.some((volume) => volume.persistentVolumeClaim?.claimName === metadata.name),
  );
  const events = await request.eventsOf(claim);
  const w = request.writer();
  w.write(0, `Name:\t${metadata.name}\n`);
  w.write(0, `Namespace:\t${metadata.namespace}\n`);
  w.write(0, `StorageClass:\t${metadata.annotations?.[classAnnotation] ?? spec.storageClassName ?? ''}\n`);
  w.write(0, `Status:\t${phaseText(w, metadata.deletionTimestamp, status?.phase)}\n`);
  w.write(0, `Volume:\t${spec.volumeName ?? ''}\n`);
  w.labels('Labels', metadata.labels);
  w.annotations('Annotations', metadata.annotations);
  w.write(0, `Finalizers:\t[${(metadata.finalizers ?? []).join(' ')}]\n`);
  const bound = Boolean(spec.volumeName);
  w.write(0, `Capacity:\t${bound ? canonicalQuantity(status?.capacity?.['storage'] ?? '0') : ''}\n`);
  w.write(0, `Access Modes:\t${bound ? accessModes(status?.accessModes) : ''}\n`);
  if (spec.volumeMode) w.write(0, `VolumeMode:\t${spec.volumeMode}\n`);
  if (spec.dataSource) {
    w.write(0, 'DataSource:\n');
    if (spec.dataSource.apiGroup) w.write(1, `APIGroup:\t${spec.dataSource.apiGroup}\n`);
    w.write(1, `Kind:\t${spec.dataSource.kind}\n`);
    w.write(1, `Name:\t${spec.dataSource.name}\n`);
  }
  writeUsers(w, users);
  const conditions = status?.conditions ?? [];
  if (conditions.length > 0) {
    w.write(0, 'Conditions:\n');
    w.write(1, 'Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage\n');
    w.write(1, '----\t------\t-----------------\t------------------\t------\t-------\n');
    for (const c of conditions) {
      w.write(
        1,
        `${c.type} \t${c.status} \t${longTime(c.lastProbeTime)} \t${longTime(c.lastTransitionTime)} \t${c.reason ?? ''} \t${c.message ?? ''}\n`,
      );
    }
  }
  writeEvents(w, events);
  return w.finish();
}

function writeUsers(w: DescribeWriter, users: readonly Pod[]): void {
  w.write(0, 'Used By:\t');
  if (users.length === 0) w.write(0, '<none>\n');
  const sorted = goSort([...users], (a, b) => compareStrings(a.metadata.name, b.metadata.name) < 0);
  for (const [index, pod] of sorted.entries()) w.write(0, `${index === 0 ? '' : '\t'}${pod.metadata.name}\n`);
}

/** Models describe.describeStorageClass (v1.36). */
export async function describeStorageClass(
  storageClass: StorageClass,
  request: DescribeRequest,
): Promise<string> {
  const events = await request.eventsOf(storageClass);
  const { metadata } = storageClass;
  const isDefault = metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
  const w = request.writer();
  w.write(0, `Name:\t${metadata.name}\n`);
  w.write(0, `IsDefaultClass:\t${isDefault ? 'Yes' : 'No'}\n`);
  w.write(0, `Annotations:\t${inlineLabels(metadata.annotations)}\n`);
  w.write(0, `Provisioner:\t${storageClass.provisioner}\n`);
  w.write(0, `Parameters:\t${inlineLabels(storageClass.parameters)}\n`);
  w.write(0, `AllowVolumeExpansion:\t${titleBool(storageClass.allowVolumeExpansion)}\n`);
  const options = storageClass.mountOptions ?? [];
  w.write(0, options.length === 0 ? 'MountOptions:\t<none>\n' : 'MountOptions:\n');
  for (const option of options) w.write(1, `${option}\n`);
  if (storageClass.reclaimPolicy) w.write(0, `ReclaimPolicy:\t${storageClass.reclaimPolicy}\n`);
  if (storageClass.volumeBindingMode) w.write(0, `VolumeBindingMode:\t${storageClass.volumeBindingMode}\n`);
  const topologies = storageClass.allowedTopologies;
  if (topologies) {
    w.write(0, `AllowedTopologies:\t${topologies.length === 0 ? '<none>' : ''}\n`);
    for (const [index, { matchLabelExpressions }] of topologies.entries()) {
      const requirements = matchLabelExpressions ?? [];
      w.write(1, `Term ${index}:\t`);
      if (requirements.length === 0) w.write(0, '<none>\n');
      for (const [at, { key, values }] of requirements.entries()) {
        if (at > 0) w.write(1, '\t');
        w.write(0, `${key} in [${values.join(', ')}]\n`);
      }
    }
  }
  writeEvents(w, events);
  return w.finish();
}

/** Models describe.describeCSINode (v1.36). */
export async function describeCsiNode(node: CSINode, request: DescribeRequest): Promise<string> {
  const events = await request.eventsOf(node);
  const w = request.writer();
  w.write(0, `Name:\t${node.metadata.name}\n`);
  w.labels('Labels', node.metadata.labels);
  w.annotations('Annotations', node.metadata.annotations);
  w.write(0, `CreationTimestamp:\t${longTime(node.metadata.creationTimestamp)}\n`);
  w.write(0, 'Spec:\n');
  const { drivers } = node.spec;
  if (drivers) w.write(1, 'Drivers:\n');
  for (const driver of drivers ?? []) {
    w.write(2, `${driver.name}:\n`);
    w.write(3, `Node ID:\t${driver.nodeID}\n`);
    if (driver.allocatable?.count !== undefined && driver.allocatable.count !== null) {
      w.write(3, 'Allocatables:\n');
      w.write(4, `Count:\t${driver.allocatable.count}\n`);
    }
    if (driver.topologyKeys) w.write(3, `Topology Keys:\t[${driver.topologyKeys.join(' ')}]\n`);
  }
  writeEvents(w, events);
  return w.finish();
}
