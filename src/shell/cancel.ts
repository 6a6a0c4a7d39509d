import type { CancelSignal } from '../kubectl/index.ts';

/** A signal together with what sets it off; it goes off with `outer` too. */
export function cancelSignal(outer?: CancelSignal): { signal: CancelSignal; cancel: () => void } {
  const listeners = new Set<() => void>();
  let cancelled = false;
  const cancel = (): void => {
    if (cancelled) return;
    cancelled = true;
    leave?.();
    for (const listener of listeners) listener();
    listeners.clear();
  };
  const leave = outer?.onCancel(cancel);
  return {
    signal: {
      get cancelled() {
        return cancelled;
      },
      onCancel(listener) {
        if (cancelled) listener();
        else listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    cancel,
  };
}
