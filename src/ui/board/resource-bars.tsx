import type { CSSProperties } from 'react';
import { memo } from 'react';
import type { NodeView, PodView, Resources } from '../../session/protocol.ts';
import { classNames } from '../kit/class-names.ts';
import { podHue } from '../state/colour.ts';
import { coresText, memoryText } from '../state/format.ts';
import { usePage } from '../state/use-page.ts';
import { paintedBar } from './painted-bar.ts';
import styles from './resource-bars.module.css';

/** What the pods of a node ask for, as bars that are made of those pods. */
export const ResourceBars = memo(function ResourceBars(props: {
  readonly node: NodeView;
  readonly pods: readonly PodView[];
  readonly texts: BarTexts;
}) {
  const counting = props.pods.filter(occupies);
  return (
    <div className={styles.bars}>
      <Bar
        label="cpu"
        resource="cpuMillis"
        text={coresText}
        node={props.node}
        pods={counting}
        texts={props.texts}
      />
      <Bar
        label="memory"
        resource="memoryBytes"
        text={memoryText}
        node={props.node}
        pods={counting}
        texts={props.texts}
      />
    </div>
  );
});

/** Pods that have ended take nothing from their node. */
export function occupies(pod: PodView): boolean {
  return (
    pod.status !== 'Completed' &&
    pod.shape !== 'succeeded' &&
    !(pod.shape === 'failed' && pod.ready.startsWith('0/') && pod.status === 'Error')
  );
}

/** What is written beside a bar: `0.75 / 4`, `19%`, or nothing. */
export type BarTexts = 'amounts' | 'percent' | 'none';

function percent(used: number, all: number): string {
  return all > 0 ? `${Math.round((used / all) * 100)}%` : '';
}

/** More segments than this would be stripes: pods of one owner then share one. */
const segmentLimit = 12;

interface Segment {
  readonly pod: PodView;
  readonly amount: number;
}

/** The parts of a bar, in the order of the pods. */
export function segmentsOf(pods: readonly PodView[], resource: keyof Resources): Segment[] {
  const single = pods
    .filter((pod) => pod.requests[resource] > 0)
    .map((pod) => ({ pod, amount: pod.requests[resource] }));
  if (single.length <= segmentLimit) return single;
  const byOwner = new Map<string, { pod: PodView; amount: number }>();
  for (const { pod, amount } of single) {
    const key = pod.system ? 'system' : pod.owner;
    const segment = byOwner.get(key);
    if (segment) segment.amount += amount;
    else byOwner.set(key, { pod, amount });
  }
  return [...byOwner.values()];
}

function Bar(props: {
  readonly label: string;
  readonly resource: keyof Resources;
  readonly text: (amount: number) => string;
  readonly node: NodeView;
  readonly pods: readonly PodView[];
  readonly texts: BarTexts;
}) {
  const owners = usePage((state) => state.mirror.owners);
  const { resource, text } = props;
  const all = props.node.allocatable[resource];
  const segments = segmentsOf(props.pods, resource);
  const used = segments.reduce((sum, segment) => sum + segment.amount, 0);
  const title = `${props.label}: ${text(used)} of ${text(all)} requested`;
  const parts = segments.map(({ pod, amount }) => ({
    key: pod.uid,
    part: all > 0 ? amount / all : 0,
    hue: podHue(pod, owners),
  }));
  if (props.texts === 'none') {
    return <span className={styles.bar} title={title} style={{ backgroundImage: paintedBar(parts) }} />;
  }
  return (
    <div className={classNames(styles.row, styles[props.texts])}>
      <span className={styles.label}>{props.label}</span>
      <span className={styles.bar} title={title}>
        {parts.map(({ key, part, hue }) => {
          const style = { '--part': part, '--hue': hue } as CSSProperties;
          return <i key={key} className={hue === undefined ? styles.system : undefined} style={style} />;
        })}
      </span>
      <span className={styles.amount}>
        {props.texts === 'amounts' ? `${text(used)} / ${text(all)}` : percent(used, all)}
      </span>
    </div>
  );
}
