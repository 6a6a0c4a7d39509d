import type { LimitRange, Resource } from '../../engine/index.ts';

export { resourceQuotas } from '../api/known-resources.ts';

export const limitRanges: Resource<LimitRange> = {
  group: '',
  version: 'v1',
  resource: 'limitranges',
  kind: 'LimitRange',
  namespaced: true,
};
