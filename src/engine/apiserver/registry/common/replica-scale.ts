import { formatSelector, selectorFrom } from '../../../api/labels.ts';
import type { Deployment, ReplicaSet, StatefulSet } from '../../../api/types.ts';
import type { ScaleStrategy } from '../strategy.ts';

/** The `scale` of what keeps `spec.replicas` pods that a LabelSelector chooses. */
export const replicaScale: ScaleStrategy<Deployment | ReplicaSet | StatefulSet> = {
  specReplicas: ({ spec }) => spec.replicas,
  statusReplicas: ({ status }) => status?.replicas,
  selector: ({ spec }) => formatSelector(selectorFrom(spec.selector)),
  setReplicas: ({ spec }, replicas) => {
    spec.replicas = replicas;
  },
};
