import { CirclePause, ClockAlert, PowerOff, Snail, Unplug } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ActiveFault } from '../../session/protocol.ts';
import { troubleText } from '../state/troubles.ts';
import styles from './troubles.module.css';

const icons: Partial<Record<ActiveFault['kind'], LucideIcon>> = {
  'network-cut': Unplug,
  'power-off': PowerOff,
  'machine-hangs': Snail,
  'kubelet-stopped': CirclePause,
  'clock-jump': ClockAlert,
};

/** What somebody let go wrong with a node's machine; in words where there is room. */
export function Troubles(props: { readonly troubles: readonly ActiveFault[]; readonly wide: boolean }) {
  if (props.troubles.length === 0) return null;
  return (
    <div className={styles.troubles}>
      {props.troubles.map((trouble) => {
        const Icon = icons[trouble.kind] ?? Unplug;
        const text = troubleText(trouble);
        return (
          <span key={trouble.kind} className={styles.trouble} title={text}>
            <Icon aria-hidden size="1em" strokeWidth={2.4} />
            {props.wide && text}
          </span>
        );
      })}
    </div>
  );
}
