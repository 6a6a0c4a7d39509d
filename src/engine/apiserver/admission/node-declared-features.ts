import { forbiddenError } from '../../api/status-error.ts';
import type { Pod } from '../../api/types.ts';
import { deepEqual } from '../../sim/plain.ts';
import type { AdmissionPlugin } from './admission.ts';

/**
 * A pod is resized only on a node that is there to say whether it can.
 * Simplified: every node here declares what a resize needs.
 * Models plugin/pkg/admission/nodedeclaredfeatures (v1.36).
 */
export const nodeDeclaredFeatures: AdmissionPlugin = {
  name: 'NodeDeclaredFeatureValidator',
  resources: ['pods/resize'],
  operations: ['UPDATE'],
  validate({ server, resource, name, object, old }) {
    const { spec } = object as Pod;
    const { nodeName } = spec;
    if (!nodeName || deepEqual(spec, (old as Pod).spec)) return;
    if (server.storage.get('nodes', '', nodeName) !== undefined) return;
    throw forbiddenError(resource, name, `node "${nodeName}" not found`);
  },
};
