import type { ResourceList } from '../../../api/pod-resources.ts';
import { compareQuantities, parseQuantity } from '../../../api/quantity.ts';
import type { PodSpec } from '../../../api/types.ts';

const computeResources = ['cpu', 'memory'];

interface Requirements {
  readonly requests?: ResourceList;
  readonly limits?: ResourceList;
}

/** Models pkg/apis/core/helper/qos.ComputePodQOS (v1.36). */
export function qosClass(spec: PodSpec): 'BestEffort' | 'Burstable' | 'Guaranteed' {
  const own = spec.resources;
  const requirements: (Requirements | undefined)[] =
    own !== undefined && Object.keys({ ...own.requests, ...own.limits }).length > 0
      ? [own]
      : [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(
          ({ resources }) => resources as Requirements,
        );
  const asks = (list: ResourceList | undefined, name: string): boolean =>
    list?.[name] !== undefined && parseQuantity(list[name]).nanos > 0n;
  const none = requirements.every((one) =>
    computeResources.every((name) => !asks(one?.requests, name) && !asks(one?.limits, name)),
  );
  if (none) return 'BestEffort';
  const guaranteed = requirements.every((one) =>
    computeResources.every((name) => {
      const limit = one?.limits?.[name];
      const request = one?.requests?.[name] ?? limit;
      return (
        asks(one?.limits, name) &&
        limit !== undefined &&
        request !== undefined &&
        compareQuantities(parseQuantity(limit), parseQuantity(request)) === 0
      );
    }),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
