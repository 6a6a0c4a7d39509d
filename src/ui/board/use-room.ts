import type { RefObject } from 'react';
import { useEffect, useState } from 'react';
import type { Room } from './density.ts';

/** What the nodes have: the width of their own box, the height of the one that scrolls. */
export function useRoom(scroller: RefObject<HTMLElement | null>, box: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState<Room>({ width: 900, height: 520, fontSize: 13 });
  useEffect(() => {
    const outer = scroller.current;
    const inner = box.current;
    if (!outer || !inner) return undefined;
    const observer = new ResizeObserver((entries) => {
      const fontSize = Number.parseFloat(getComputedStyle(outer).fontSize);
      const sizeOf = (element: Element): DOMRectReadOnly | undefined =>
        entries.find((entry) => entry.target === element)?.contentRect;
      setRoom((before) => {
        const width = sizeOf(inner)?.width ?? before.width;
        const height = sizeOf(outer)?.height ?? before.height;
        const same = before.width === width && before.height === height && before.fontSize === fontSize;
        return same ? before : { width, height, fontSize };
      });
    });
    observer.observe(outer);
    observer.observe(inner);
    return () => observer.disconnect();
  }, [scroller, box]);
  return room;
}
