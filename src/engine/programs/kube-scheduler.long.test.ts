import { describe, expect, it } from 'vitest';
import type { Lease, Pod } from '../api/types.ts';
import { TestCluster } from '../../testing/test-cluster.ts';
import { download } from './downloads.ts';

const unitFile = '/etc/systemd/system/my-custom-scheduler.service';
const configFile = '/etc/kubernetes/config/kube-scheduler.yaml';

function unit(...flags: readonly string[]): string {
  return `[Unit]
Description=Kubernetes Scheduler

[Service]
ExecStart=/usr/local/bin/kube-scheduler \\
  ${flags.join(' \\\n  ')}
Restart=on-failure
RestartSec=5

[Install]
WantedBy=multi-user.target
`;
}

const config = `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
clientConnection:
  kubeconfig: /etc/kubernetes/scheduler.conf
leaderElection:
  leaderElect: false
profiles:
- schedulerName: my-custom-scheduler
`;

const nginx = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'nginx' },
  spec: { schedulerName: 'my-custom-scheduler', containers: [{ name: 'nginx', image: 'nginx' }] },
};

/** A control plane onto which the slides' binary was fetched. */
function withBinary(options: ConstructorParameters<typeof TestCluster>[0] = {}): TestCluster {
  const release = 'https://storage.googleapis.com/kubernetes-release/release/v1.12.0';
  const fetched = download(`${release}/bin/linux/amd64/kube-scheduler`);
  if (fetched.kind !== 'file') throw new Error('the slides’ binary is missing');
  return TestCluster.booted(options).writeFile('controlplane', '/usr/local/bin/kube-scheduler', fetched.text);
}

function journal(cluster: TestCluster): string {
  const lines = cluster.cluster.services('controlplane')?.journal.lines ?? [];
  return lines
    .filter((line) => line.unit === 'my-custom-scheduler.service')
    .map(({ text }) => text)
    .join('\n');
}

describe('a scheduler that systemd runs', () => {
  it('places the pods that name it, from a configuration of today', () => {
    const cluster = withBinary()
      .writeFile('controlplane', configFile, config)
      .writeFile('controlplane', unitFile, unit(`--config=${configFile}`, '--secure-port=10269'))
      .apply(nginx)
      .advanceMs(20_000);
    expect(cluster.pod('nginx').status?.phase).toBe('Pending');
    expect(cluster.events('nginx')).toEqual([]);
    cluster.cluster.services('controlplane')!.act('start', 'my-custom-scheduler');
    cluster.untilPhase('nginx', 'Running');
    const scheduled = cluster
      .list<{ reason: string; source?: { component?: string }; reportingComponent?: string } & Pod>(
        '/api/v1/namespaces/default/events',
      )
      .find(({ reason }) => reason === 'Scheduled');
    expect(scheduled?.reportingComponent ?? scheduled?.source?.component).toBe('my-custom-scheduler');
  });

  it('refuses the flags of the slides as v1.36 does, and fails', () => {
    const cluster = withBinary().writeFile(
      'controlplane',
      unitFile,
      unit('--kubeconfig=/etc/kubernetes/scheduler.conf', '--scheduler-name=my-custom-scheduler'),
    );
    cluster.cluster.services('controlplane')!.act('start', 'my-custom-scheduler');
    cluster.advanceMs(8000);
    expect(journal(cluster)).toContain('Error: unknown flag: --scheduler-name');
    expect(journal(cluster)).toContain('Main process exited, code=exited, status=1/FAILURE');
  });

  it.each([
    ['a flag', ['--kubeconfig=/etc/kubernetes/scheduler.conf', '--scheduler-name=my-custom-scheduler']],
    ['a flag as printed, beside a file', [`--config=${configFile}`, '--scheduler-name= my-custom-scheduler']],
  ])('takes its name from %s where all is as in the slides', (_what, flags) => {
    const cluster = withBinary({ asInSlides: true })
      .writeFile(
        'controlplane',
        configFile,
        'apiVersion: componentconfig/v1alpha1\nkind: KubeSchedulerConfiguration\nclientConnection:\n  kubeconfig: /etc/kubernetes/scheduler.conf\n',
      )
      .writeFile('controlplane', unitFile, unit(...flags, '--leader-elect=false'))
      .apply(nginx);
    cluster.cluster.services('controlplane')!.act('start', 'my-custom-scheduler');
    cluster.untilPhase('nginx', 'Running');
    expect(journal(cluster)).toContain('server.go:126] Version: v1.12.0');
  });
});

const manifest = (flags: readonly string[]): string => `apiVersion: v1
kind: Pod
metadata:
  name: my-custom-scheduler
  namespace: kube-system
spec:
  containers:
  - command:
    - kube-scheduler
    - --address=127.0.0.1
    - --kubeconfig=/etc/kubernetes/scheduler.conf
    - --leader-elect=true
${flags.map((flag) => `    - ${flag}\n`).join('')}    image: k8s.gcr.io/kube-scheduler-amd64:v1.11.3
    name: my-custom-scheduler
`;
const manifestFile = '/etc/kubernetes/manifests/my-custom-scheduler.yaml';
const named = ['--scheduler-name=my-custom-scheduler', '--lock-object-name=my-custom-scheduler'];

describe('a scheduler in a static pod', () => {
  it('crashes with the slides’ flags', () => {
    const cluster = TestCluster.booted().writeFile('controlplane', manifestFile, manifest(named));
    cluster.advanceMs(20_000);
    expect(cluster.log('my-custom-scheduler-controlplane', 'kube-system')).toContain(
      'Error: unknown flag: --address',
    );
  });

  it('has a Lease of its own and schedules where all is as in the slides', () => {
    const cluster = TestCluster.booted({ asInSlides: true })
      .writeFile('controlplane', manifestFile, manifest(named))
      .apply(nginx)
      .untilPhase('nginx', 'Running');
    const lease = cluster.get<Lease>(
      '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/my-custom-scheduler',
    );
    expect(lease.spec?.holderIdentity).toMatch(/^my-custom-scheduler-controlplane_/);
    const log = cluster.log('my-custom-scheduler-controlplane', 'kube-system');
    expect(log).toContain('attempting to acquire leader lease  kube-system/my-custom-scheduler...');
    expect(log).toContain('successfully acquired lease kube-system/my-custom-scheduler');
  });

  it('lets DaemonSets place their pods themselves where all is as in the slides', () => {
    const cluster = TestCluster.booted({ asInSlides: true });
    cluster.cluster.machine('controlplane')!.files.remove('/etc/kubernetes/manifests/kube-scheduler.yaml');
    cluster.advanceMs(10_000).apply({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'agent' },
      spec: {
        selector: { matchLabels: { app: 'agent' } },
        template: {
          metadata: { labels: { app: 'agent' } },
          spec: { containers: [{ name: 'agent', image: 'monitoring-agent' }] },
        },
      },
    });
    cluster.runUntil(() => cluster.pods().filter(({ status }) => status?.phase === 'Running').length === 2);
  });
});
