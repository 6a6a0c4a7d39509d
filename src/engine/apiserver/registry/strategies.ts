import { controllerRevisionStrategy } from './controller-revision/strategy.ts';
import { daemonSetStrategy } from './daemon-set/strategy.ts';
import { deploymentStrategy } from './deployment/strategy.ts';
import { podTemplateStrategy } from './pod-template/strategy.ts';
import { podStrategy } from './pod/strategy.ts';
import { replicaSetStrategy } from './replica-set/strategy.ts';
import { replicationControllerStrategy } from './replication-controller/strategy.ts';
import { statefulSetStrategy } from './stateful-set/strategy.ts';
import type { AnyStrategy } from './strategy.ts';

/**
 * What is special about each kind, by group resource (`pods`, `deployments.apps`). A version that
 * is kept as another one stands under its version too: `horizontalpodautoscalers.v1.autoscaling`,
 * `events.v1.events.k8s.io`.
 */
export const strategies: Readonly<Record<string, AnyStrategy>> = {
  pods: podStrategy,
  podtemplates: podTemplateStrategy,
  replicationcontrollers: replicationControllerStrategy,
  'controllerrevisions.apps': controllerRevisionStrategy,
  'daemonsets.apps': daemonSetStrategy,
  'deployments.apps': deploymentStrategy,
  'replicasets.apps': replicaSetStrategy,
  'statefulsets.apps': statefulSetStrategy,
};
