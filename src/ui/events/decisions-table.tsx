import { X } from 'lucide-react';
import { useMemo } from 'react';
import type { Decision } from '../../session/protocol.ts';
import { Button } from '../kit/button.tsx';
import { Clauses } from '../kit/clauses.tsx';
import type { Column } from '../kit/data-table.tsx';
import { DataTable } from '../kit/data-table.tsx';
import { ScoreTable } from '../kit/score-table.tsx';
import { light, lightNothing, pin, unpin } from '../state/actions.ts';
import { pluginHue } from '../state/colour.ts';
import { clockText } from '../state/format.ts';
import type { PageState } from '../state/store.ts';
import { usePage, usePageCalmly } from '../state/use-page.ts';
import styles from './events.module.css';

const decisionsOf = (state: PageState): PageState['mirror']['decisions'] => state.mirror.decisions;

/** Every attempt of every scheduler; the chosen one with all its verdicts, and shown again on the board. */
export function DecisionsTable() {
  const decisions = usePageCalmly(decisionsOf);
  const startMs = usePage((state) => state.mirror.time.startMs);
  const lit = usePage((state) => state.lit);
  const pinned = usePage((state) => state.pinned);
  const columns = useMemo(() => columnsSince(startMs), [startMs]);
  return (
    <div className={styles.split}>
      <div className={styles.sides}>
        <DataTable
          label="decisions"
          rows={decisions}
          columns={columns}
          keyOf={(decision) => String(decision.id)}
          textOf={(decision) =>
            `${decision.podNamespace}/${decision.podName} ${decision.schedulerName} ${decision.outcome} ${decision.nodeName ?? ''} ${decision.message}`
          }
          sorting={{ column: 'at', descending: true }}
          empty="No scheduler has decided anything yet."
          lit={(decision) => lit.pods.has(decision.podUid) || decision.id === pinned?.id}
          onPoint={(decision) => (decision ? light([], [decision.podUid]) : lightNothing())}
          onOpen={pin}
        />
        {pinned && <Detail decision={pinned} />}
      </div>
    </div>
  );
}

function Detail({ decision }: { readonly decision: Decision }) {
  return (
    <div
      className={styles.detail}
      role="region"
      aria-label={`Decision about ${decision.podName}`}
      tabIndex={0}
    >
      <div className={styles.detailHead}>
        <p>{decision.sentence}</p>
        <Button icon={X} label="Close the decision" iconOnly onClick={unpin} />
      </div>
      {decision.clauses.length > 0 && (
        <p className={styles.mono}>
          <Clauses message={decision.message} clauses={decision.clauses} onPoint={light} />
        </p>
      )}
      <ScoreTable verdicts={decision.verdicts} chosen={decision.nodeName} hueOf={pluginHue} onPoint={light} />
      {decision.preemption && <Preemption candidates={decision.preemption} />}
    </div>
  );
}

function Preemption({ candidates }: { readonly candidates: NonNullable<Decision['preemption']> }) {
  return (
    <ul aria-label="Preemption">
      {candidates.map((candidate) => (
        <li key={candidate.nodeName}>
          <b>{candidate.nodeName}</b>{' '}
          {candidate.refused ?? `would evict ${candidate.victims.join(', ') || 'nobody'}`}
          {candidate.chosen && <span className={styles.good}> · chosen</span>}
        </li>
      ))}
    </ul>
  );
}

function columnsSince(startMs: number): Column<Decision>[] {
  return [
    {
      id: 'at',
      title: 'Time',
      width: '6.6em',
      cell: (decision) => clockText(decision.atMs - startMs),
      order: (decision) => decision.id,
    },
    {
      id: 'pod',
      title: 'Pod',
      width: 'minmax(7em, 1fr)',
      cell: (decision) => decision.podName,
      order: (decision) => decision.podName,
    },
    {
      id: 'outcome',
      title: 'Outcome',
      width: 'minmax(7em, 1fr)',
      cell: (decision) =>
        decision.outcome === 'scheduled' ? (
          <span className={styles.good}>→ {decision.nodeName}</span>
        ) : (
          <span className={styles.bad}>✕ {decision.outcome}</span>
        ),
      order: (decision) => decision.nodeName ?? decision.outcome,
    },
    {
      id: 'scheduler',
      title: 'Scheduler',
      width: 'minmax(8em, 12em)',
      cell: (decision) => decision.schedulerName,
      order: (decision) => decision.schedulerName,
      from: 460,
    },
    {
      id: 'message',
      title: 'Message',
      width: 'minmax(0, 3fr)',
      cell: (decision) => decision.message,
      order: (decision) => decision.message,
      from: 760,
    },
  ];
}
