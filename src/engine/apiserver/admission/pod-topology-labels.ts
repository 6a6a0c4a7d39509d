import type { Binding, ObjectMeta, Pod } from '../../api/types.ts';
import type { AdmissionPlugin } from './admission.ts';

const topologyKeys = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'];

/**
 * A pod that comes onto a node takes the node's zone and region as labels.
 * Models plugin/pkg/admission/podtopologylabels (v1.36).
 */
export const podTopologyLabels: AdmissionPlugin = {
  name: 'PodTopologyLabels',
  resources: ['pods', 'pods/binding', 'bindings'],
  operations: ['CREATE'],
  admit({ server, object }) {
    if (object === undefined) return;
    const nodeName = (object as Binding).target?.name ?? (object as Pod).spec?.nodeName;
    if (!nodeName) return;
    const node = server.storage.get('nodes', '', nodeName);
    const { metadata } = object;
    for (const key of topologyKeys) setLabel(metadata, key, node?.metadata.labels?.[key]);
  },
};

function setLabel(metadata: ObjectMeta, key: string, value: string | undefined): void {
  if (value === undefined) return;
  metadata.labels ??= {};
  metadata.labels[key] = value;
}
