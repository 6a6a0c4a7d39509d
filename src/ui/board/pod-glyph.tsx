import type { ReactElement } from 'react';
import type { PodShape } from '../../session/protocol.ts';
import styles from './pod-token.module.css';

/** The shape that tells a pod's phase without colour. A mark draws its own, in CSS: there may be thousands. */
export function PodGlyph({ shape }: { readonly shape: PodShape }) {
  return (
    <svg className={styles.glyph} viewBox="0 0 10 10" aria-hidden data-glyph={shape}>
      {drawings[shape]}
    </svg>
  );
}

const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6, strokeLinecap: 'round' } as const;

const drawings: Record<PodShape, ReactElement> = {
  pending: <circle cx="5" cy="5" r="3.6" {...stroke} strokeDasharray="2.2 1.6" strokeLinecap="butt" />,
  creating: <path d="M5 1.2A3.8 3.8 0 1 1 1.2 5" {...stroke} />,
  running: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  'not-ready': (
    <>
      <circle cx="5" cy="5" r="3.6" {...stroke} />
      <path d="M5 1.4a3.6 3.6 0 0 0 0 7.2z" fill="currentColor" />
    </>
  ),
  succeeded: <path d="M1.6 5.4 4 7.8 8.6 2.4" {...stroke} />,
  failed: <path d="M1.8 1.8 8.2 8.2M8.2 1.8 1.8 8.2" {...stroke} strokeWidth={2} />,
  terminating: <path d="M2.4 2.4h5.2v5.2H2.4z" fill="currentColor" />,
};
