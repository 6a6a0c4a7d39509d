import type { Pod } from '../../../api/types.ts';

/** A feature of kubelets that a node declares, and whether a pod needs it to start. */
interface DeclaredFeature {
  readonly name: string;
  readonly neededBy: (pod: Pod) => boolean;
}

/** Models component-helpers/nodedeclaredfeatures/features (v1.36), as far as new pods can need them. */
const features: readonly DeclaredFeature[] = [
  { name: 'RestartAllContainersOnContainerExits', neededBy: restartsAllContainers },
  {
    name: 'UserNamespacesHostNetworkSupport',
    neededBy: ({ spec }) => spec.hostNetwork === true && spec.hostUsers === false,
  },
];

/** The features that a node must declare to run the pod, by name. */
export function requiredFeatures(pod: Pod): readonly string[] {
  return features.filter(({ neededBy }) => neededBy(pod)).map(({ name }) => name);
}

function restartsAllContainers({ spec }: Pod): boolean {
  return [...(spec.containers ?? []), ...(spec.initContainers ?? [])].some(({ restartPolicyRules }) =>
    restartPolicyRules?.some((rule) => rule.action === 'RestartAllContainers'),
  );
}
