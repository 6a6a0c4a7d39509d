import type { Decision, Frame, NodeView, PodView, TimeView } from '../../session/protocol.ts';

/** Views for tests: complete, and as given where it matters. */
export function podView(name: string, given: Partial<PodView> = {}): PodView {
  return {
    uid: `uid-${name}`,
    namespace: 'default',
    name,
    shape: 'pending',
    status: 'Pending',
    ready: '0/1',
    restarts: 0,
    schedulerName: 'default-scheduler',
    owner: `Pod/default/${name}`,
    ownerName: name,
    system: false,
    mirror: false,
    requests: { cpuMillis: 0, memoryBytes: 0 },
    createdMs: 0,
    priority: 0,
    ...given,
  };
}

export function nodeView(name: string, given: Partial<NodeView> = {}): NodeView {
  return {
    uid: `uid-${name}`,
    name,
    ready: 'True',
    unschedulable: false,
    roles: [],
    taints: [],
    labels: {},
    allocatable: { cpuMillis: 4000, memoryBytes: 8 * 2 ** 30, pods: 110 },
    ...given,
  };
}

export function decisionOf(id: number, pod: PodView, given: Partial<Decision> = {}): Decision {
  return {
    id,
    atMs: id,
    schedulerName: pod.schedulerName,
    podUid: pod.uid,
    podNamespace: pod.namespace,
    podName: pod.name,
    outcome: 'scheduled',
    nodeName: 'node01',
    message: '',
    sentence: '',
    verdicts: [],
    clauses: [],
    ...given,
  };
}

export const timeView: TimeView = {
  nowMs: 0,
  startMs: 0,
  endMs: 0,
  paused: false,
  speed: 1,
  idle: false,
};

export function frameOf(given: Partial<Frame> = {}): Frame {
  return {
    sequence: 1,
    reset: false,
    time: timeView,
    nodes: [],
    removedNodes: [],
    pods: [],
    removedPods: [],
    decisions: [],
    events: [],
    removedEvents: [],
    requests: [],
    steps: [],
    marks: [],
    ...given,
  };
}
