import { describe, expect, it } from 'vitest';
import { assert } from '../engine/sim/assert.ts';
import { TestSession } from '../testing/test-session.ts';
import type { Crash, Frame } from './protocol.ts';
import { RecordedCluster } from './recorded-cluster.ts';
import { memoryStore } from './recording-store.ts';

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: nginx
spec:
  containers:
  - name: nginx
    image: nginx
`;

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - {name: web, image: nginx}
`;

async function opened(store = memoryStore()): Promise<TestSession> {
  const session = new TestSession(store);
  await session.command('open', {});
  await session.pass(100);
  return session;
}

describe('a session', () => {
  it('shows a cluster that has booted, and the sample files', async () => {
    const session = await opened();
    const [first] = session.frames;
    expect(first?.reset).toBe(true);
    expect(first?.nodes.map(({ name, ready }) => `${name} ${ready}`).toSorted()).toEqual([
      'controlplane True',
      'node01 True',
      'node02 True',
    ]);
    expect([...session.pods.values()].every(({ system }) => system)).toBe(true);
    expect(first?.lanes).toEqual([
      {
        schedulerName: 'default-scheduler',
        running: true,
        servedBy: 'kube-system/kube-scheduler-controlplane',
      },
    ]);
    const files = session.frames.findLast((frame) => frame.files !== undefined)?.files ?? [];
    expect(files.map(({ path }) => path)).toContain('/root/pod-definition.yaml');
  });

  it('applies a file and tells how the pod was placed', async () => {
    const session = await opened();
    const answer = await session.command('apply', { path: '/root/pod.yaml', text: pod });
    expect(answer).toEqual({ exitCode: 0, output: 'pod/nginx created\n', problems: [] });
    await session.pass(4000);
    expect(session.pod('nginx')).toMatchObject({ shape: 'running', status: 'Running', ready: '1/1' });
    const decision = session.frames
      .flatMap(({ decisions }) => decisions)
      .find(({ podName }) => podName === 'nginx');
    expect(decision).toMatchObject({ outcome: 'scheduled', nodeName: session.pod('nginx')?.nodeName });
    expect(decision?.verdicts.find(({ nodeName }) => nodeName === 'controlplane')).toMatchObject({
      verdict: 'refused',
      plugin: 'TaintToleration',
    });
    const reasons = session.frames
      .flatMap(({ events }) => events)
      .filter(({ objectName }) => objectName === 'nginx')
      .map(({ reason }) => reason);
    expect(reasons).toEqual(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started']);
  });

  it('points at the field that the server refuses', async () => {
    const session = await opened();
    const answer = await session.command('apply', {
      path: '/root/pod.yaml',
      text: pod.replace('name: nginx\n    image', 'name: My_Nginx\n    image'),
    });
    expect(answer.exitCode).toBe(1);
    expect(answer.problems).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('spec.containers[0].name: Invalid value: "My_Nginx"') as string,
        range: { startLine: 6, startColumn: 10, endLine: 6, endColumn: 18 },
      }),
    ]);
  });

  it('says where a text is no YAML, and leaves the cluster as it was', async () => {
    const session = await opened();
    const answer = await session.command('apply', {
      path: '/root/pod.yaml',
      text: 'kind: Pod\n\tmetadata: x\n',
    });
    expect(answer.exitCode).toBe(1);
    expect(answer.problems[0]?.range?.startLine).toBe(1);
    expect(session.pod('nginx')).toBeUndefined();
  });

  it('is the same after a reload', async () => {
    const store = memoryStore();
    const before = await opened(store);
    await before.command('apply', { path: '/root/pod.yaml', text: pod });
    await before.pass(4000);
    await before.command('pace', { paused: true });
    await before.pass(2000);
    const after = await opened(store);
    const [first] = after.frames;
    expect(first?.time.nowMs).toBe(before.lastFrame.time.nowMs);
    expect([...after.pods.values()]).toEqual(expect.arrayContaining([...before.pods.values()]));
  });

  it('goes back, repeats what was lived, and forks when something is done', async () => {
    const session = await opened();
    const start = session.lastFrame.time.nowMs;
    await session.pass(200);
    await session.command('apply', { path: '/root/pod.yaml', text: pod });
    await session.pass(3000);
    const end = session.lastFrame.time.endMs;
    await session.command('seek', { atMs: start });
    await session.pass(100);
    expect(session.pod('nginx')).toBeUndefined();
    expect(session.lastFrame.time).toMatchObject({ nowMs: start, paused: true });
    expect(session.lastFrame.time.endMs).toBeGreaterThanOrEqual(end);
    await session.command('pace', { paused: false });
    await session.pass(1000);
    expect(session.pod('nginx')).toBeDefined();
    await session.command('seek', { atMs: start });
    await session.command('addNode', { name: 'node03' });
    await session.pass(100);
    expect(session.messages.some(({ type }) => type === 'forked')).toBe(true);
    expect((await session.recording()).operations.at(-1)?.operation).toEqual({
      type: 'add-node',
      name: 'node03',
    });
    expect(session.pod('nginx')).toBeUndefined();
  });

  it('lets things go wrong on order, shows it, marks it, and repeats it', async () => {
    const session = await opened();
    await session.command('pace', { speed: 100 });
    const fault = { kind: 'network-cut', machine: 'node01', forMs: 60_000 } as const;
    expect(await session.command('fault', { fault })).toEqual({ problem: null });
    await session.pass(60);
    const told = (): Frame['faults'] => session.frames.findLast(({ faults }) => faults !== undefined)?.faults;
    expect(told()).toEqual([
      { kind: 'network-cut', target: 'node01', untilMs: expect.any(Number) as number },
    ]);
    const marks = session.frames.flatMap((frame) => frame.marks);
    expect(marks.map(({ label }) => label)).toContain('node01 loses its network for 60 s');
    await session.pass(1500);
    expect(told()).toEqual([]);
    expect(await session.command('fault', { fault: { kind: 'power-on', machine: 'node01' } })).toEqual({
      problem: 'node01 is on already',
    });
    const recording = await session.recording();
    expect(recording.operations).toContainEqual({
      atMs: expect.any(Number) as number,
      operation: { type: 'fault', fault },
    });
    const again = new TestSession();
    await again.command('open', { recording, atMs: recording.endMs - 100_000 });
    expect(again.lastFrame.faults).toEqual(session.frames.find(({ faults }) => faults?.length === 1)?.faults);
  });

  it('runs a line aside, and tells what became of it', async () => {
    const session = await opened();
    const cordoned = { exitCode: 0, output: 'node/node01 cordoned\n' };
    expect(await session.command('run', { line: 'kubectl cordon node01' })).toEqual(cordoned);
    await session.pass(100);
    const node = session.frames.flatMap(({ nodes }) => nodes).findLast(({ name }) => name === 'node01');
    expect(node?.unschedulable).toBe(true);
  });

  it('steps from decision to decision', async () => {
    const session = await opened();
    await session.command('pace', { paused: true });
    await session.command('apply', { path: '/root/web.yaml', text: deployment });
    const decided = (): number =>
      session.frames.flatMap(({ decisions }) => decisions).filter(({ podName }) => podName.startsWith('web'))
        .length;
    await session.pass(100);
    for (const expected of [1, 2, 3]) {
      await session.command('step', { to: 'decision' });
      await session.pass(40);
      expect(decided()).toBe(expected);
    }
  });

  it('replays to the same bytes however it was paced', async () => {
    const live = await opened();
    await live.command('apply', { path: '/root/pod.yaml', text: pod });
    await live.command('pace', { speed: 0.5 });
    await live.pass(1000);
    await live.command('step', { to: 'event' });
    await live.command('removeNode', { name: 'node02' });
    await live.command('pace', { speed: 100, paused: false });
    await live.pass(1000);
    await live.command('pace', { paused: true });
    await live.pass(100);
    const replayed = new TestSession();
    await replayed.command('pace', { paused: true });
    await replayed.command('open', { recording: await live.recording() });
    await replayed.pass(100);
    expect([...replayed.pods.values()].toSorted(byUid)).toEqual([...live.pods.values()].toSorted(byUid));
    expect(await replayed.recording()).toEqual(await live.recording());
  });
});

