import type { Node } from '../../api/types.ts';
import type { AdmissionPlugin } from './admission.ts';

const key = 'node.kubernetes.io/not-ready';

/** A new node takes no pods until it is ready. Models plugin/pkg/admission/nodetaint (v1.36). */
export const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  resources: ['nodes'],
  operations: ['CREATE'],
  admit({ object }) {
    const node = object as Node;
    const taints = node.spec?.taints ?? [];
    if (taints.some((taint) => taint.key === key && taint.effect === 'NoSchedule')) return;
    node.spec = { ...node.spec, taints: [...taints, { key, effect: 'NoSchedule' }] };
  },
};
