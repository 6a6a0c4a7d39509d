import { describe, expect, it } from 'vitest';
import type { Node } from './api/types.ts';
import { TestCluster } from '../testing/test-cluster.ts';

type Manifest = Record<string, unknown>;

const web = (node: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { nodeName: node, containers: [{ name: 'c', image: 'nginx:1.27' }] },
});

function readiness(cluster: TestCluster, name: string): string | undefined {
  const { status } = cluster.get<Node>(`/api/v1/nodes/${name}`);
  return status?.conditions?.find(({ type }) => type === 'Ready')?.status;
}

function journal(cluster: TestCluster, machine: string, unit: string): string[] {
  const lines = cluster.cluster.services(machine)?.journal.lines ?? [];
  return lines.filter((line) => line.unit === unit).map(({ text }) => text);
}

describe('a machine', () => {
  it('keeps its containers while its kubelet is stopped, and its Node becomes Unknown', () => {
    const cluster = TestCluster.booted().apply(web('node01')).untilPhase('web', 'Running');
    const started = cluster.pod('web').status?.containerStatuses?.[0];
    cluster.cluster.services('node01')!.act('stop', 'kubelet');
    cluster.advanceMs(60_000);
    expect(readiness(cluster, 'node01')).toBe('Unknown');
    cluster.cluster.services('node01')!.act('start', 'kubelet');
    cluster.advanceMs(20_000);
    expect(readiness(cluster, 'node01')).toBe('True');
    expect(cluster.pod('web').status?.containerStatuses?.[0]).toEqual(started);
    expect(journal(cluster, 'node01', 'kubelet.service')).toEqual(
      expect.arrayContaining([
        'Stopping kubelet.service - kubelet: The Kubernetes Node Agent...',
        'kubelet.service: Deactivated successfully.',
        'Stopped kubelet.service - kubelet: The Kubernetes Node Agent.',
        'Started kubelet.service - kubelet: The Kubernetes Node Agent.',
      ]),
    );
  });

  it('ends what was deleted while its kubelet was stopped', () => {
    const cluster = TestCluster.booted().apply(web('node01')).untilPhase('web', 'Running');
    const services = cluster.cluster.services('node01')!;
    services.act('stop', 'kubelet');
    const path = '/api/v1/namespaces/default/pods/web';
    cluster.request('DELETE', path, { gracePeriodSeconds: 0 });
    const running = (): number => cluster.cluster.containers('node01')!.runningCount;
    const before = running();
    services.act('start', 'kubelet');
    cluster.advanceMs(40_000);
    expect(running()).toBe(before - 1);
  });

  it('starts its containers again after a reboot', () => {
    const cluster = TestCluster.booted().apply(web('node01')).untilPhase('web', 'Running');
    cluster.cluster.rebootNode('node01');
    cluster.advanceMs(60_000);
    const [status] = cluster.pod('web').status?.containerStatuses ?? [];
    expect(status).toMatchObject({
      restartCount: 1,
      ready: true,
      lastState: { terminated: { exitCode: 255, reason: 'Unknown' } },
    });
    expect(cluster.events('web')).toContain(
      'SandboxChanged Pod sandbox changed, it will be killed and re-created.',
    );
    expect(cluster.events('node01').join('\n')).toMatch(
      /^Rebooted Node node01 has been rebooted, boot id: /m,
    );
  });

  it('is not ready half a minute after its runtime was stopped, and pods wait meanwhile', () => {
    const cluster = TestCluster.booted();
    const services = cluster.cluster.services('node01')!;
    services.act('stop', 'containerd');
    cluster.apply(web('node01')).advanceMs(45_000);
    expect(readiness(cluster, 'node01')).toBe('False');
    expect(cluster.pod('web').status?.phase).toBe('Pending');
    services.act('start', 'containerd');
    cluster.untilPhase('web', 'Running').advanceMs(20_000);
    expect(readiness(cluster, 'node01')).toBe('True');
  });

  it('reads its manifests where the configuration says once the kubelet is restarted', () => {
    const cluster = TestCluster.booted();
    const { files } = cluster.cluster.machine('node01')!;
    const path = '/var/lib/kubelet/config.yaml';
    const config = files.read(path)!.replace('/etc/kubernetes/manifests', '/etc/pods');
    cluster
      .writeFile('node01', path, config)
      .writeFile(
        'node01',
        '/etc/pods/a.yaml',
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: c\n    image: nginx\n',
      );
    cluster.advanceMs(20_000);
    expect(cluster.handle('GET', '/api/v1/namespaces/default/pods/a-node01').status).toBe(404);
    cluster.cluster.services('node01')!.act('restart', 'kubelet');
    cluster.untilPhase('a-node01', 'Running');
  });

  it('does not get its kubelet up with a broken configuration, and tries again every ten seconds', () => {
    const cluster = TestCluster.booted();
    cluster.cluster.machine('node01')!.files.remove('/var/lib/kubelet/config.yaml');
    cluster.cluster.services('node01')!.act('restart', 'kubelet');
    cluster.advanceMs(25_000);
    expect(cluster.cluster.services('node01')!.status('kubelet')).toMatchObject({
      active: 'activating',
      sub: 'auto-restart',
      result: 'exit-code',
    });
    const lines = journal(cluster, 'node01', 'kubelet.service');
    expect(lines.join('\n')).toContain('open /var/lib/kubelet/config.yaml: no such file or directory');
    expect(lines).toContain('kubelet.service: Scheduled restart job, restart counter is at 2.');
  });

  it('tells in the kubelet’s log why a container does not start', () => {
    const cluster = TestCluster.booted().apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: { nodeName: 'node01', containers: [{ name: 'c', image: 'busybox', command: ['false'] }] },
    });
    cluster.advanceMs(30_000);
    expect(journal(cluster, 'node01', 'kubelet.service').join('\n')).toMatch(
      /pod_workers\.go:1324\] "Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"c\\" with CrashLoopBackOff: .*" pod="default\/web"/,
    );
  });

  it('has each port of its own network once', () => {
    const onHost = (name: string): Manifest => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: { nodeName: 'node01', hostNetwork: true, containers: [{ name: 'c', image: 'nginx' }] },
    });
    const cluster = TestCluster.booted().apply(onHost('web')).untilPhase('web', 'Running');
    cluster.apply(onHost('second')).advanceMs(10_000);
    expect(cluster.log('second')).toContain('bind() to 0.0.0.0:80 failed (98: Address already in use)');
    expect(cluster.pod('second').status?.containerStatuses?.[0]?.ready).toBe(false);
    cluster.delete('/api/v1/namespaces/default/pods/web').advanceMs(60_000);
    expect(cluster.pod('second').status?.containerStatuses?.[0]?.ready).toBe(true);
  });
});
