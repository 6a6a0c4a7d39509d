import type { CSSProperties } from 'react';
import { memo } from 'react';
import type { PodView } from '../../session/protocol.ts';
import { classNames } from '../kit/class-names.ts';
import { PodGlyph } from './pod-glyph.tsx';
import { podText, shortPodName } from './texts.ts';
import styles from './pod-token.module.css';

/** From this many letters on a name is set smaller, so that most stay on one line. */
const longName = 16;

/** One pod. In a lane it is drawn as pending, whatever has become of it meanwhile. */
export const PodToken = memo(function PodToken(props: {
  readonly pod: PodView;
  readonly named: boolean;
  readonly inLane?: boolean;
  /** Undefined for pods of the system, which are grey. */
  readonly hue: number | undefined;
  readonly lit: boolean;
  /** The decision that is shown would evict it. */
  readonly victim: boolean;
}) {
  const { pod, hue, lit, victim } = props;
  const shape = props.inLane ? 'pending' : pod.shape;
  return (
    <span
      role="treeitem"
      aria-level={2}
      aria-label={podText(pod, shape, victim)}
      aria-selected={lit}
      tabIndex={-1}
      data-pod={pod.uid}
      data-shape={shape}
      title={`${pod.namespace}/${pod.name} · ${pod.status}`}
      className={classNames(
        styles.pod,
        pod.system && styles.system,
        props.named ? styles.named : styles.mark,
        props.named && pod.name.length > longName && styles.long,
        lit && styles.lit,
        victim && styles.victim,
      )}
      style={hue === undefined ? undefined : ({ '--hue': hue } as CSSProperties)}
    >
      {props.named && <PodGlyph shape={shape} />}
      {props.named && <span className={styles.name}>{shortPodName(pod)}</span>}
      {props.named && pod.restarts > 0 && !props.inLane && (
        <span className={styles.restarts}>↻{pod.restarts}</span>
      )}
    </span>
  );
});
