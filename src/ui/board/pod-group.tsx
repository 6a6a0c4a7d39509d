import type { CSSProperties } from 'react';
import { memo } from 'react';
import type { PodShape, PodView } from '../../session/protocol.ts';
import { classNames } from '../kit/class-names.ts';
import { podHue } from '../state/colour.ts';
import { counted } from '../state/format.ts';
import { usePage } from '../state/use-page.ts';
import type { TokenMode } from './density.ts';
import { PodGlyph } from './pod-glyph.tsx';
import { PodToken } from './pod-token.tsx';
import { stacksOf } from './stacks.ts';
import type { Stack } from './stacks.ts';
import styles from './pod-token.module.css';

/** The pods of one place. */
export const PodGroup = memo(function PodGroup(props: {
  readonly pods: readonly PodView[];
  readonly mode: TokenMode;
  readonly inLane?: boolean;
}) {
  const owners = usePage((state) => state.mirror.owners);
  const litPods = usePage((state) => state.lit.pods);
  const victims = usePage((state) => state.victims);
  const named = usePage((state) => state.inspected?.uid);
  const decided = usePage((state) => state.pinned?.podUid);
  if (props.mode === 'stacks') {
    return stacksOf(props.pods, props.inLane).map((stack) => (
      <PodStack key={stack.key} stack={stack} inLane={props.inLane} hue={podHue(stack.first, owners)} />
    ));
  }
  return props.pods.map((pod) => (
    <PodToken
      key={pod.uid}
      pod={pod}
      named={props.mode === 'named'}
      inLane={props.inLane}
      hue={podHue(pod, owners)}
      lit={litPods.has(pod.uid) || pod.uid === named || pod.uid === decided}
      victim={victims.size > 0 && victims.has(`${pod.namespace}/${pod.name}`)}
    />
  ));
});

function PodStack(props: {
  readonly stack: Stack;
  readonly inLane?: boolean;
  readonly hue: number | undefined;
}) {
  const { hue, inLane } = props;
  const { first, count } = props.stack;
  const shape: PodShape = inLane ? 'pending' : first.shape;
  return (
    <span
      role="treeitem"
      aria-level={2}
      aria-selected={false}
      aria-label={`${counted(count, 'pod')} of ${first.ownerName}, ${shape}`}
      tabIndex={-1}
      data-pod={first.uid}
      data-shape={shape}
      title={`${first.ownerName}: ${counted(count, 'pod')}, ${shape}`}
      className={classNames(styles.pod, styles.named, styles.stack, first.system && styles.system)}
      style={hue === undefined ? undefined : ({ '--hue': hue } as CSSProperties)}
    >
      <PodGlyph shape={shape} />
      <span className={styles.name}>{first.ownerName}</span>
      {count > 1 && <b>×{count}</b>}
    </span>
  );
}
