import { podStrategy } from './pod/strategy.ts';
import type { AnyStrategy } from './strategy.ts';

/**
 * What is special about each kind, by group resource (`pods`, `deployments.apps`). A version that
 * is kept as another one stands under its version too: `horizontalpodautoscalers.v1.autoscaling`,
 * `events.v1.events.k8s.io`.
 */
export const strategies: Readonly<Record<string, AnyStrategy>> = {
  pods: podStrategy,
};
