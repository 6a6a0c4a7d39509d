import { expect, test } from 'vitest';
import { makeNode } from '../../../../testing/make-node.ts';
import { makePod } from '../../../../testing/make-pod.ts';
import { defaultFramework, schedulingWorld } from '../../../../testing/scheduling-world.ts';
import type { LabelSelector, Pod } from '../../../api/types.ts';
import { Algorithm } from '../../algorithm.ts';
import { CycleState } from '../../framework/cycle-state.ts';
import { PodInfo } from '../../framework/pod-info.ts';

const zone = 'topology.kubernetes.io/zone';

/** A pod that avoids zones with `app: web` pods of the namespaces selected. */
function awayFromWebOf(namespaceSelector: LabelSelector): Pod {
  const pod = makePod('waiting').obj();
  const term = { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: zone, namespaceSelector };
  const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
  return { ...pod, spec: { ...pod.spec, affinity } };
}

const world = schedulingWorld([
  makeNode('n1').zone('a').obj(),
  makePod('web').namespace('shop').labels({ app: 'web' }).on('n1').obj(),
  { kind: 'Namespace', metadata: { name: 'shop', labels: { team: 'x' } } },
]);

test.each<{ says: string; selector: LabelSelector; fits: boolean }>([
  { says: 'the namespace', selector: { matchLabels: { team: 'x' } }, fits: false },
  { says: 'another', selector: { matchLabels: { team: 'y' } }, fits: true },
  { says: 'every one', selector: {}, fits: false },
  {
    says: 'those without the label, which upstream takes for every one',
    selector: { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] },
    fits: false,
  },
])('a namespace selector that means $says', ({ selector, fits }) => {
  const podInfo = new PodInfo(awayFromWebOf(selector));
  const result = new Algorithm(0).schedulePod(defaultFramework(world), new CycleState(), podInfo);
  expect(result.kind === 'scheduled').toBe(fits);
});
