import type { RefObject } from 'react';
import { useEffect, useState } from 'react';
import type { Room } from './density.ts';

/** The size of an element, followed without asking for layout in between. */
export function useRoom(element: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState<Room>({ width: 900, height: 520, fontSize: 13 });
  useEffect(() => {
    const target = element.current;
    if (!target) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      const fontSize = Number.parseFloat(getComputedStyle(target).fontSize);
      setRoom((before) =>
        before.width === width && before.height === height && before.fontSize === fontSize
          ? before
          : { width, height, fontSize },
      );
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return room;
}
