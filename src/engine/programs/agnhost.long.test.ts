import { expect, it } from 'vitest';
import { TestCluster } from '../../testing/test-cluster.ts';

type Manifest = Record<string, unknown>;

const image = 'registry.k8s.io/e2e-test-images/agnhost:2.56';

function podWith(args: readonly string[], more: object = {}, spec: object = {}): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', labels: { a: 'b' } },
    spec: { restartPolicy: 'Never', ...spec, containers: [{ name: 'c', image, args, ...more }] },
  };
}

const at = { volumeMounts: [{ name: 'v', mountPath: '/v' }] };
const configMap = (more: object = {}): Manifest => ({
  volumes: [{ name: 'v', configMap: { name: 'config', ...more } }],
});

it.each<[what: string, pod: Manifest, output: readonly string[]]>([
  [
    'its words',
    podWith(['entrypoint-tester', 'override', 'arguments']),
    ['[/agnhost entrypoint-tester override arguments]'],
  ],
  [
    'its words under another name',
    podWith(['entrypoint-tester'], { command: ['/agnhost-2'] }),
    ['[/agnhost-2 entrypoint-tester]'],
  ],
  [
    'a file of a ConfigMap with its mode',
    podWith(
      ['mounttest', '--file_content=/v/data-1', '--file_mode=/v/data-1'],
      at,
      configMap({ defaultMode: 0o400 }),
    ),
    ['content of file "/v/data-1": value-1', 'mode of file "/v/data-1": -r--------'],
  ],
  [
    'a file under another path, with a mode of its own',
    podWith(
      ['mounttest', '--file_content=/v/path/to/data-1', '--file_mode=/v/path/to/data-1'],
      at,
      configMap({ items: [{ key: 'data-1', path: 'path/to/data-1', mode: 0o440 }] }),
    ),
    ['content of file "/v/path/to/data-1": value-1', 'mode of file "/v/path/to/data-1": -r--r-----'],
  ],
  [
    'an empty folder in memory',
    podWith(['mounttest', '--fs_type=/v', '--file_perm=/v'], at, {
      volumes: [{ name: 'v', emptyDir: { medium: 'Memory' } }],
    }),
    ['mount type of "/v": tmpfs', 'perms of file "/v": -rwxrwxrwx'],
  ],
  [
    'a new file',
    podWith(['mounttest', '--new_file_0666=/v/test-file', '--file_perm=/v/test-file'], at, {
      volumes: [{ name: 'v', emptyDir: {} }],
    }),
    ['content of file "/v/test-file": mount-tester new file', 'perms of file "/v/test-file": -rw-rw-rw-'],
  ],
  [
    'labels in a volume',
    podWith(['mounttest', '--file_content=/v/labels'], at, {
      volumes: [
        {
          name: 'v',
          downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] },
        },
      ],
    }),
    ['content of file "/v/labels": a="b"'],
  ],
])('agnhost shows %s', (_what, pod, output) => {
  const cluster = TestCluster.booted()
    .apply({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'config' },
      data: { 'data-1': 'value-1' },
    })
    .apply(pod)
    .untilPhase('p', 'Succeeded');
  expect(cluster.log('p').split('\n')).toEqual(expect.arrayContaining([...output]));
});

it('agnhost pauses when it is told nothing', () => {
  const cluster = TestCluster.booted().apply(podWith([])).untilPhase('p', 'Running');
  expect(cluster.log('p')).toBe('Paused\n');
});
