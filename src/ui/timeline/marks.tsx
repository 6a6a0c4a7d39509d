import type { MouseEvent } from 'react';
import { memo, useEffect, useRef, useState } from 'react';
import type { Mark } from '../../session/protocol.ts';
import { clockText } from '../state/format.ts';
import { drawMarks, markNear } from './draw-marks.ts';
import styles from './timeline.module.css';

const kinds = ['binding', 'failure', 'operation'] as const;

/** What happened, along the rail: one drawing for each kind, however many marks there are. */
export const Marks = memo(function Marks(props: {
  readonly marks: readonly Mark[];
  readonly startMs: number;
  readonly spanMs: number;
}) {
  const { marks, startMs, spanMs } = props;
  const drawing = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    if (drawing.current) observer.observe(drawing.current);
    return () => observer.disconnect();
  }, []);
  const paths = drawMarks(marks, startMs, width / spanMs);
  // Told when somebody points there: hundreds of elements with titles would be drawn for nobody.
  const tell = (event: MouseEvent<SVGSVGElement>): void => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const mark = markNear(
      marks,
      startMs + (x / Math.max(1, width)) * spanMs,
      (6 / Math.max(1, width)) * spanMs,
    );
    const title = event.currentTarget.querySelector('title');
    if (title) title.textContent = mark ? `${clockText(mark.atMs - startMs)} ${mark.label}` : '';
  };
  return (
    <svg ref={drawing} className={styles.marks} aria-hidden onMouseMove={tell}>
      <title />
      {kinds.map((kind) => (
        <path key={kind} className={styles[kind]} d={paths[kind]} data-marks={kind} />
      ))}
    </svg>
  );
});
