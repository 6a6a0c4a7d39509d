import { Pin } from 'lucide-react';
import type { CSSProperties } from 'react';
import type { Decision } from '../../session/protocol.ts';
import { Button } from '../kit/button.tsx';
import { Clauses } from '../kit/clauses.tsx';
import { Emphasised } from '../kit/emphasised.tsx';
import { light, unpin } from '../state/actions.ts';
import { pluginHue } from '../state/colour.ts';
import { counted } from '../state/format.ts';
import { shownDecision } from '../state/store.ts';
import type { PageState } from '../state/store.ts';
import { usePage } from '../state/use-page.ts';
import styles from './caption.module.css';

/** One plain sentence that says what the picture shows; also the live region for screen readers. */
export function Caption() {
  const decision = usePage(shownDecision);
  const pinned = usePage((state) => state.pinned !== undefined);
  const quiet = usePage(quietSentence);
  return (
    <div className={styles.caption} role="region" aria-label="What happens" tabIndex={0} data-caption>
      <div className={styles.text}>
        <p aria-live="polite" className={styles.sentence}>
          {decision ? (
            <Emphasised
              text={decision.sentence}
              words={[
                decision.schedulerName,
                decision.podName,
                ...decision.verdicts.slice(0, 40).map((verdict) => verdict.nodeName),
              ]}
            />
          ) : (
            quiet
          )}
        </p>
        {decision && decision.clauses.length > 0 && (
          <p className={styles.message}>
            <Clauses message={decision.message} clauses={decision.clauses} onPoint={light} />
          </p>
        )}
        {decision && <Legend decision={decision} />}
      </div>
      {pinned && <Button icon={Pin} label="Back to now" look="raised" onClick={unpin} />}
    </div>
  );
}

/** Which colour of the score bars is which plugin, with the winner's points. */
function Legend({ decision }: { readonly decision: Decision }) {
  const winner = decision.verdicts.find((verdict) => verdict.nodeName === decision.nodeName);
  // A plugin without points has no segment.
  const scores = (winner?.scores ?? []).filter((score) => score.weighted > 0);
  if (scores.length === 0) return null;
  return (
    <ul className={styles.legend} aria-label={`score of ${winner?.nodeName}`}>
      {scores.map((score) => (
        <li key={score.plugin}>
          <i style={{ '--hue': pluginHue(score.plugin) } as CSSProperties} aria-hidden />
          {score.plugin} <b>{score.weighted}</b>
        </li>
      ))}
    </ul>
  );
}

/** What to say while no decision is shown. */
function quietSentence(state: PageState): string {
  const { pods, nodes, time } = state.mirror;
  if (nodes.size === 0) return 'The cluster is starting…';
  const waiting: string[] = [];
  const starting: string[] = [];
  for (const pod of pods.values()) {
    if (!pod.nodeName) waiting.push(pod.name);
    else if (pod.shape === 'creating') starting.push(pod.name);
  }
  if (waiting.length > 0)
    return `${namedOrCounted(waiting)} ${waiting.length === 1 ? 'waits' : 'wait'} for a node.`;
  if (starting.length > 0)
    return `${namedOrCounted(starting)} ${starting.length === 1 ? 'is' : 'are'} starting.`;
  return time.paused ? 'Time stands still.' : 'Nothing waits to be scheduled.';
}

/** `db-0 and web-1`, or `12 pods`. */
function namedOrCounted(names: readonly string[]): string {
  return names.length > 3 ? counted(names.length, 'pod') : new Intl.ListFormat('en').format(names);
}