/** A cluster with a bug that shows a while after the first pod of a user's. */
class BuggyCluster extends RecordedCluster {
  override step(untilMs: number): boolean {
    const bad = this.cluster.dump().pods?.find(({ metadata }) => metadata.name === 'nginx');
    const createdMs = Date.parse(bad?.metadata.creationTimestamp ?? '');
    assert(!(this.nowMs > createdMs + 2000), 'two pods have one address');
    return super.step(untilMs);
  }
}

describe('a bug of ours', () => {
  it('stops the simulation, says how to find it, and leaves a way back', async () => {
    const session = new TestSession(memoryStore(), BuggyCluster);
    await session.command('open', {});
    await session.command('apply', { path: '/root/pod.yaml', text: pod });
    await session.pass(5000);
    const crash = session.lastFrame.crash;
    expect(crash).toMatchObject({
      message: 'two pods have one address',
      stack: expect.stringContaining('step') as string,
    });
    expect(crash?.recording.operations.at(-1)?.operation.type).toBe('request');
    await expect(session.command('apply', { path: '/root/pod.yaml', text: pod })).rejects.toThrow(
      'has stopped',
    );

    const { recording, lastGoodMs } = crash as Crash;
    const operations = recording.operations.filter(({ atMs }) => atMs <= lastGoodMs);
    await session.command('pace', { paused: true });
    await session.command('open', { recording: { ...recording, operations, endMs: lastGoodMs } });
    await session.pass(100);
    expect(session.lastFrame.crash).toBeUndefined();
    expect(session.lastFrame.time.nowMs).toBe(lastGoodMs);
    expect(session.pod('nginx')).toMatchObject({ shape: 'running' });
  });
});

function byUid(a: { uid: string }, b: { uid: string }): number {
  return a.uid < b.uid ? -1 : 1;
}
