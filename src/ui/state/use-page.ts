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
