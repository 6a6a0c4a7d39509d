import type { ConformanceSet } from '../set.ts';

/** Every set, in the order in which they run. A set is loaded only when it is asked for. */
export const sets: Readonly<Record<string, () => Promise<{ set: ConformanceSet }>>> = {
  api: () => import('./api.ts'),
  cel: () => import('./cel.ts'),
  'scheduler/verdicts': () => import('./scheduler-verdicts.ts'),
  'scheduler/config': () => import('./scheduler-config.ts'),
  'scheduler/scenarios': () => import('./scheduler-scenarios.ts'),
  'scheduler/queue': () => import('./scheduler-queue.ts'),
  kubelet: () => import('./kubelet.ts'),
  controllers: () => import('./controllers.ts'),
  kubectl: () => import('./kubectl.ts'),
};
