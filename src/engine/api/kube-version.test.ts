import { expect, it } from 'vitest';
import { byPreference } from './kube-version.ts';

it('prefers what is stable, then what is newer', () =>
  expect(
    ['foo10', 'v1alpha1', 'v1beta2', 'v11alpha2', 'v3beta1', 'v12', 'bar', 'v10', 'v1', 'v1beta10'].toSorted(
      byPreference,
    ),
  ).toEqual(['v12', 'v10', 'v1', 'v3beta1', 'v1beta10', 'v1beta2', 'v11alpha2', 'v1alpha1', 'bar', 'foo10']));
