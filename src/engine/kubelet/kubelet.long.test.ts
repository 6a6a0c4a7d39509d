import { describe, expect, it } from 'vitest';
import type { Container, Pod } from '../api/types.ts';
import { TestCluster } from '../../testing/test-cluster.ts';

type Manifest = Record<string, unknown>;

type Spec = Partial<Pod['spec']>;

/** A pod on node01 with one container, which runs a script. */
function pod(name: string, script: string, container: Partial<Container> = {}, spec: Spec = {}): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      nodeName: 'node01',
      restartPolicy: 'Never',
      ...spec,
      containers: [{ name: 'c', image: 'busybox:1.36', command: ['sh', '-c', script], ...container }],
    },
  };
}

function configMap(data: Record<string, string>): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' }, data };
}

const mount = (more: object = {}): Partial<Container> => ({
  volumeMounts: [{ name: 'v', mountPath: '/v', ...more }],
});

/** What a pod writes until it has ended. */
function outputOf(cluster: TestCluster, manifest: Manifest, name = 'p'): string {
  return cluster.apply(manifest).untilPhase(name, 'Succeeded').log(name);
}

describe('what containers find', () => {
  it('are the services of their namespace, in their environment', () => {
    const cluster = TestCluster.booted().apply({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'redis-leader' },
      spec: { clusterIP: '10.96.3.4', ports: [{ name: 'tcp', port: 6379 }], selector: { app: 'redis' } },
    });
    const env = outputOf(cluster, pod('p', 'env'));
    expect(env.split('\n')).toEqual(
      expect.arrayContaining([
        'KUBERNETES_SERVICE_HOST=10.96.0.1',
        'KUBERNETES_PORT_443_TCP=tcp://10.96.0.1:443',
        'REDIS_LEADER_SERVICE_HOST=10.96.3.4',
        'REDIS_LEADER_SERVICE_PORT=6379',
        'REDIS_LEADER_SERVICE_PORT_TCP=6379',
        'REDIS_LEADER_PORT=tcp://10.96.3.4:6379',
        'REDIS_LEADER_PORT_6379_TCP_ADDR=10.96.3.4',
      ]),
    );
    const without = outputOf(cluster, pod('q', 'env', {}, { enableServiceLinks: false }), 'q');
    expect(without).toContain('KUBERNETES_SERVICE_HOST');
    expect(without).not.toContain('REDIS');
  });

  it('are hosts and name servers', () => {
    const spec: Spec = { hostAliases: [{ ip: '10.1.2.3', hostnames: ['foo.local', 'bar.local'] }] };
    const text = outputOf(TestCluster.booted(), pod('p', 'cat /etc/hosts /etc/resolv.conf', {}, spec));
    expect(text).toContain('10.1.2.3\tfoo.local\tbar.local');
    expect(text).toMatch(/^10\.244\.\d+\.\d+\tp$/m);
    expect(text).toContain('search default.svc.cluster.local svc.cluster.local cluster.local');
    expect(text).toContain('nameserver 10.96.0.10');
  });

  it('is a ConfigMap that follows its object, but for parts that are mounted alone', () => {
    const spec: Spec = { volumes: [{ name: 'v', configMap: { name: 'config' } }] };
    const container = {
      volumeMounts: [
        { name: 'v', mountPath: '/v' },
        { name: 'v', mountPath: '/one', subPath: 'key' },
      ],
    };
    const cluster = TestCluster.booted().apply(configMap({ key: 'old' }));
    cluster
      .apply(pod('p', 'while true; do echo $(cat /v/key) $(cat /one); sleep 5; done', container, spec))
      .untilPhase('p', 'Running')
      .advanceMs(10_000);
    const path = '/api/v1/namespaces/default/configmaps/config';
    cluster.request('PATCH', path, { data: { key: 'new' } }, 'application/merge-patch+json');
    cluster.advanceMs(100_000);
    expect([...new Set(cluster.log('p').trim().split('\n'))]).toEqual(['old old', 'new old']);
  });

  it('are the machine’s own files', () => {
    const spec: Spec = { volumes: [{ name: 'v', hostPath: { path: '/data' } }] };
    const cluster = TestCluster.booted().writeFile('node01', '/data/in/a', 'from the machine');
    expect(outputOf(cluster, pod('p', 'cat /v/in/a; echo back > /v/out', mount(), spec))).toBe(
      'from the machine',
    );
    expect(cluster.cluster.machine('node01')!.files.read('/data/out')).toBe('back\n');
  });

  it('is a part of a volume, as they ask for it', () => {
    const spec: Spec = { volumes: [{ name: 'v', emptyDir: {} }] };
    const container = {
      env: [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      volumeMounts: [
        { name: 'v', mountPath: '/whole' },
        { name: 'v', mountPath: '/part', subPathExpr: '$(POD)/logs' },
      ],
    };
    expect(
      outputOf(TestCluster.booted(), pod('p', 'echo x > /part/f; cat /whole/p/logs/f', container, spec)),
    ).toBe('x\n');
  });

  it.each([
    ['/tmp', 'error SubPath `/tmp` must not be an absolute path'],
    ['..', "unable to provision SubPath `..`: must not contain '..'"],
    ['', 'missing value for WHERE'],
  ])('cannot be the part "%s" of a volume', (value, message) => {
    const spec: Spec = { volumes: [{ name: 'v', emptyDir: {} }] };
    const container = { env: [{ name: 'WHERE', value }], ...mount({ subPathExpr: '$(WHERE)' }) };
    const cluster = TestCluster.booted()
      .apply(pod('p', 'true', container, spec))
      .advanceMs(30_000);
    const [status] = cluster.pod('p').status?.containerStatuses ?? [];
    expect(status?.state?.waiting).toEqual({ reason: 'CreateContainerConfigError', message });
  });
});

