import { lazy } from 'react';

// What the first board does not wait for: fetched when it is drawn, or when somebody asks.

export const LogPanel = lazy(async () => ({ default: (await import('../events/log-panel.tsx')).LogPanel }));
export const Inspector = lazy(async () => ({
  default: (await import('../inspector/inspector.tsx')).Inspector,
}));
