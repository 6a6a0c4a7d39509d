import { describe, expect, test } from 'vitest';
import { makeNode } from '../../../testing/make-node.ts';
import { makePod } from '../../../testing/make-pod.ts';
import { defaultFramework, schedulingWorld } from '../../../testing/scheduling-world.ts';
import type { KubeObject, Pod } from '../../api/types.ts';
import { action, matchesClusterEvent, type ClusterEvent } from '../framework/cluster-event.ts';

const zone = 'topology.kubernetes.io/zone';
const waiting = makePod('waiting');

interface HintCase {
  readonly says: string;
  readonly plugin: string;
  readonly event: ClusterEvent;
  readonly pod: Pod;
  readonly before?: KubeObject;
  readonly now?: KubeObject;
  readonly expected: 'Queue' | 'QueueSkip' | 'not registered';
}

const nodeAdd: ClusterEvent = { resource: 'Node', actionType: action.add };
const nodeTaint: ClusterEvent = { resource: 'Node', actionType: action.updateNodeTaint };
const nodeLabel: ClusterEvent = { resource: 'Node', actionType: action.updateNodeLabel };
const nodeAllocatable: ClusterEvent = { resource: 'Node', actionType: action.updateNodeAllocatable };
const podDelete: ClusterEvent = { resource: 'AssignedPod', actionType: action.delete };
const podAdd: ClusterEvent = { resource: 'AssignedPod', actionType: action.add };
const podLabel: ClusterEvent = { resource: 'AssignedPod', actionType: action.updatePodLabel };
const podScaleDown: ClusterEvent = { resource: 'AssignedPod', actionType: action.updatePodScaleDown };
const ownToleration: ClusterEvent = { resource: 'UnschedulablePod', actionType: action.updatePodToleration };

const plain = makeNode('n').obj();
const big = makePod('waiting').requests({ cpu: '3' }).obj();
const nearWeb = makePod('waiting').near({ app: 'web' }, zone).obj();
const awayFromWeb = makePod('waiting').awayFrom({ app: 'web' }, zone).obj();
const spread = makePod('waiting')
  .labels({ app: 'web' })
  .spread({
    maxSkew: 1,
    topologyKey: zone,
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: { app: 'web' } },
  })
  .obj();
const claims = makePod('waiting')
  .volume({ name: 'v', persistentVolumeClaim: { claimName: 'data' } })
  .obj();

function claim(name: string): KubeObject {
  return { kind: 'PersistentVolumeClaim', metadata: { name, namespace: 'default' }, spec: {} } as KubeObject;
}

