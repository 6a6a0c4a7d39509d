import type { Pod, Toleration } from '../../api/types.ts';
import type { AdmissionPlugin } from './admission.ts';

const keys = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];
const added: readonly Toleration[] = keys.map((key) =>
  Object.freeze({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }),
);

/**
 * Pods stay five minutes on a node that is lost, unless they say otherwise.
 * Models plugin/pkg/admission/defaulttolerationseconds (v1.36).
 */
export const defaultTolerationSeconds: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  resources: ['pods'],
  operations: ['CREATE', 'UPDATE'],
  admit({ object }) {
    const { spec } = object as Pod;
    const tolerations = spec.tolerations ?? [];
    const missing = added.filter(
      (toleration) => !tolerations.some((own) => covers(own, toleration.key as string)),
    );
    if (missing.length > 0) spec.tolerations = [...tolerations, ...missing];
  },
};

function covers({ key, effect }: Toleration, wanted: string): boolean {
  return (key === wanted || !key) && (effect === 'NoExecute' || !effect);
}
