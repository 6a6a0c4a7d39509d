import { History } from 'lucide-react';
import type { CSSProperties, KeyboardEvent, PointerEvent } from 'react';
import { useRef, useState } from 'react';
import type { Mark } from '../../session/protocol.ts';
import { Button } from '../kit/button.tsx';
import { seek } from '../state/actions.ts';
import { clockText } from '../state/format.ts';
import { inThePast } from '../state/moments.ts';
import type { PageState } from '../state/store.ts';
import { usePage, usePageCalmly } from '../state/use-page.ts';
import { Marks } from './marks.tsx';
import styles from './timeline.module.css';

const marksOf = (state: PageState): readonly Mark[] => state.mirror.marks;

/** All that has been lived, as a rail: marks where something happened, and a knob that is now. */
export function Timeline() {
  const time = usePage((state) => state.mirror.time);
  const marks = usePageCalmly(marksOf);
  const past = usePage((state) => inThePast(state.mirror));
  const rail = useRef<HTMLDivElement>(null);
  const [dragMs, setDragMs] = useState<number>();

  const { startMs, endMs } = time;
  const spanMs = Math.max(1, endMs - startMs);
  const shownMs = dragMs ?? time.nowMs;
  const partOf = (atMs: number): number => Math.min(1, Math.max(0, (atMs - startMs) / spanMs));

  const momentAt = (event: PointerEvent): number => {
    const box = rail.current?.getBoundingClientRect();
    if (!box) return shownMs;
    const part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return Math.round(startMs + part * spanMs);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moments = [startMs, ...marks.map((mark) => mark.atMs), endMs];
    const goals: Record<string, number | undefined> = {
      ArrowLeft: moments.findLast((atMs) => atMs < time.nowMs),
      ArrowRight: moments.find((atMs) => atMs > time.nowMs),
      Home: startMs,
      End: endMs,
      PageUp: Math.min(endMs, time.nowMs + spanMs / 10),
      PageDown: Math.max(startMs, time.nowMs - spanMs / 10),
    };
    const goal = goals[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    seek(Math.round(goal));
  };

  return (
    <footer className={styles.timeline} data-pane="timeline" aria-label="Timeline">
      <div className={styles.row}>
        {past && (
          <p className={styles.past} role="status">
            <History aria-hidden size="1.1em" />
            <span>You are in the past: acting here forks, and gives up what came after.</span>
            <Button label="Back to the end" look="raised" onClick={() => seek(endMs)} />
          </p>
        )}
        <div
          ref={rail}
          className={styles.rail}
          role="slider"
          aria-label="Time"
          aria-valuemin={0}
          aria-valuemax={Math.round(spanMs)}
          aria-valuenow={Math.round(shownMs - startMs)}
          aria-valuetext={clockText(shownMs - startMs)}
          tabIndex={0}
          onKeyDown={onKeyDown}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            setDragMs(momentAt(event));
          }}
          onPointerMove={(event) => {
            if (dragMs !== undefined) setDragMs(momentAt(event));
          }}
          onPointerUp={(event) => {
            if (dragMs !== undefined) seek(momentAt(event));
            setDragMs(undefined);
          }}
          onPointerCancel={() => setDragMs(undefined)}
        >
          <span className={styles.lived} style={{ '--at': partOf(shownMs) } as CSSProperties} />
          <Marks marks={marks} startMs={startMs} spanMs={spanMs} />
          <b className={styles.knob} style={{ '--at': partOf(shownMs) } as CSSProperties}>
            {dragMs !== undefined && <output>{clockText(dragMs - startMs)}</output>}
          </b>
        </div>
      </div>
    </footer>
  );
}
