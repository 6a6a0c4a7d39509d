import type { CSSProperties } from 'react';
import { classNames } from './class-names.ts';
import styles from './score-table.module.css';

/** What one plugin gave one node. */
interface Score {
  readonly plugin: string;
  readonly raw: number;
  readonly normalised: number;
  readonly weight: number;
  readonly weighted: number;
}

export interface ScoredNode {
  readonly nodeName: string;
  readonly verdict: 'refused' | 'fits' | 'not-looked-at';
  readonly plugin?: string;
  readonly reasons?: readonly string[];
  readonly scores?: readonly Score[];
  readonly total?: number;
}

/** All that was said of all nodes in one decision: refusals with their words, scores with their sums. */
export function ScoreTable(props: {
  readonly verdicts: readonly ScoredNode[];
  readonly chosen?: string;
  readonly hueOf: (plugin: string) => number;
  readonly onPoint: (nodes: readonly string[]) => void;
}) {
  const { verdicts } = props;
  const scored = verdicts
    .filter((node) => node.verdict === 'fits')
    .sort((a, b) => (b.total ?? 0) - (a.total ?? 0));
  const refused = verdicts.filter((node) => node.verdict === 'refused');
  const unseen = verdicts.length - scored.length - refused.length;
  const plugins = scored[0]?.scores?.map((score) => score) ?? [];
  return (
    <div className={styles.scores}>
      {scored.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Plugin</th>
              {scored.map((node) => (
                <th
                  key={node.nodeName}
                  scope="col"
                  className={classNames(node.nodeName === props.chosen && styles.chosen)}
                >
                  {node.nodeName}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {plugins.map((plugin, row) => (
              <tr key={plugin.plugin}>
                <th scope="row">
                  <i style={{ '--hue': props.hueOf(plugin.plugin) } as CSSProperties} aria-hidden />
                  {plugin.plugin} <span className={styles.weight}>×{plugin.weight}</span>
                </th>
                {scored.map((node) => (
                  <Points key={node.nodeName} score={node.scores?.[row]} />
                ))}
              </tr>
            ))}
            <tr className={styles.sum}>
              <th scope="row">Total</th>
              {scored.map((node) => (
                <td
                  key={node.nodeName}
                  className={classNames(node.nodeName === props.chosen && styles.chosen)}
                >
                  {node.total ?? '—'}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      )}
      {refused.length > 0 && (
        <ul className={styles.refused}>
          {refused.map((node) => (
            <li key={node.nodeName}>
              <button
                type="button"
                onMouseEnter={() => props.onPoint([node.nodeName])}
                onMouseLeave={() => props.onPoint([])}
                onFocus={() => props.onPoint([node.nodeName])}
                onBlur={() => props.onPoint([])}
              >
                <b>{node.nodeName}</b> <span className={styles.plugin}>✕ {node.plugin}</span>{' '}
                {(node.reasons ?? []).join(', ')}
              </button>
            </li>
          ))}
        </ul>
      )}
      {unseen > 0 && <p className={styles.weight}>{unseen} not looked at</p>}
    </div>
  );
}

function Points({ score }: { readonly score: Score | undefined }) {
  if (!score) return <td>—</td>;
  return (
    <td title={`raw ${score.raw}, normalised ${score.normalised} × ${score.weight}`}>
      {score.weighted}
      {score.weight !== 1 && (
        <span className={styles.weight}>
          {' '}
          = {score.normalised}×{score.weight}
        </span>
      )}
    </td>
  );
}
