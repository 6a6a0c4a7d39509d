import { describe, expect, test } from 'vitest';
import type { Job } from '../../api/types.ts';
import { TestCluster } from '../../../testing/test-cluster.ts';

const path = '/apis/batch/v1/namespaces/default/jobs/work';

/** A Job whose pods run `script`, as the index `$I`. */
function job(spec: object, script: string): Record<string, unknown> {
  const command = ['sh', '-c', `I=$JOB_COMPLETION_INDEX; ${script}`];
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'work' },
    spec: {
      completionMode: 'Indexed',
      ...spec,
      template: {
        spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox', command }] },
      },
    },
  };
}

function ended(spec: object, script: string, seconds = 120): Job {
  return TestCluster.booted()
    .apply(job(spec, script))
    .advanceMs(seconds * 1000)
    .get<Job>(path);
}

function ends({ status }: Job): string[] {
  return (status?.conditions ?? []).map(({ type, reason, message }) => `${type} ${reason}: ${message}`);
}

describe('a limit per index', () => {
  test('an index that failed too often lets the others go on', () => {
    const done = ended(
      { completions: 3, parallelism: 3, backoffLimitPerIndex: 1 },
      'if [ "$I" = 1 ]; then exit 1; fi',
    );
    expect(done.status).toMatchObject({
      failed: 2,
      succeeded: 2,
      completedIndexes: '0,2',
      failedIndexes: '1',
    });
    expect(ends(done)).toEqual([
      'FailureTarget FailedIndexes: Job has failed indexes',
      'Failed FailedIndexes: Job has failed indexes',
    ]);
  });

  test('more failed indexes than may be end the Job', () => {
    const done = ended(
      { completions: 4, parallelism: 4, backoffLimitPerIndex: 0, maxFailedIndexes: 1 },
      'if [ "$I" -lt 2 ]; then exit 1; fi; sleep 1000',
    );
    expect(done.status).toMatchObject({ failedIndexes: '0,1' });
    expect(ends(done).at(-1)).toBe(
      'Failed MaxFailedIndexesExceeded: Job has exceeded the specified maximal number of failed indexes',
    );
  });

  test('a rule gives an index up at once', () => {
    const podFailurePolicy = {
      rules: [{ action: 'FailIndex', onExitCodes: { operator: 'In', values: [42] } }],
    };
    const done = ended(
      { completions: 2, parallelism: 2, backoffLimitPerIndex: 5, podFailurePolicy },
      'if [ "$I" = 0 ]; then exit 42; fi',
      30,
    );
    expect(done.status).toMatchObject({ failed: 1, succeeded: 1, failedIndexes: '0' });
  });

  test('the next pod of an index says how often it failed', () => {
    const cluster = TestCluster.booted()
      .apply(job({ completions: 1, backoffLimitPerIndex: 3 }, 'exit 1'))
      .advanceMs(60_000);
    const counts = cluster
      .pods()
      .map(({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-index-failure-count'] ?? '');
    expect(counts.toSorted()).toEqual(['0', '1', '2']);
  });
});

describe('a success policy', () => {
  test.each([
    ['some indexes', [{ succeededIndexes: '0,2' }], 0],
    [
      'a number of some',
      [
        { succeededIndexes: '1-3', succeededCount: 5 },
        { succeededIndexes: '0-3', succeededCount: 2 },
      ],
      1,
    ],
    ['any number', [{ succeededCount: 2 }], 0],
  ])('%s', (_, rules, index) => {
    const done = ended(
      { completions: 4, parallelism: 4, successPolicy: { rules } },
      'if [ "$I" = 0 ]; then exit 0; fi; if [ "$I" = 2 ]; then exit 0; fi; sleep 1000',
    );
    expect(ends(done)).toEqual([
      `SuccessCriteriaMet SuccessPolicy: Matched rules at index ${index}`,
      `Complete SuccessPolicy: Matched rules at index ${index}`,
    ]);
    expect(done.status).toMatchObject({ succeeded: 2, completedIndexes: '0,2' });
    expect(done.status?.failed).toBeUndefined();
  });
});

test('a Job that somebody else looks after is left alone', () => {
  const cluster = TestCluster.booted()
    .apply(job({ completions: 1, managedBy: 'example.com/jobs' }, 'exit 0'))
    .advanceMs(20_000);
  expect(cluster.pods()).toEqual([]);
  expect(cluster.get<Job>(path).status).toEqual({});
});

test('a pod that is going is not replaced until it has ended, where that is asked for', () => {
  const spec = { completions: 1, podReplacementPolicy: 'Failed', backoffLimit: 3 };
  const cluster = TestCluster.booted().apply(job(spec, 'sleep 1000')).advanceMs(10_000);
  const [first] = cluster.pods();
  cluster.delete(`/api/v1/namespaces/default/pods/${first?.metadata.name}`).advanceMs(20_000);
  expect(cluster.pods()).toHaveLength(1);
  expect(cluster.get<Job>(path).status).toMatchObject({ terminating: 1 });
  cluster.advanceMs(40_000);
  expect(cluster.pods().map(({ status }) => status?.phase)).toContain('Running');
});
