import { X } from 'lucide-react';
import type { CSSProperties } from 'react';
import { memo } from 'react';
import type { NodeVerdict } from '../../session/protocol.ts';
import { classNames } from '../kit/class-names.ts';
import { pluginHue } from '../state/colour.ts';
import type { ShownVerdict } from '../state/store.ts';
import { paintedBar } from './painted-bar.ts';
import styles from './verdict.module.css';

/** What was said about a node: who refused it and why, or its scores by plugin. */
export const Verdict = memo(function Verdict(props: {
  readonly said: ShownVerdict;
  readonly chosen: boolean;
  /** One of many small ones: nothing moves, and a pointer finds less. */
  readonly small: boolean;
}) {
  const { small } = props;
  const { verdict, best } = props.said;
  if (verdict.verdict === 'refused') {
    const reasons = (verdict.reasons ?? []).join(', ');
    return (
      <div
        className={classNames(styles.verdict, styles.refused)}
        title={small ? `${verdict.plugin}: ${reasons}` : undefined}
      >
        <X aria-hidden size="1.1em" strokeWidth={2.6} />
        <span>
          <b>{verdict.plugin}</b> {reasons}
        </span>
      </div>
    );
  }
  if (verdict.verdict === 'not-looked-at') return <div className={styles.verdict}>not looked at</div>;
  return (
    <div className={classNames(styles.verdict, styles.scored, props.chosen && styles.chosen)}>
      {verdict.total === undefined ? (
        <span>fits</span>
      ) : (
        <>
          {small ? (
            <PaintedScore said={props.said} />
          ) : (
            <span className={styles.score} aria-hidden>
              {(verdict.scores ?? []).map((score) => (
                <i
                  key={score.plugin}
                  title={scoreText(score)}
                  style={
                    {
                      '--part': score.weighted / Math.max(1, best),
                      '--hue': pluginHue(score.plugin),
                    } as CSSProperties
                  }
                />
              ))}
            </span>
          )}
          <b className={styles.total}>{verdict.total}</b>
        </>
      )}
    </div>
  );
});

type Score = NonNullable<NodeVerdict['scores']>[number];

function scoreText({ plugin, weighted }: Score): string {
  return `${plugin}: ${weighted}`;
}

function PaintedScore({ said: { verdict, best } }: { readonly said: ShownVerdict }) {
  const scores = verdict.scores ?? [];
  const image = paintedBar(
    scores.map(({ plugin, weighted }) => ({ part: weighted / Math.max(1, best), hue: pluginHue(plugin) })),
  );
  return (
    <span
      className={styles.score}
      aria-hidden
      title={scores.map(scoreText).join(', ')}
      style={{ backgroundImage: image }}
    />
  );
}
