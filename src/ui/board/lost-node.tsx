import { Unplug } from 'lucide-react';
import type { PodView } from '../../session/protocol.ts';
import { classNames } from '../kit/class-names.ts';
import { nodePlace } from '../state/place.ts';
import { usePage } from '../state/use-page.ts';
import { PodGroup } from './pod-group.tsx';
import styles from './node-card.module.css';

const noPods: readonly PodView[] = [];

/** A name that pods are bound to although there is no such node: nobody runs them. */
export function LostNode({ name }: { readonly name: string }) {
  const pods = usePage((state) => state.places.podsByPlace.get(nodePlace(name)) ?? noPods);
  return (
    <div
      role="treeitem"
      aria-level={1}
      aria-expanded
      aria-selected={false}
      aria-label={`no such node: ${name}, ${pods.length} pods bound to it`}
      tabIndex={-1}
      className={classNames(styles.node, styles.notReady)}
      data-density="cosy"
    >
      <header className={styles.header}>
        <b className={styles.name}>{name}</b>
        <span className={classNames(styles.ready, styles.bad)}>
          <Unplug aria-hidden size="1em" /> no such node
        </span>
      </header>
      <div className={styles.body}>
        <div role="group" className={styles.pods} aria-label={`pods bound to ${name}`}>
          <PodGroup pods={pods} mode={pods.length > 10 ? 'stacks' : 'named'} />
        </div>
      </div>
    </div>
  );
}