const cases: readonly HintCase[] = [
  {
    says: 'a cordoned node is no help',
    plugin: 'NodeUnschedulable',
    event: nodeAdd,
    pod: waiting.obj(),
    now: makeNode('n').cordoned().obj(),
    expected: 'QueueSkip',
  },
  {
    says: 'a node that was cordoned is',
    plugin: 'NodeUnschedulable',
    event: nodeTaint,
    pod: waiting.obj(),
    before: makeNode('n').cordoned().obj(),
    now: plain,
    expected: 'Queue',
  },
  {
    says: 'any new node may have the name',
    plugin: 'NodeName',
    event: nodeAdd,
    pod: waiting.obj(),
    now: plain,
    expected: 'Queue',
  },
  {
    says: 'a taint that went',
    plugin: 'TaintToleration',
    event: nodeTaint,
    pod: waiting.obj(),
    before: makeNode('n').taint('k', 'NoSchedule').obj(),
    now: plain,
    expected: 'Queue',
  },
  {
    says: 'a taint that came',
    plugin: 'TaintToleration',
    event: nodeTaint,
    pod: waiting.obj(),
    before: plain,
    now: makeNode('n').taint('k', 'NoSchedule').obj(),
    expected: 'QueueSkip',
  },
  {
    says: 'the pod itself tolerates more',
    plugin: 'TaintToleration',
    event: ownToleration,
    pod: waiting.obj(),
    before: waiting.obj(),
    now: makePod('waiting').toleration({ operator: 'Exists' }).obj(),
    expected: 'Queue',
  },
  {
    says: 'another pod tolerates more',
    plugin: 'TaintToleration',
    event: ownToleration,
    pod: waiting.obj(),
    before: makePod('other').obj(),
    now: makePod('other').toleration({ operator: 'Exists' }).obj(),
    expected: 'QueueSkip',
  },
  {
    says: 'a label that now matches',
    plugin: 'NodeAffinity',
    event: nodeLabel,
    pod: makePod('waiting').nodeSelector({ disk: 'ssd' }).obj(),
    before: plain,
    now: makeNode('n').labels({ disk: 'ssd' }).obj(),
    expected: 'Queue',
  },
  {
    says: 'a label that matched before',
    plugin: 'NodeAffinity',
    event: nodeLabel,
    pod: makePod('waiting').nodeSelector({ disk: 'ssd' }).obj(),
    before: makeNode('n').labels({ disk: 'ssd' }).obj(),
    now: makeNode('n').labels({ disk: 'ssd', other: 'x' }).obj(),
    expected: 'QueueSkip',
  },
  {
    says: 'the port is free again',
    plugin: 'NodePorts',
    event: podDelete,
    pod: makePod('waiting').hostPort(80).obj(),
    before: makePod('gone').hostPort(80).on('n').obj(),
    expected: 'Queue',
  },
  {
    says: 'another port is free again',
    plugin: 'NodePorts',
    event: podDelete,
    pod: makePod('waiting').hostPort(80).obj(),
    before: makePod('gone').hostPort(80, 'UDP').on('n').obj(),
    expected: 'QueueSkip',
  },
  {
    says: 'a pod on no node frees nothing',
    plugin: 'NodeResourcesFit',
    event: podDelete,
    pod: big,
    before: makePod('gone').obj(),
    expected: 'QueueSkip',
  },
  {
    says: 'a pod on a node does',
    plugin: 'NodeResourcesFit',
    event: podDelete,
    pod: big,
    before: makePod('gone').on('n').obj(),
    expected: 'Queue',
  },
  {
    says: 'a pod asks for less of what is wanted',
    plugin: 'NodeResourcesFit',
    event: podScaleDown,
    pod: big,
    before: makePod('other').requests({ cpu: '2' }).on('n').obj(),
    now: makePod('other').requests({ cpu: '1' }).on('n').obj(),
    expected: 'Queue',
  },
  {
    says: 'a pod asks for less of something else',
    plugin: 'NodeResourcesFit',
    event: podScaleDown,
    pod: big,
    before: makePod('other').requests({ memory: '2Gi' }).on('n').obj(),
    now: makePod('other').requests({ memory: '1Gi' }).on('n').obj(),
    expected: 'QueueSkip',
  },
  {
    says: 'a new node that is too small',
    plugin: 'NodeResourcesFit',
    event: nodeAdd,
    pod: big,
    now: makeNode('n').allocatable({ cpu: '2' }).obj(),
    expected: 'QueueSkip',
  },
  {
    says: 'a node that grew where nothing was wanted',
    plugin: 'NodeResourcesFit',
    event: nodeAllocatable,
    pod: big,
    before: plain,
    now: makeNode('n').allocatable({ memory: '16Gi' }).obj(),
    expected: 'QueueSkip',
  },
  {
    says: 'a node that grew where something was wanted',
    plugin: 'NodeResourcesFit',
    event: nodeAllocatable,
    pod: big,
    before: plain,
    now: makeNode('n').allocatable({ cpu: '8' }).obj(),
    expected: 'Queue',
  },
  {
    says: 'the friend has come',
    plugin: 'InterPodAffinity',
    event: podAdd,
    pod: nearWeb,
    now: makePod('web').labels({ app: 'web' }).on('n').obj(),
    expected: 'Queue',
  },
  {
    says: 'a stranger has come',
    plugin: 'InterPodAffinity',
    event: podAdd,
    pod: nearWeb,
    now: makePod('db').labels({ app: 'db' }).on('n').obj(),
    expected: 'QueueSkip',
  },
  {
    says: 'a friend is nominated',
    plugin: 'InterPodAffinity',
    event: podAdd,
    pod: nearWeb,
    now: { ...makePod('web').labels({ app: 'web' }).obj(), status: { nominatedNodeName: 'n' } },
    expected: 'Queue',
  },
  {
    says: 'a friend has no place yet',
    plugin: 'InterPodAffinity',
    event: podAdd,
    pod: nearWeb,
    now: makePod('web').labels({ app: 'web' }).obj(),
    expected: 'QueueSkip',
  },
  {
    says: 'the foe has gone',
    plugin: 'InterPodAffinity',
    event: podDelete,
    pod: awayFromWeb,
    before: makePod('web').labels({ app: 'web' }).on('n').obj(),
    expected: 'Queue',
  },
  {
    says: 'the foe has changed sides',
    plugin: 'InterPodAffinity',
    event: podLabel,
    pod: awayFromWeb,
    before: makePod('web').labels({ app: 'web' }).on('n').obj(),
    now: makePod('web').labels({ app: 'db' }).on('n').obj(),
    expected: 'Queue',
  },
  {
    says: 'one that kept the pod away has gone',
    plugin: 'InterPodAffinity',
    event: podDelete,
    pod: makePod('waiting').labels({ app: 'web' }).obj(),
    before: makePod('hermit').awayFrom({ app: 'web' }, zone).on('n').obj(),
    expected: 'Queue',
  },
  {
    says: 'a node without the key of the affinity',
    plugin: 'InterPodAffinity',
    event: nodeAdd,
    pod: nearWeb,
    now: plain,
    expected: 'QueueSkip',
  },
  {
    says: 'a node in a zone',
    plugin: 'InterPodAffinity',
    event: nodeAdd,
    pod: nearWeb,
    now: makeNode('n').zone('a').obj(),
    expected: 'Queue',
  },
  {
    says: 'a counted pod has gone',
    plugin: 'PodTopologySpread',
    event: podDelete,
    pod: spread,
    before: makePod('web').labels({ app: 'web' }).on('n').obj(),
    expected: 'Queue',
  },
  {
    says: 'a pod of another namespace has gone',
    plugin: 'PodTopologySpread',
    event: podDelete,
    pod: spread,
    before: makePod('web').namespace('other').labels({ app: 'web' }).on('n').obj(),
    expected: 'QueueSkip',
  },
  {
    says: 'a node moved to another zone',
    plugin: 'PodTopologySpread',
    event: nodeLabel,
    pod: spread,
    before: makeNode('n').zone('a').obj(),
    now: makeNode('n').zone('b').obj(),
    expected: 'Queue',
  },
  {
    says: 'a node got a label that nobody asks for',
    plugin: 'PodTopologySpread',
    event: nodeLabel,
    pod: spread,
    before: makeNode('n').zone('a').obj(),
    now: makeNode('n').zone('a').labels({ x: 'y' }).obj(),
    expected: 'QueueSkip',
  },
  {
    says: 'its own claim is there',
    plugin: 'VolumeBinding',
    event: { resource: 'PersistentVolumeClaim', actionType: action.add },
    pod: claims,
    now: claim('data'),
    expected: 'Queue',
  },
  {
    says: 'the claim of another pod is there',
    plugin: 'VolumeRestrictions',
    event: { resource: 'PersistentVolumeClaim', actionType: action.add },
    pod: claims,
    now: claim('other'),
    expected: 'QueueSkip',
  },
  {
    says: 'a volume may be bound',
    plugin: 'VolumeBinding',
    event: { resource: 'PersistentVolume', actionType: action.add },
    pod: claims,
    now: { metadata: { name: 'pv' } },
    expected: 'Queue',
  },
  {
    says: 'a class that binds at once does not bring back a claim without volume',
    plugin: 'VolumeZone',
    event: { resource: 'storage.k8s.io/StorageClass', actionType: action.add },
    pod: claims,
    now: { metadata: { name: 's' }, volumeBindingMode: 'Immediate' } as KubeObject,
    expected: 'QueueSkip',
  },
  {
    says: 'a pod with volumes has left its node',
    plugin: 'NodeVolumeLimits',
    event: podDelete,
    pod: claims,
    before: makePod('gone')
      .volume({ name: 'v', persistentVolumeClaim: { claimName: 'x' } })
      .on('n')
      .obj(),
    expected: 'Queue',
  },
  {
    says: 'deleted victims alone are no reason to try',
    plugin: 'DefaultPreemption',
    event: podDelete,
    pod: waiting.obj(),
    before: makePod('victim').on('n').obj(),
    expected: 'QueueSkip',
  },
  {
    says: 'services change no verdict that is remembered',
    plugin: 'NodeResourcesFit',
    event: { resource: 'PersistentVolume', actionType: action.add },
    pod: big,
    expected: 'not registered',
  },
];

describe('which events bring a refused pod back', () => {
  const plugins = new Map(
    defaultFramework(schedulingWorld([])).plugins.map((plugin) => [plugin.name, plugin]),
  );

  test.each(cases)('$plugin: $says', ({ plugin: name, event, pod, before, now, expected }) => {
    const registered = plugins.get(name)?.eventsToRegister?.() ?? [];
    const answers = registered
      .filter((candidate) => matchesClusterEvent(candidate.event, event))
      .map(({ hint }) => hint?.(pod, before, now) ?? 'Queue');
    const answer =
      answers.length === 0 ? 'not registered' : answers.includes('Queue') ? 'Queue' : 'QueueSkip';
    expect(answer).toBe(expected);
  });
});
