import type { KubeObject, Pod } from '../../../src/engine/api/types.ts';
import { schedulingWorld, type SchedulingWorld } from '../../../src/testing/scheduling-world.ts';

/** A line of `scheduler/verdicts`. */
export interface VerdictCase {
  readonly name: string;
  readonly config?: Record<string, unknown>;
  readonly objects?: readonly KubeObject[];
  readonly pod?: Pod;
  readonly sampling?: { readonly cycles: number };
  readonly expect: Readonly<Record<string, unknown>>;
}

/** The state that a case describes. */
export interface World extends SchedulingWorld {
  readonly pod: Pod | undefined;
  readonly percentageOfNodesToScore: number;
}

const clusterScoped = new Set([
  'Node',
  'Namespace',
  'PersistentVolume',
  'StorageClass',
  'CSINode',
  'CSIDriver',
  'VolumeAttachment',
  'ResourceSlice',
  'DeviceClass',
]);

/** Fills in what a case leaves out: uids, the namespace `default`. */
export function buildWorld({ objects = [], pod, config }: VerdictCase): World {
  let uids = 0;
  const complete = <T extends KubeObject>(object: T): T => ({
    ...object,
    metadata: {
      uid: `uid-${++uids}`,
      ...(!clusterScoped.has(object.kind ?? '') && { namespace: 'default' }),
      ...object.metadata,
    },
  });
  return {
    ...schedulingWorld(objects.map(complete)),
    pod: pod && complete(pod),
    percentageOfNodesToScore: Number(config?.['percentageOfNodesToScore'] ?? 0),
  };
}

/** `NAME` in namespace `default`, else `NAMESPACE/NAME`: how the cases write a pod. */
export function podName(key: string): string {
  return key.startsWith('default/') ? key.slice('default/'.length) : key;
}
