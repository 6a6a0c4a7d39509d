import { memo } from 'react';
import type { LaneView, PodView } from '../../session/protocol.ts';
import { classNames } from '../kit/class-names.ts';
import { counted } from '../state/format.ts';
import { lanePlace } from '../state/place.ts';
import type { LaneSlot } from '../state/place.ts';
import { shownDecision } from '../state/store.ts';
import { usePage } from '../state/use-page.ts';
import { PodGroup } from './pod-group.tsx';
import styles from './lane.module.css';

const noPods: readonly PodView[] = [];

interface SlotKind {
  readonly slot: LaneSlot;
  readonly title: string;
  readonly hint: string;
  /** Shown even when nobody is there. */
  readonly always: boolean;
}

const served: readonly SlotKind[] = [
  { slot: 'active', title: 'active', hint: 'next to be scheduled', always: true },
  { slot: 'backoff', title: 'backoff', hint: 'failed, waits before the next try', always: true },
  {
    slot: 'unschedulable',
    title: 'unschedulable',
    hint: 'no node fits until something changes',
    always: true,
  },
  { slot: 'gated', title: 'gated', hint: 'held back by scheduling gates', always: false },
];
const unserved: readonly SlotKind[] = [
  { slot: 'waiting', title: 'waiting for it', hint: 'nobody looks at these pods', always: true },
];

/** A scheduler, whether it runs or not, and the pods that wait for it. */
export const Lane = memo(function Lane({ lane }: { readonly lane: LaneView }) {
  const busy = usePage((state) => shownDecision(state)?.schedulerName === lane.schedulerName);
  const kinds = lane.running ? served : unserved;
  const status = lane.running ? (lane.servedBy?.split('/').at(-1) ?? 'running') : 'not running';
  return (
    <div
      role="treeitem"
      aria-level={1}
      aria-expanded
      aria-selected={false}
      aria-label={`scheduler ${lane.schedulerName}, ${status}`}
      tabIndex={-1}
      data-lane={lane.schedulerName}
      className={classNames(styles.lane, busy && styles.busy, !lane.running && styles.stopped)}
    >
      <header className={styles.header}>
        <b>{lane.schedulerName}</b>
        <span>{status}</span>
      </header>
      {kinds.map((kind) => (
        <Slot key={kind.slot} kind={kind} schedulerName={lane.schedulerName} />
      ))}
    </div>
  );
});

function Slot({ kind, schedulerName }: { readonly kind: SlotKind; readonly schedulerName: string }) {
  const pods = usePage(
    (state) => state.places.podsByPlace.get(lanePlace(schedulerName, kind.slot)) ?? noPods,
  );
  if (pods.length === 0 && !kind.always) return null;
  return (
    <div className={styles.slot} data-slot={kind.slot}>
      <div className={styles.title} title={kind.hint}>
        {kind.title}
        {pods.length > 0 && <span className={styles.count}>{pods.length}</span>}
      </div>
      <div role="group" className={styles.pods} aria-label={`${kind.title}: ${counted(pods.length, 'pod')}`}>
        <PodGroup
          pods={pods}
          mode={pods.length <= 12 ? 'named' : pods.length <= 48 ? 'marks' : 'stacks'}
          inLane
        />
      </div>
    </div>
  );
}
