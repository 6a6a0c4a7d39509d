import type { PersistentVolumeClaim, Pod, Volume } from '../../../api/types.ts';
import { action, type ClusterEventWithHint } from '../../framework/cluster-event.ts';
import { StateKey, type CycleState } from '../../framework/cycle-state.ts';
import type { Handle } from '../../framework/handle.ts';
import type { EnqueueExtensions, FilterPlugin, PreFilterPlugin } from '../../framework/interface.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { errorStatus, skip, unresolvable, unschedulable, Status } from '../../framework/status.ts';
import { usesClaim } from '../../framework/volumes.ts';
import { disksConflict, isExclusiveDisk } from './disk-conflicts.ts';

const name = 'VolumeRestrictions';
const diskTaken = unschedulable(name, 'node(s) had no available disk');
const claimTaken = unschedulable(
  name,
  'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
);
const withoutPreFilter = errorStatus(name, `reading "PreFilter${name}" from cycleState: not found`);

/** Which ReadWriteOncePod claims the pod wants, and how many of them are in use. */
class ClaimConflicts {
  readonly claims: ReadonlySet<string>;
  count: number;

  constructor(claims: ReadonlySet<string>, count: number) {
    this.claims = claims;
    this.count = count;
  }

  change(claimKeys: readonly string[], by: 1 | -1): void {
    for (const key of claimKeys) if (this.claims.has(key)) this.count += by;
  }

  clone(): ClaimConflicts {
    return new ClaimConflicts(this.claims, this.count);
  }
}

const preFilterKey = new StateKey<ClaimConflicts>(`PreFilter${name}`);

/** Disks and claims that exclude each other. Models plugins/volumerestrictions (v1.36). */
export class VolumeRestrictions implements PreFilterPlugin, FilterPlugin, EnqueueExtensions {
  readonly name = name;
  readonly #handle: Handle;

  constructor(handle: Handle) {
    this.#handle = handle;
  }

  eventsToRegister(): readonly ClusterEventWithHint[] {
    return [
      {
        event: { resource: 'Pod', actionType: action.delete },
        hint: (pod, gone) => (mayConflict(pod, gone as Pod) ? 'Queue' : 'QueueSkip'),
      },
      { event: { resource: 'Node', actionType: action.add } },
      {
        event: { resource: 'PersistentVolumeClaim', actionType: action.add },
        hint: (pod, _old, claim) => (usesClaim(pod, claim as PersistentVolumeClaim) ? 'Queue' : 'QueueSkip'),
      },
    ];
  }

  preFilter(state: CycleState, { pod }: PodInfo): Status | undefined {
    const claims = this.#exclusiveClaims(pod);
    if (claims instanceof Status) return claims;
    let conflicts = 0;
    for (const key of claims) if (this.#handle.snapshot.isClaimUsed(key)) conflicts++;
    if (conflicts === 0 && !hasExclusiveDisk(pod)) return skip;
    state.write(preFilterKey, new ClaimConflicts(claims, conflicts));
    return undefined;
  }

  addPod(state: CycleState, _podInfo: PodInfo, added: PodInfo): Status | undefined {
    state.read(preFilterKey)?.change(added.claimKeys, 1);
    return undefined;
  }

  removePod(state: CycleState, _podInfo: PodInfo, removed: PodInfo): Status | undefined {
    state.read(preFilterKey)?.change(removed.claimKeys, -1);
    return undefined;
  }

  filter(state: CycleState, { pod }: PodInfo, node: NodeInfo): Status | undefined {
    for (const volume of pod.spec.volumes ?? []) {
      if (isExclusiveDisk(volume) && node.pods.some((other) => conflictsWith(volume, other.pod))) {
        return diskTaken;
      }
    }
    const conflicts = state.read(preFilterKey);
    if (conflicts === undefined) return withoutPreFilter;
    return conflicts.count > 0 ? claimTaken : undefined;
  }

  /** The pod's ReadWriteOncePod claims, as `namespace/name`. */
  #exclusiveClaims(pod: Pod): ReadonlySet<string> | Status {
    const claims = new Set<string>();
    for (const { persistentVolumeClaim } of pod.spec.volumes ?? []) {
      if (!persistentVolumeClaim) continue;
      const key = `${pod.metadata.namespace}/${persistentVolumeClaim.claimName}`;
      const claim = this.#handle.listers.persistentVolumeClaims.get(key);
      if (claim === undefined) {
        return unresolvable(name, `persistentvolumeclaim "${persistentVolumeClaim.claimName}" not found`);
      }
      if (claim.spec.accessModes?.includes('ReadWriteOncePod')) claims.add(key);
    }
    return claims;
  }
}

function hasExclusiveDisk({ spec }: Pod): boolean {
  return (spec.volumes ?? []).some(isExclusiveDisk);
}

function conflictsWith(volume: Volume, { spec }: Pod): boolean {
  return (spec.volumes ?? []).some((other) => disksConflict(volume, other));
}

/** Whether `gone` may have been in the way: the same disk, or the same claim. */
function mayConflict(pod: Pod, gone: Pod): boolean {
  if (pod.metadata.namespace !== gone.metadata.namespace) return false;
  for (const volume of pod.spec.volumes ?? []) {
    const claimName = volume.persistentVolumeClaim?.claimName;
    if (conflictsWith(volume, gone)) return true;
    const sameClaim = gone.spec.volumes?.some(
      (other) => claimName !== undefined && other.persistentVolumeClaim?.claimName === claimName,
    );
    if (sameClaim) return true;
  }
  return false;
}
