import { Undo2, Unplug, Users } from 'lucide-react';
import { Button } from '../kit/button.tsx';
import { counted } from '../state/format.ts';
import { rejoin } from '../state/served.ts';
import { usePage } from '../state/use-page.ts';
import styles from './company.module.css';

/** Who looks at a served cluster, and the way back to it from a copy of one's own. */
export function Company() {
  const company = usePage((state) => state.company);
  const viewers = usePage((state) => state.mirror.time.viewers);
  if (company === 'aside') {
    return (
      <p className={styles.company}>
        <span title="Nothing that happens here is seen by the others.">Your own copy</span>
        <Button icon={Undo2} label="Back to the shared cluster" look="raised" onClick={() => void rejoin()} />
      </p>
    );
  }
  if (company !== 'shared' || viewers === undefined) return null;
  return (
    <p
      className={styles.company}
      title="This cluster is served to several pages: they see the same board and the same time, and whoever pauses it pauses it for all."
    >
      <Users aria-hidden size="1.1em" />
      Shared <span aria-hidden>·</span> {counted(viewers, 'page')}
    </p>
  );
}

/** Says that the server does not answer. */
export function Lost() {
  const lost = usePage((state) => state.lost);
  if (!lost) return null;
  return (
    <div className={styles.lost} role="alert">
      <Unplug aria-hidden size="1.2em" />
      <span>
        The server does not answer. The page looks for it; what you type is kept, and sent when it is back.
      </span>
    </div>
  );
}
