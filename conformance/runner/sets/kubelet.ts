import type { ConformanceSet } from '../set.ts';
import { liveClusterSet } from './live-cluster.ts';

/** What the kubelets of a live cluster did, family by family. */
export const set: ConformanceSet = liveClusterSet('kubelet');
