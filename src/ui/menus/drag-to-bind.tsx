import { useEffect, useState } from 'react';
import type { PodView } from '../../session/protocol.ts';
import { bind } from '../state/cluster-actions.ts';
import { page } from '../state/store.ts';
import styles from './menus.module.css';

interface Drag {
  readonly pod: PodView;
  readonly x: number;
  readonly y: number;
  readonly node?: string;
}

/** A pointer that moves less than this clicks. */
const slackPx = 6;

/** A waiting pod that is dragged from its scheduler's lane onto a node is bound to it by hand. */
export function DragToBind() {
  const [drag, setDrag] = useState<Drag>();
  useEffect(() => listenForDrags(setDrag), []);
  useEffect(() => {
    const card = drag?.node ? document.querySelector(`[data-node="${CSS.escape(drag.node)}"]`) : null;
    card?.setAttribute('data-drop', '');
    return () => card?.removeAttribute('data-drop');
  }, [drag?.node]);
  if (!drag) return null;
  return (
    <div className={styles.dragged} style={{ left: drag.x, top: drag.y }} aria-hidden>
      {drag.node ? `${drag.pod.name} → ${drag.node}` : drag.pod.name}
    </div>
  );
}

/** Follows the mouse; `show` is told what to draw. Returns the way to stop. */
function listenForDrags(show: (drag: Drag | undefined) => void): () => void {
  let start: Drag | undefined;
  let drag: Drag | undefined;
  const end = (): void => {
    start = undefined;
    drag = undefined;
    show(undefined);
  };
  const onDown = (event: PointerEvent): void => {
    const pod = event.button === 0 && event.pointerType !== 'touch' ? waitingPodAt(event) : undefined;
    if (pod) start = { pod, x: event.clientX, y: event.clientY };
  };
  const onMove = (event: PointerEvent): void => {
    if (!start) return;
    const { clientX: x, clientY: y } = event;
    if (!drag && Math.hypot(x - start.x, y - start.y) < slackPx) return;
    event.preventDefault();
    drag = { pod: start.pod, x, y, node: nodeAt(x, y) };
    show(drag);
  };
  const onUp = (): void => {
    if (drag) {
      // The click that follows would inspect the pod.
      addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener('click', swallow, { capture: true }));
      if (drag.node !== undefined) void bind(drag.pod, drag.node);
    }
    end();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') end();
  };
  const listeners = [
    ['pointerdown', onDown],
    ['pointermove', onMove],
    ['pointerup', onUp],
    ['pointercancel', end],
    ['keydown', onKeyDown],
  ] as const;
  for (const [name, listener] of listeners) addEventListener(name, listener as EventListener);
  return () => {
    for (const [name, listener] of listeners) removeEventListener(name, listener as EventListener);
  };
}

function swallow(event: Event): void {
  event.stopPropagation();
  event.preventDefault();
}

function waitingPodAt({ target }: PointerEvent): PodView | undefined {
  const token = (target as Element).closest<HTMLElement>('[data-lane] [data-pod]');
  const pod = page.getState().mirror.pods.get(token?.dataset['pod'] ?? '');
  return pod?.nodeName === undefined ? pod : undefined;
}

function nodeAt(x: number, y: number): string | undefined {
  return document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-node]')?.dataset['node'];
}
