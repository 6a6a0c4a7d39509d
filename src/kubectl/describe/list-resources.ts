import type { Resource } from '../../engine/api/resource.ts';
import type { LimitRange } from '../../engine/api/types.ts';

export { resourceQuotas } from '../../engine/api/resources.ts';

export const limitRanges: Resource<LimitRange> = {
  group: '',
  version: 'v1',
  resource: 'limitranges',
  kind: 'LimitRange',
  namespaced: true,
};
