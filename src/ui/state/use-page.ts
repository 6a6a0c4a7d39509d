import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { page } from './store.ts';
import type { PageState } from './store.ts';

/** What `select` picks from the page's state; renders again when that changes identity. */
export function usePage<Picked>(select: (state: PageState) => Picked): Picked {
  return useStore(page, select);
}

/** The same for a list or record made on the spot: compared member by member. */
export function usePageShallow<Picked>(select: (state: PageState) => Picked): Picked {
  return useStore(page, useShallow(select));
}

/** Often enough for what is read, seldom enough to cost little. */
const calmMs = 200;

/** The same for long lists that change often: at once after a rest, else a few times a second. */
export function usePageCalmly<Picked>(select: (state: PageState) => Picked): Picked {
  const [picked, setPicked] = useState(() => select(page.getState()));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastMs = -Infinity;
    const take = (): void => {
      timer = undefined;
      lastMs = performance.now();
      setPicked(() => select(page.getState()));
    };
    const leave = page.subscribe((state, before) => {
      if (timer !== undefined || select(state) === select(before)) return;
      const restMs = lastMs + calmMs - performance.now();
      if (restMs <= 0) take();
      else timer = setTimeout(take, restMs);
    });
    take();
    return () => {
      leave();
      clearTimeout(timer);
    };
  }, [select]);
  return picked;
}
