import { controllerOf, parseTime, podRequests, podRow, type Pod } from '../../engine/index.ts';
import type { PodShape, PodView } from '../protocol.ts';

/** A pod as the board shows it. `queue` is where its scheduler keeps it, if it waits for one. */
export function podView(pod: Pod, queue: PodView['queue']): PodView {
  const { uid = '', namespace = '', name, annotations, creationTimestamp } = pod.metadata;
  const [, ready, status] = podRow(pod, 0) as [string, string, string];
  const owner = controllerOf(pod);
  const mirror = annotations?.['kubernetes.io/config.mirror'] !== undefined;
  const owned = owner !== undefined && !mirror;
  const requests = podRequests(pod);
  return {
    uid,
    namespace,
    name,
    nodeName: pod.spec.nodeName || undefined,
    nominatedNodeName: pod.status?.nominatedNodeName,
    shape: shapeOf(pod, status),
    status,
    ready,
    restarts: (pod.status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0),
    schedulerName: pod.spec.schedulerName ?? 'default-scheduler',
    queue: pod.spec.nodeName ? undefined : queue,
    owner: owned ? `${owner.kind}/${namespace}/${ownerTitle(owner, pod)}` : `Pod/${namespace}/${name}`,
    ownerName: owned ? ownerTitle(owner, pod) : name,
    system: namespace === 'kube-system',
    mirror,
    requests: { cpuMillis: requests.get('cpu') ?? 0, memoryBytes: requests.get('memory') ?? 0 },
    createdMs: parseTime(creationTimestamp) ?? 0,
    priority: pod.spec.priority ?? 0,
  };
}

/** The workload's name that a learner wrote: a Deployment's ReplicaSets are one owner. */
function ownerTitle(owner: { kind: string; name: string }, pod: Pod): string {
  const hash = pod.metadata.labels?.['pod-template-hash'];
  return owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`)
    ? owner.name.slice(0, -hash.length - 1)
    : owner.name;
}

function shapeOf(pod: Pod, status: string): PodShape {
  if (pod.metadata.deletionTimestamp) return 'terminating';
  const phase = pod.status?.phase;
  if (phase === 'Succeeded') return 'succeeded';
  if (phase === 'Failed') return 'failed';
  if (/BackOff|^Err|Error$|Invalid/.test(status)) return 'failed';
  if (phase === 'Running') {
    return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')
      ? 'running'
      : 'not-ready';
  }
  return pod.spec.nodeName ? 'creating' : 'pending';
}
