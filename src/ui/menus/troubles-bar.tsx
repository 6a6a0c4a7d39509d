import { HeartPulse, TriangleAlert } from 'lucide-react';
import type { ActiveFault } from '../../session/protocol.ts';
import { Button } from '../kit/button.tsx';
import { remedy } from '../state/cluster-actions.ts';
import { troubleText } from '../state/troubles.ts';
import { usePage } from '../state/use-page.ts';
import styles from './menus.module.css';

/** What is wrong at present, how long it lasts, and how to end it. */
export function TroublesBar() {
  const faults = usePage((state) => state.mirror.faults);
  if (faults.length === 0) return null;
  return (
    <section className={styles.troubles} aria-label="What is wrong">
      <TriangleAlert aria-hidden size="1.15em" />
      <ul style={{ display: 'contents' }}>
        {faults.map((fault) => (
          <Trouble key={`${fault.kind} ${fault.target ?? ''}`} fault={fault} />
        ))}
      </ul>
    </section>
  );
}

function Trouble({ fault }: { readonly fault: ActiveFault }) {
  const { target, untilMs, kind } = fault;
  const leftS = usePage((state) =>
    untilMs === undefined ? undefined : Math.max(0, Math.ceil((untilMs - state.mirror.time.nowMs) / 1000)),
  );
  const ofMachine = target !== undefined && kind !== 'images-broken';
  const text = `${ofMachine ? `${target}: ` : ''}${troubleText(fault)}`;
  const putRight = remedy(fault);
  return (
    <li className={styles.trouble}>
      {text}
      {leftS !== undefined && <output aria-live="off">{leftS}s</output>}
      {putRight && <Button icon={HeartPulse} label={`Put right: ${text}`} iconOnly onClick={putRight} />}
    </li>
  );
}
