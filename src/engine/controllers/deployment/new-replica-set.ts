import { newControllerRef } from '../../api/owner.ts';
import type { Deployment, ReplicaSet } from '../../api/types.ts';
import { templateHash } from '../template-hash.ts';
import { newSetAnnotations, withReplicasAnnotations } from './annotations.ts';
import { podTemplateHashLabel } from './replica-sets.ts';
import { maxSurge, newSetSize, wanted } from './rollout-math.ts';

const deploymentKind = { apiVersion: 'apps/v1', kind: 'Deployment' };

/** The ReplicaSet that a Deployment's template asks for, as it is to be created. */
export function describeNewSet(
  deployment: Deployment,
  old: readonly ReplicaSet[],
  revision: bigint,
): ReplicaSet {
  const { metadata, spec, status } = deployment;
  const hash = templateHash(spec.template, status?.collisionCount);
  const labels = { ...spec.template.metadata?.labels, [podTemplateHashLabel]: hash };
  const described: ReplicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${metadata.name}-${hash}`,
      namespace: metadata.namespace,
      labels,
      ownerReferences: [newControllerRef(deployment, deploymentKind)],
    },
    spec: {
      replicas: 0,
      ...(spec.minReadySeconds !== undefined && { minReadySeconds: spec.minReadySeconds }),
      selector: {
        ...spec.selector,
        matchLabels: { ...spec.selector.matchLabels, [podTemplateHashLabel]: hash },
      },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  };
  const replicas = newSetSize(deployment, [...old, described], described);
  const withRevision = newSetAnnotations(deployment, described, revision);
  const annotations = withReplicasAnnotations(
    { ...described, metadata: { ...described.metadata, annotations: withRevision } },
    wanted(deployment),
    wanted(deployment) + maxSurge(deployment),
  );
  return {
    ...described,
    metadata: { ...described.metadata, annotations },
    spec: { ...described.spec, replicas },
  };
}
