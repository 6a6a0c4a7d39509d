import { type Container, cpuMillis, type Pod, wholeValue } from '../../engine/index.ts';

const counted = ['cpu', 'memory'] as const;

/** A pod's quality of service. Models kubectl/pkg/util/qos.GetPodQOS (v1.36). */
export function podQualityOfService(pod: Pod): string {
  if (pod.status?.qosClass) return pod.status.qosClass;
  const containers: readonly Container[] = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  let any = false;
  let guaranteed = true;
  for (const { resources } of containers) {
    for (const name of counted) {
      const request = amount(name, resources?.requests?.[name]);
      const limit = amount(name, resources?.limits?.[name]);
      if (request > 0 || limit > 0) any = true;
      if (limit === 0 || (request !== 0 && request !== limit)) guaranteed = false;
    }
  }
  if (!any) return 'BestEffort';
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

function amount(name: 'cpu' | 'memory', quantity: string | number | undefined): number {
  if (quantity === undefined) return 0;
  return name === 'cpu' ? cpuMillis(quantity) : wholeValue(quantity);
}
