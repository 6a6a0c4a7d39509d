import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { PageAddress } from '../state/start.ts';
import { App } from './app.tsx';

/** Draws the page in place of its skeleton. */
export function show(address: PageAddress, opening: Promise<string | undefined>): void {
  const root = document.getElementById('root');
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <App address={address} opening={opening} />
    </StrictMode>,
  );
}