it('gives containers a token of their service account, bound to the pod', () => {
  const file = '/var/run/secrets/kubernetes.io/serviceaccount/token';
  const cluster = TestCluster.booted().advanceMs(5_000);
  const token = outputOf(cluster, pod('p', `cat ${file}`));
  const { status } = cluster.request('POST', '/apis/authentication.k8s.io/v1/tokenreviews', {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenReview',
    spec: { token },
  }) as { status: object };
  expect(status).toMatchObject({
    authenticated: true,
    user: {
      username: 'system:serviceaccount:default:default',
      extra: {
        'authentication.kubernetes.io/pod-name': ['p'],
        'authentication.kubernetes.io/node-name': ['node01'],
      },
    },
  });
});

describe('what a kubelet tells of containers', () => {
  it.each<[what: string, script: string, more: Partial<Container>, message: string | undefined]>([
    ['their file', 'echo -n gone > /dev/termination-log; exit 1', {}, 'gone'],
    ['a file of their own', 'echo -n bye > /tmp/end', { terminationMessagePath: '/tmp/end' }, 'bye'],
    [
      'their log when they fail',
      'echo oh; exit 1',
      { terminationMessagePolicy: 'FallbackToLogsOnError' },
      'oh\n',
    ],
    [
      'nothing of a log when they do not',
      'echo oh',
      { terminationMessagePolicy: 'FallbackToLogsOnError' },
      undefined,
    ],
  ])('is %s', (_what, script, more, message) => {
    const cluster = TestCluster.booted().apply(pod('p', script, more));
    cluster.runUntil(() => ['Succeeded', 'Failed'].includes(cluster.pod('p').status?.phase ?? ''));
    expect(cluster.pod('p').status?.containerStatuses?.[0]?.state?.terminated?.message).toBe(message);
  });

  it.each([
    ['registry.k8s.io/etcd:3.6.8-0', 2379, true],
    ['nginx:1.27', 80, false],
    ['nginx:1.27', 81, false],
  ])('is that %s is healthy by gRPC at port %d: %s', (image, port, healthy) => {
    const cluster = TestCluster.booted().apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p' },
      spec: { containers: [{ name: 'c', image, readinessProbe: { grpc: { port }, periodSeconds: 1 } }] },
    });
    cluster.untilPhase('p', 'Running').advanceMs(5000);
    expect(cluster.pod('p').status?.containerStatuses?.[0]?.ready).toBe(healthy);
  });
});

describe('an image that needs credentials', () => {
  const image = 'registry.example/private/app:1';
  const credentials = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'regcred' },
    type: 'kubernetes.io/dockerconfigjson',
    stringData: { '.dockerconfigjson': '{"auths":{"registry.example":{"auth":"dXNlcjpwYXNz"}}}' },
  };
  const app = (name: string, spec: Spec = {}): Manifest => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      nodeName: 'node01',
      ...spec,
      containers: [{ name: 'c', image, imagePullPolicy: 'IfNotPresent' }],
    },
  });
  const waiting = (cluster: TestCluster, name: string): string | undefined =>
    cluster.pod(name).status?.containerStatuses?.[0]?.state?.waiting?.reason;

  it('is pulled for pods that bring them, and not given to others', () => {
    const secret = { imagePullSecrets: [{ name: 'regcred' }] };
    const cluster = TestCluster.booted().apply(app('early', secret)).advanceMs(5000);
    expect(waiting(cluster, 'early')).toMatch(/^(ErrImagePull|ImagePullBackOff)$/);
    expect(cluster.events('early')).toContain(
      'FailedToRetrieveImagePullSecret Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.',
    );
    cluster.apply(credentials).apply(app('good', secret)).untilPhase('good', 'Running');
    cluster.apply(app('bare')).advanceMs(5000);
    expect(waiting(cluster, 'bare')).toMatch(/^(ErrImagePull|ImagePullBackOff)$/);
  });
});
